package org.mayfly.protocol.crypto;

import java.math.BigInteger;

/** The curve's public parameters (SP 800-186), for validating public points; secrets never come here. */
final class P521Field {

    static final int BYTES = 66;
    private static final BigInteger P = BigInteger.ONE.shiftLeft(521).subtract(BigInteger.ONE);
    private static final BigInteger THREE = BigInteger.valueOf(3);
    private static final BigInteger B = new BigInteger(
            "0051953eb9618e1c9a1f929a21a0b68540eea2da725b99b315f3b8b489918ef1"
                    + "09e156193951ec7e937b1652c0bd3bb1bf073573df883d2c34f1ef451fd46b503f00",
            16);

    private P521Field() {}

    /** Whether y² = x³ − 3x + b with both coordinates in the field. */
    static boolean isOnCurve(BigInteger x, BigInteger y) {
        if (x.compareTo(P) >= 0 || y.compareTo(P) >= 0) {
            return false;
        }
        var right = x.multiply(x).subtract(THREE).multiply(x).add(B).mod(P);
        return y.multiply(y).mod(P).equals(right);
    }
}
