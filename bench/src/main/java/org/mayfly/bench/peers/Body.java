package org.mayfly.bench.peers;

import java.util.Random;

/** A body that travels in the clear: a stamp, and random bytes, which compress as little as ciphertext. For one thread. */
public final class Body {

    private final byte[] bytes;

    public Body(int length) {
        bytes = new byte[Math.max(Stamp.LENGTH, length)];
        new Random(7).nextBytes(bytes);
    }

    /** Good until the next call. */
    public byte[] stamped(Stamp stamp) {
        stamp.writeTo(bytes);
        return bytes;
    }
}
