package org.mayfly.protocol.oprf;

import org.bouncycastle.util.BigIntegers;
import org.mayfly.protocol.crypto.RandomSource;
import org.mayfly.protocol.value.SecretBytes;

import java.math.BigInteger;

/**
 * A server's key of the function, one for each user. Thread-safe.
 *
 * <p>Guarantee: {@link #evaluate} learns nothing of the input behind the element, and its time tells nothing of the key
 * that could be averaged over calls: the scalar is blinded with fresh randomness.
 */
public final class OprfKey {

    private static final int BLINDING_BITS = 128;

    private final BigInteger key;

    private OprfKey(BigInteger key) {
        this.key = key;
    }

    /**
     * DeriveKeyPair of RFC 9497, section 3.2.1.
     *
     * @param seed 32 bytes
     */
    public static OprfKey derive(SecretBytes seed, String info) {
        return new OprfKey(OprfGroup.deriveKey(seed, info));
    }

    /** BlindEvaluate. */
    public OprfElement evaluate(OprfElement blinded, RandomSource random) {
        var multiple = new BigInteger(BLINDING_BITS, random.secureRandom());
        return blinded.times(key.add(multiple.multiply(OprfGroup.ORDER)));
    }

    /** 66 bytes. */
    SecretBytes encoded() {
        return SecretBytes.takeOver(BigIntegers.asUnsignedByteArray(OprfGroup.SCALAR_BYTES, key));
    }
}
