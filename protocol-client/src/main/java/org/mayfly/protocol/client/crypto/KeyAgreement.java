package org.mayfly.protocol.client.crypto;

import org.mayfly.protocol.crypto.CryptoProvider;
import org.mayfly.protocol.crypto.P521PublicKey;
import org.mayfly.protocol.crypto.RandomSource;
import org.mayfly.protocol.value.SecretBytes;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;

/** ECDH on P-521 with validated points. Thread-safe. */
public final class KeyAgreement {

    private static final int COORDINATE = 66;

    private final CryptoProvider provider;

    public KeyAgreement(CryptoProvider provider) {
        this.provider = provider;
    }

    /**
     * An agreement by a key pair that was made for it, and is gone.
     *
     * @param point the x coordinate of the shared point, 66 bytes
     */
    public record Once(P521PublicKey publicKey, SecretBytes point) implements AutoCloseable {
        @Override
        public void close() {
            point.destroy();
        }
    }

    /** With a fresh key pair, whose private part never leaves the provider. */
    public Once agreeOnce(RandomSource random, P521PublicKey other) {
        var pair = provider.p521KeyPairs(random.secureRandom()).generateKeyPair();
        try {
            return new Once(P521PublicKey.of(pair.getPublic()), agree(pair.getPrivate(), other));
        } finally {
            P521KeyPair.destroyQuietly(pair.getPrivate());
        }
    }

    /** The x coordinate of the shared point, 66 bytes. */
    public SecretBytes agree(P521KeyPair own, P521PublicKey other) {
        var privateKey = own.asPrivateKey(provider);
        try {
            return agree(privateKey, other);
        } finally {
            P521KeyPair.destroyQuietly(privateKey);
        }
    }

    private SecretBytes agree(PrivateKey privateKey, P521PublicKey other) {
        try {
            var agreement = provider.ecdh();
            agreement.init(privateKey);
            agreement.doPhase(other.asKey(provider), true);
            var shared = SecretBytes.takeOver(agreement.generateSecret());
            if (shared.length() != COORDINATE) {
                throw new IllegalStateException("the provider gives another form of the shared point");
            }
            return shared;
        } catch (GeneralSecurityException broken) {
            throw new IllegalStateException("key agreement failed", broken);
        }
    }
}
