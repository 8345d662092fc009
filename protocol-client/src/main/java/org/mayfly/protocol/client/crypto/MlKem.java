package org.mayfly.protocol.client.crypto;

import org.mayfly.protocol.crypto.MlKemPublicKey;
import org.mayfly.protocol.value.Bytes;
import org.mayfly.protocol.value.SecretBytes;

/** ML-KEM-1024 (FIPS 203). Thread-safe. */
public interface MlKem {

    MlKemKeyPair generate();

    Encapsulation encapsulate(MlKemPublicKey key);

    /**
     * The shared secret, 32 bytes. For a ciphertext that nobody made for this key it is another secret, without a sign.
     *
     * @param seed d ‖ z, 64 bytes; stays the caller's
     * @param ciphertext 1,568 bytes
     */
    SecretBytes decapsulate(SecretBytes seed, Bytes ciphertext);

    /**
     * A shared secret and what carries it.
     *
     * @param ciphertext 1,568 bytes
     * @param sharedSecret 32 bytes
     */
    record Encapsulation(Bytes ciphertext, SecretBytes sharedSecret) implements AutoCloseable {
        @Override
        public void close() {
            sharedSecret.destroy();
        }
    }
}
