package org.mayfly.protocol.oprf;

import org.bouncycastle.crypto.digests.SHA512Digest;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.hash2curve.HashToCurveProfile;
import org.bouncycastle.crypto.hash2curve.HashToEllipticCurve;
import org.bouncycastle.crypto.hash2curve.OPRFHashToScalar;
import org.bouncycastle.math.ec.ECCurve;
import org.mayfly.protocol.codec.MalformedException;
import org.mayfly.protocol.value.Bytes;
import org.mayfly.protocol.value.SecretBytes;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The group of P-521 with its hashes (RFC 9497, sections 3.1 and 4.5). */
final class OprfGroup {

    static final ECCurve CURVE = CustomNamedCurves.getByName("secp521r1").getCurve();
    static final BigInteger ORDER = CURVE.getOrder();
    static final int SCALAR_BYTES = 66;

    /** Version, mode 0 (OPRF), suite. */
    private static final String CONTEXT = "OPRFV1-\0-P521-SHA512";

    private static final int SECURITY_BITS = 256;
    private static final int SEED_BYTES = 32;

    private OprfGroup() {}

    /** HashToGroup. @throws IllegalArgumentException for an input that hashes to infinity, which nobody can find */
    static OprfElement hashToGroup(SecretBytes input) {
        var exposed = input.expose();
        try {
            var hash = HashToEllipticCurve.getInstance(HashToCurveProfile.P521_XMD_SHA_512, "HashToGroup-" + CONTEXT);
            return OprfElement.parse(
                    Bytes.of(hash.hashToCurve(exposed).normalize().getEncoded(true)));
        } catch (MalformedException infinity) {
            throw new IllegalArgumentException("unusable input", infinity);
        } finally {
            Arrays.fill(exposed, (byte) 0);
        }
    }

    /** DeriveKeyPair's private part (section 3.2.1). @param seed 32 bytes */
    static BigInteger deriveKey(SecretBytes seed, String info) {
        if (seed.length() != SEED_BYTES) {
            throw new IllegalArgumentException("a seed has 32 bytes");
        }
        var label = info.getBytes(StandardCharsets.UTF_8);
        var exposed = seed.expose();
        var input = ByteBuffer.allocate(exposed.length + 2 + label.length + 1)
                .put(exposed)
                .putShort((short) label.length)
                .put(label)
                .array();
        Arrays.fill(exposed, (byte) 0);
        var domain = ("DeriveKeyPair" + CONTEXT).getBytes(StandardCharsets.UTF_8);
        var hash = new OPRFHashToScalar(CURVE, new SHA512Digest(), SECURITY_BITS);
        try {
            for (var counter = 0; counter < 256; counter++) {
                input[input.length - 1] = (byte) counter;
                var key = hash.process(input, domain);
                if (key.signum() != 0) {
                    return key;
                }
            }
            throw new IllegalArgumentException("no key comes of this seed");
        } finally {
            Arrays.fill(input, (byte) 0);
        }
    }

    static boolean isScalar(BigInteger number) {
        return number.signum() > 0 && number.compareTo(ORDER) < 0;
    }
}
