package org.mayfly.protocol.client.crypto;

import org.mayfly.protocol.Sizes;
import org.mayfly.protocol.crypto.MlKemPublicKey;
import org.mayfly.protocol.value.SecretBytes;

/**
 * An ML-KEM-1024 key pair whose private part can be erased.
 *
 * @param seed d ‖ z, 64 bytes: the whole private key; closing the pair destroys it
 */
public record MlKemKeyPair(MlKemPublicKey publicKey, SecretBytes seed) implements AutoCloseable {

    public MlKemKeyPair {
        if (seed.length() != Sizes.MLKEM_SEED) {
            throw new IllegalArgumentException("a seed of ML-KEM has 64 bytes");
        }
    }

    @Override
    public void close() {
        seed.destroy();
    }
}
