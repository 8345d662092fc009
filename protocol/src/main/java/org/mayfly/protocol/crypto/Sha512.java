package org.mayfly.protocol.crypto;

import org.mayfly.protocol.value.Bytes;

import java.nio.charset.StandardCharsets;

/** SHA-512, the protocol's H. Thread-safe. */
public final class Sha512 {

    private final CryptoProvider provider;

    public Sha512(CryptoProvider provider) {
        this.provider = provider;
    }

    /** The hash of the parts, one after the other. Parts of variable length need a length before them. */
    public Bytes hash(Bytes... parts) {
        var digest = provider.sha512();
        for (var part : parts) {
            digest.update(part.toArray());
        }
        return Bytes.of(digest.digest());
    }

    /** The same with an ASCII label in front. */
    public Bytes labelled(String label, Bytes... parts) {
        var digest = provider.sha512();
        digest.update(label.getBytes(StandardCharsets.US_ASCII));
        for (var part : parts) {
            digest.update(part.toArray());
        }
        return Bytes.of(digest.digest());
    }

    /** The fingerprint of a public key. */
    public Bytes fingerprint(P521PublicKey key) {
        return hash(key.encoded());
    }
}
