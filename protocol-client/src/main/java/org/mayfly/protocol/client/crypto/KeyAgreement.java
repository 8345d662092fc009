package org.mayfly.protocol.client.crypto;

import org.mayfly.protocol.crypto.CryptoProvider;
import org.mayfly.protocol.crypto.P521PublicKey;
import org.mayfly.protocol.value.SecretBytes;

import java.security.GeneralSecurityException;

/** ECDH on P-521 with validated points. Thread-safe. */
public final class KeyAgreement {

    private static final int COORDINATE = 66;

    private final CryptoProvider provider;

    public KeyAgreement(CryptoProvider provider) {
        this.provider = provider;
    }

    /** The x coordinate of the shared point, 66 bytes. */
    public SecretBytes agree(P521KeyPair own, P521PublicKey other) {
        var privateKey = own.asPrivateKey(provider);
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
        } finally {
            P521KeyPair.destroyQuietly(privateKey);
        }
    }
}
