package org.mayfly.protocol.signed;

import org.jspecify.annotations.Nullable;
import org.mayfly.protocol.Sizes;
import org.mayfly.protocol.crypto.CryptoProvider;
import org.mayfly.protocol.crypto.P521PublicKey;
import org.mayfly.protocol.value.Bytes;

import java.security.GeneralSecurityException;
import java.security.PublicKey;

/** Verifies ECDSA P-521/SHA-512 signatures in P1363 form (FIPS 186-5). Thread-safe. */
public final class Signatures {

    private final CryptoProvider provider;
    private volatile @Nullable Parsed last;

    /** By which the last signature was verified: several in a row are often one signer's, whose key is parsed once then. */
    private record Parsed(P521PublicKey key, PublicKey parsed) {}

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
            verifier.initVerify(parsed(key));
            verifier.update(input.encoded().toArray());
            return verifier.verify(signature.toArray());
        } catch (GeneralSecurityException outOfRange) {
            return false;
        }
    }

    private PublicKey parsed(P521PublicKey key) {
        var known = last;
        if (known != null && known.key().equals(key)) {
            return known.parsed();
        }
        var parsed = key.asKey(provider);
        last = new Parsed(key, parsed);
        return parsed;
    }
}
