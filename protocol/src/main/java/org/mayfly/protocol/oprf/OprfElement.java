package org.mayfly.protocol.oprf;

import org.bouncycastle.math.ec.ECPoint;
import org.mayfly.protocol.codec.Field;
import org.mayfly.protocol.codec.MalformedException;
import org.mayfly.protocol.value.Bytes;

import java.math.BigInteger;
import java.util.Objects;

/** A point of P-521 other than the one at infinity: what client and server pass to each other (RFC 9497, section 4.5). */
public final class OprfElement {

    /** Of a compressed point. */
    public static final int BYTES = 67;

    private final ECPoint point;

    private OprfElement(ECPoint point) {
        this.point = point.normalize();
    }

    static OprfElement of(ECPoint point) {
        if (point.isInfinity()) {
            throw new IllegalArgumentException("the point at infinity is not an element");
        }
        return new OprfElement(point);
    }

    /**
     * A compressed point, the only encoding of this length: 02 or 03, then x below the field's prime, so that there is one
     * for each element.
     *
     * @throws MalformedException unless it is 67 bytes that encode a point of the curve in this way
     */
    public static OprfElement parse(Bytes encoded) throws MalformedException {
        Field.require(encoded.length() == BYTES, "an element has 67 bytes");
        try {
            return new OprfElement(OprfGroup.CURVE.decodePoint(encoded.toArray()));
        } catch (IllegalArgumentException notOnTheCurve) {
            throw new MalformedException("not a point of P-521");
        }
    }

    OprfElement times(BigInteger scalar) {
        return of(point.multiply(scalar));
    }

    /** 67 bytes. */
    public Bytes encoded() {
        return Bytes.of(point.getEncoded(true));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof OprfElement that && point.equals(that.point);
    }

    @Override
    public int hashCode() {
        return Objects.hash(point);
    }

    /** Nothing of it: a blinded element is harmless, the evaluated one is not. */
    @Override
    public String toString() {
        return "OprfElement[hidden]";
    }
}
