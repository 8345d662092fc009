package org.mayfly.protocol.client.hpke;

import org.mayfly.protocol.Sizes;
import org.mayfly.protocol.client.crypto.P521KeyPair;
import org.mayfly.protocol.codec.ByteSequence;
import org.mayfly.protocol.crypto.CryptoProvider;
import org.mayfly.protocol.crypto.Hkdf;
import org.mayfly.protocol.value.Bytes;
import org.mayfly.protocol.value.SecretBytes;

/** DeriveKeyPair of DHKEM(P-521, HKDF-SHA512): RFC 9180, section 7.1.3. Thread-safe. */
public final class KeyPairDerivation {

    /** Bytes of key material that carry the full strength of the curve. */
    public static final int MATERIAL = 66;

    private static final int CANDIDATES = 256;
    private static final byte HIGHEST_BITS = 0x01;

    private final LabeledHkdf hkdf;

    public KeyPairDerivation(CryptoProvider provider) {
        this.hkdf = new LabeledHkdf(new Hkdf(provider), Hpke.KEM_SUITE);
    }

    /** @throws IllegalArgumentException for material that gives no key, which nobody can find */
    public P521KeyPair derive(SecretBytes material) {
        try (var extracted = hkdf.extract("dkp_prk", material)) {
            for (var counter = 0; counter < CANDIDATES; counter++) {
                var pair = P521KeyPair.ofScalar(candidate(extracted, counter));
                if (pair.isPresent()) {
                    return pair.get();
                }
            }
            throw new IllegalArgumentException("no key comes of this material");
        }
    }

    private SecretBytes candidate(SecretBytes extracted, int counter) {
        Bytes number = new ByteSequence().u8(counter).toBytes();
        try (var expanded = hkdf.expand(extracted, "candidate", number, Sizes.P521_SCALAR)) {
            var bytes = expanded.expose();
            bytes[0] &= HIGHEST_BITS;
            return SecretBytes.takeOver(bytes);
        }
    }
}
