package org.mayfly.protocol.client.crypto;

import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.math.ec.FixedPointCombMultiplier;
import org.bouncycastle.util.BigIntegers;
import org.mayfly.protocol.Sizes;
import org.mayfly.protocol.crypto.CryptoProvider;
import org.mayfly.protocol.crypto.P521PublicKey;
import org.mayfly.protocol.crypto.RandomSource;
import org.mayfly.protocol.value.Bytes;
import org.mayfly.protocol.value.SecretBytes;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/**
 * A P-521 key pair whose private part can be erased.
 *
 * @param scalar 66 bytes, big-endian; closing the pair destroys it
 */
public record P521KeyPair(P521PublicKey publicKey, SecretBytes scalar) implements AutoCloseable {

    /** PKCS #8 with an RFC 5915 key that names its public point, up to the scalar. */
    private static final byte[] DER_PREFIX =
            HexFormat.of().parseHex("3081ee020100301006072a8648ce3d020106052b810400230481d63081d30201010442");

    /** Between scalar and point. A provider that is not told the point computes it: half of what importing the key costs. */
    private static final byte[] DER_POINT = HexFormat.of().parseHex("a1818903818600");

    /** What stands before the scalar in every PKCS #8 encoding of a P-521 key: version 1, a string of 66 bytes. */
    private static final byte[] BEFORE_SCALAR = {2, 1, 1, 4, 66};

    /** For a public key from its scalar, which no provider's interface gives. */
    private static final X9ECParameters CURVE = CustomNamedCurves.getByName("secp521r1");

    /** Of the curve, 66 bytes, big-endian. */
    private static final byte[] ORDER = BigIntegers.asUnsignedByteArray(Sizes.P521_SCALAR, CURVE.getN());

    private static final byte[] ZERO = new byte[Sizes.P521_SCALAR];

    /** Signed to see whether a pair is one; the signature leaves this class as little as the scalar. */
    private static final byte[] OWN_SIGNATURE = new byte[Sizes.HASH];

    public P521KeyPair {
        if (scalar.length() != Sizes.P521_SCALAR) {
            throw new IllegalArgumentException("a private scalar of P-521 has 66 bytes");
        }
    }

    public static P521KeyPair generate(CryptoProvider provider, RandomSource random) {
        var pair = provider.p521KeyPairs(random.secureRandom()).generateKeyPair();
        var der = pair.getPrivate().getEncoded();
        try {
            return new P521KeyPair(P521PublicKey.of(pair.getPublic()), scalarOf(der));
        } finally {
            Arrays.fill(der, (byte) 0);
            destroyQuietly(pair.getPrivate());
        }
    }

    /**
     * The pair of a private scalar.
     *
     * @param scalar 66 bytes; taken over
     * @return empty, and the scalar destroyed, unless it is from 1 to the order less one
     */
    public static Optional<P521KeyPair> ofScalar(SecretBytes scalar) {
        var bytes = scalar.expose();
        var number = new BigInteger(1, bytes);
        Arrays.fill(bytes, (byte) 0);
        if (bytes.length != Sizes.P521_SCALAR || number.signum() == 0 || number.compareTo(CURVE.getN()) >= 0) {
            scalar.destroy();
            return Optional.empty();
        }
        var point =
                new FixedPointCombMultiplier().multiply(CURVE.getG(), number).normalize();
        return Optional.of(new P521KeyPair(new P521PublicKey(Bytes.of(point.getEncoded(false))), scalar));
    }

    /**
     * The pair of a public key and the private scalar that is said to belong to it. It signs and verifies once: no number of the
     * JVM's is made of the scalar, which nobody could erase.
     *
     * @param scalar taken over
     * @return empty, and the scalar destroyed, unless the two belong together
     */
    public static Optional<P521KeyPair> matching(CryptoProvider provider, P521PublicKey publicKey, SecretBytes scalar) {
        if (scalar.length() == Sizes.P521_SCALAR && isInRange(scalar)) {
            var pair = new P521KeyPair(publicKey, scalar);
            if (pair.signsForItself(provider)) {
                return Optional.of(pair);
            }
        }
        scalar.destroy();
        return Optional.empty();
    }

    /** From 1 to the order less 1: of any other number no provider makes a key, and each says so in another way. */
    private static boolean isInRange(SecretBytes scalar) {
        var bytes = scalar.expose();
        try {
            return Arrays.compareUnsigned(bytes, ZERO) > 0 && Arrays.compareUnsigned(bytes, ORDER) < 0;
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    private boolean signsForItself(CryptoProvider provider) {
        try {
            var imported = imported(provider);
            try {
                var signature = provider.ecdsaSha512();
                signature.initSign(imported);
                signature.update(OWN_SIGNATURE);
                var signed = signature.sign();
                signature.initVerify(publicKey.asKey(provider));
                signature.update(OWN_SIGNATURE);
                return signature.verify(signed);
            } finally {
                destroyQuietly(imported);
            }
        } catch (GeneralSecurityException apart) {
            return false;
        }
    }

    private static SecretBytes scalarOf(byte[] der) {
        for (int start = 0; start + BEFORE_SCALAR.length + Sizes.P521_SCALAR <= der.length; start++) {
            var end = start + BEFORE_SCALAR.length;
            if (Arrays.equals(der, start, end, BEFORE_SCALAR, 0, BEFORE_SCALAR.length)) {
                return SecretBytes.takeOver(Arrays.copyOfRange(der, end, end + Sizes.P521_SCALAR));
            }
        }
        throw new IllegalStateException("the provider encodes P-521 keys in an unknown way");
    }

    /** The private part for a provider's primitives; destroy it by {@link #destroyQuietly} after use. */
    PrivateKey asPrivateKey(CryptoProvider provider) {
        try {
            return imported(provider);
        } catch (GeneralSecurityException damaged) {
            throw new IllegalStateException("a stored private key is damaged", damaged);
        }
    }

    private PrivateKey imported(CryptoProvider provider) throws GeneralSecurityException {
        var exposed = scalar.expose();
        var der = ByteBuffer.allocate(DER_PREFIX.length + Sizes.P521_SCALAR + DER_POINT.length + Sizes.P521_KEY)
                .put(DER_PREFIX)
                .put(exposed)
                .put(DER_POINT)
                .put(publicKey.encoded().toArray())
                .array();
        try {
            return provider.ecKeys().generatePrivate(new OwnEncoding(der));
        } finally {
            Arrays.fill(der, (byte) 0);
            Arrays.fill(exposed, (byte) 0);
        }
    }

    /** An encoding that stays the caller's array: the JDK's class would copy it, and nobody erases that copy. */
    private static final class OwnEncoding extends PKCS8EncodedKeySpec {

        private final byte[] der;

        OwnEncoding(byte[] der) {
            super(new byte[0]);
            this.der = der;
        }

        @Override
        public byte[] getEncoded() {
            return der;
        }
    }

    static void destroyQuietly(PrivateKey key) {
        try {
            key.destroy();
        } catch (javax.security.auth.DestroyFailedException unsupported) {
            // The provider keeps it until it is collected: a stated limit.
            return;
        }
    }

    @Override
    public void close() {
        scalar.destroy();
    }
}
