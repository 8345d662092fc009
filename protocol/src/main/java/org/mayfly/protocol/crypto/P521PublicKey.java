package org.mayfly.protocol.crypto;

import org.mayfly.protocol.Sizes;
import org.mayfly.protocol.codec.MalformedException;
import org.mayfly.protocol.value.Bytes;
import org.mayfly.protocol.wire.PrekeyType;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.function.Function;

/**
 * A public key of P-521 as an uncompressed point.
 *
 * <p>Guarantee: the point is on the curve and both coordinates are reduced. P-521 has cofactor 1 and the point at infinity
 * has no such encoding, so that is full validation (SP 800-56A, 5.6.2.3.3).
 *
 * @param encoded 133 bytes: 0x04 ‖ x ‖ y
 */
public record P521PublicKey(Bytes encoded) implements OneTimeKey {

    private static final byte[] DER_PREFIX =
            HexFormat.of().parseHex("30819b301006072a8648ce3d020106052b8104002303818600");

    /** @throws IllegalArgumentException unless it is a valid point */
    public P521PublicKey {
        if (!isValid(encoded)) {
            throw new IllegalArgumentException("not an uncompressed point of P-521");
        }
    }

    /** @throws MalformedException unless it is a valid point */
    public static P521PublicKey parse(Bytes encoded) throws MalformedException {
        try {
            return new P521PublicKey(encoded);
        } catch (IllegalArgumentException invalid) {
            throw new MalformedException("not an uncompressed point of P-521");
        }
    }

    /** @throws IllegalArgumentException unless it is a P-521 key with the standard encoding */
    public static P521PublicKey of(PublicKey key) {
        var der = key.getEncoded();
        if (der.length != DER_PREFIX.length + Sizes.P521_KEY
                || !Arrays.equals(DER_PREFIX, 0, DER_PREFIX.length, der, 0, DER_PREFIX.length)) {
            throw new IllegalArgumentException("not a P-521 key");
        }
        return new P521PublicKey(Bytes.of(Arrays.copyOfRange(der, DER_PREFIX.length, der.length)));
    }

    @Override
    public PrekeyType type() {
        return PrekeyType.PREKEY_TYPE_P521;
    }

    @Override
    public <R> R fold(Function<P521PublicKey, R> p521, Function<MlKemPublicKey, R> mlKem) {
        return p521.apply(this);
    }

    /** The same key for a provider's primitives. */
    public PublicKey asKey(CryptoProvider provider) {
        var der = Arrays.copyOf(DER_PREFIX, DER_PREFIX.length + Sizes.P521_KEY);
        System.arraycopy(encoded.toArray(), 0, der, DER_PREFIX.length, Sizes.P521_KEY);
        try {
            return provider.ecKeys().generatePublic(new X509EncodedKeySpec(der));
        } catch (GeneralSecurityException rejected) {
            throw new IllegalStateException("the provider rejects a valid point", rejected);
        }
    }

    private static boolean isValid(Bytes encoded) {
        if (encoded.length() != Sizes.P521_KEY || encoded.at(0) != 0x04) {
            return false;
        }
        var point = encoded.toArray();
        return P521Field.isOnCurve(
                new BigInteger(1, point, 1, P521Field.BYTES),
                new BigInteger(1, point, 1 + P521Field.BYTES, P521Field.BYTES));
    }
}
