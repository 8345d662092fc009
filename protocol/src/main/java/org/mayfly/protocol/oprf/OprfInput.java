package org.mayfly.protocol.oprf;

import org.bouncycastle.util.BigIntegers;
import org.mayfly.protocol.crypto.CryptoProvider;
import org.mayfly.protocol.crypto.RandomSource;
import org.mayfly.protocol.value.SecretBytes;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;

/**
 * A client's secret input to the function, blinded for one evaluation. To be closed.
 *
 * <p>Limit: numbers of the JVM can't be erased; the blind and the input's point stay in memory until it is reused
 * (docs/known-issues.md).
 */
public final class OprfInput implements AutoCloseable {

    private static final int LONGEST_INPUT = 65_535;

    private final SecretBytes input;
    private final BigInteger blind;

    private OprfInput(SecretBytes input, BigInteger blind) {
        this.input = input;
        this.blind = blind;
    }

    /** @param input up to 65,535 bytes; taken over */
    public static OprfInput blind(SecretBytes input, RandomSource random) {
        var blind = BigIntegers.createRandomInRange(
                BigInteger.ONE, OprfGroup.ORDER.subtract(BigInteger.ONE), random.secureRandom());
        return withBlind(input, blind);
    }

    static OprfInput withBlind(SecretBytes input, BigInteger blind) {
        if (input.length() > LONGEST_INPUT || !OprfGroup.isScalar(blind)) {
            throw new IllegalArgumentException("an input has up to 65,535 bytes, a blind is a scalar");
        }
        return new OprfInput(input, blind);
    }

    /** Blind: what goes to the server. */
    public OprfElement blinded() {
        return OprfGroup.hashToGroup(input).times(blind);
    }

    /** Finalize: 64 bytes, the same for the same input and key. */
    public SecretBytes finish(OprfElement evaluated, CryptoProvider provider) {
        var element =
                evaluated.times(blind.modInverse(OprfGroup.ORDER)).encoded().toArray();
        var exposed = input.expose();
        try {
            var hash = provider.sha512();
            update(hash, exposed);
            update(hash, element);
            hash.update("Finalize".getBytes(StandardCharsets.US_ASCII));
            return SecretBytes.takeOver(hash.digest());
        } finally {
            Arrays.fill(exposed, (byte) 0);
            Arrays.fill(element, (byte) 0);
        }
    }

    @Override
    public void close() {
        input.destroy();
    }

    private static void update(MessageDigest hash, byte[] part) {
        hash.update((byte) (part.length >>> 8));
        hash.update((byte) part.length);
        hash.update(part);
    }
}
