package org.mayfly.protocol.signed;

import org.mayfly.protocol.Sizes;
import org.mayfly.protocol.crypto.CryptoProvider;
import org.mayfly.protocol.crypto.P521PublicKey;
import org.mayfly.protocol.value.Bytes;

import java.security.GeneralSecurityException;

/** Verifies ECDSA P-521/SHA-512 signatures in P1363 form (FIPS 186-5). Thread-safe. */
public final class Signatures {

    private final CryptoProvider provider;

    public Signatures(CryptoProvider provider) {
        this.provider = provider;
    }

    /** True only for exactly 132 bytes that verify. The length is checked first: some providers accept short forms. */
    public boolean verify(P521PublicKey key, SignedInput input, Bytes signature) {
        if (signature.length() != Sizes.SIGNATURE) {
            return false;
        }
        try {
            var verifier = provider.ecdsaSha512();
            verifier.initVerify(key.asKey(provider));
            verifier.update(input.encoded().toArray());
            return verifier.verify(signature.toArray());
        } catch (GeneralSecurityException outOfRange) {
            return false;
        }
    }
}
