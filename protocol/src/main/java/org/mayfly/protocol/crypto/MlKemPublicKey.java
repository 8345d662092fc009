package org.mayfly.protocol.crypto;

import org.mayfly.protocol.Sizes;
import org.mayfly.protocol.codec.MalformedException;
import org.mayfly.protocol.value.Bytes;
import org.mayfly.protocol.wire.PrekeyType;

import java.util.function.Function;

/**
 * An encapsulation key of ML-KEM-1024.
 *
 * <p>Guarantee: it passes the input check of FIPS 203, section 7.2: type and modulus. Every coefficient is reduced.
 *
 * @param encoded 1,568 bytes: four polynomials of 256 coefficients of 12 bits, then the seed of the matrix
 */
public record MlKemPublicKey(Bytes encoded) implements OneTimeKey {

    private static final int MODULUS = 3329;
    private static final int POLYNOMIALS = 4 * 384;

    /** @throws IllegalArgumentException unless it passes the check */
    public MlKemPublicKey {
        if (!isValid(encoded)) {
            throw new IllegalArgumentException("not an encapsulation key of ML-KEM-1024");
        }
    }

    /** @throws MalformedException unless it passes the check */
    public static MlKemPublicKey parse(Bytes encoded) throws MalformedException {
        if (!isValid(encoded)) {
            throw new MalformedException("not an encapsulation key of ML-KEM-1024");
        }
        return new MlKemPublicKey(encoded);
    }

    @Override
    public PrekeyType type() {
        return PrekeyType.PREKEY_TYPE_MLKEM1024;
    }

    @Override
    public <R> R fold(Function<P521PublicKey, R> p521, Function<MlKemPublicKey, R> mlKem) {
        return mlKem.apply(this);
    }

    private static boolean isValid(Bytes encoded) {
        if (encoded.length() != Sizes.MLKEM_KEY) {
            return false;
        }
        for (int at = 0; at < POLYNOMIALS; at += 3) {
            var low = Byte.toUnsignedInt(encoded.at(at));
            var middle = Byte.toUnsignedInt(encoded.at(at + 1));
            var high = Byte.toUnsignedInt(encoded.at(at + 2));
            if ((low | (middle & 0x0f) << 8) >= MODULUS || (middle >>> 4 | high << 4) >= MODULUS) {
                return false;
            }
        }
        return true;
    }
}
