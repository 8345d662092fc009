package org.mayfly.protocol.client.crypto;

import org.mayfly.protocol.Sizes;
import org.mayfly.protocol.crypto.CryptoProvider;
import org.mayfly.protocol.signed.SignedInput;
import org.mayfly.protocol.value.Bytes;

import java.security.GeneralSecurityException;

/** Signs with ECDSA P-521/SHA-512 in P1363 form: only what {@link SignedInput} can express. Thread-safe. */
public final class Signer {

    private final CryptoProvider provider;

    public Signer(CryptoProvider provider) {
        this.provider = provider;
    }

    /** 132 bytes. */
    public Bytes sign(P521KeyPair key, SignedInput input) {
        var privateKey = key.asPrivateKey(provider);
        try {
            var signature = provider.ecdsaSha512();
            signature.initSign(privateKey);
            signature.update(input.encoded().toArray());
            var signed = Bytes.of(signature.sign());
            if (signed.length() != Sizes.SIGNATURE) {
                throw new IllegalStateException("the provider signs in another form");
            }
            return signed;
        } catch (GeneralSecurityException broken) {
            throw new IllegalStateException("signing failed", broken);
        } finally {
            P521KeyPair.destroyQuietly(privateKey);
        }
    }
}
