package org.mayfly.protocol.crypto;

import org.mayfly.protocol.value.Bytes;
import org.mayfly.protocol.value.SecretBytes;

import java.security.SecureRandom;

/** The one source of random numbers of the protocol. Thread-safe. */
public final class RandomSource {

    private final SecureRandom random;

    private RandomSource(SecureRandom random) {
        this.random = random;
    }

    public static RandomSource of(CryptoProvider provider) {
        return new RandomSource(provider.secureRandom());
    }

    public Bytes bytes(int length) {
        return Bytes.of(draw(length));
    }

    public SecretBytes secret(int length) {
        return SecretBytes.takeOver(draw(length));
    }

    /** For primitives that draw by themselves. */
    public SecureRandom secureRandom() {
        return random;
    }

    private byte[] draw(int length) {
        var drawn = new byte[length];
        random.nextBytes(drawn);
        return drawn;
    }
}
