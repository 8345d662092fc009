package org.mayfly.messaging.administrator;

import com.eatthepath.otp.TimeBasedOneTimePasswordGenerator;
import org.mayfly.messaging.access.Administrators.TotpEnrolment;
import org.mayfly.messaging.crypto.InstallationSecrets;
import org.mayfly.messaging.crypto.Sealer;
import org.mayfly.protocol.value.Bytes;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Arrays;
import java.util.OptionalLong;
import javax.crypto.spec.SecretKeySpec;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;

/**
 * One-time codes of RFC 6238: SHA-1, 6 digits, 30 s, one step of tolerance either way. The secret is sealed for the
 * database, bound to the name it is for.
 */
@Dependent
class OneTimePasswords {

    private static final int SECRET_BYTES = 20;
    private static final String BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    private final TimeBasedOneTimePasswordGenerator generator = new TimeBasedOneTimePasswordGenerator();
    private final InstallationSecrets secrets;
    private final SecureRandom random;

    @Inject
    OneTimePasswords(InstallationSecrets secrets, SecureRandom random) {
        this.secrets = secrets;
        this.random = random;
    }

    byte[] newSecret() {
        var secret = new byte[SECRET_BYTES];
        random.nextBytes(secret);
        return secret;
    }

    Bytes seal(byte[] secret, String nameKey) {
        return sealer().seal(secret, context(nameKey));
    }

    /** What to show as QR code and text. */
    TotpEnrolment enrolment(byte[] secret, String name, String issuer) {
        var text = base32(secret);
        var label = encoded(issuer) + ":" + encoded(name);
        return new TotpEnrolment(
                URI.create("otpauth://totp/" + label + "?secret=" + text + "&issuer=" + encoded(issuer)
                        + "&algorithm=SHA1&digits=6&period=30"),
                text);
    }

    /** The time step a code is of, if it is right now and of a later step than the newest one used. */
    OptionalLong stepOf(String code, Bytes sealed, String nameKey, Instant now, long newestUsed) {
        var secret = sealer().open(sealed, context(nameKey));
        try {
            var key = new SecretKeySpec(secret, generator.getAlgorithm());
            long current = now.toEpochMilli() / generator.getTimeStep().toMillis();
            var found = OptionalLong.empty();
            for (long step = current - 1; step <= current + 1; step++) {
                if (isCodeOf(step, code, key) && step > newestUsed) {
                    found = OptionalLong.of(step);
                }
            }
            return found;
        } finally {
            Arrays.fill(secret, (byte) 0);
        }
    }

    private boolean isCodeOf(long step, String code, SecretKeySpec key) {
        try {
            var at = Instant.ofEpochMilli(step * generator.getTimeStep().toMillis());
            var expected = generator.generateOneTimePasswordString(key, at);
            return MessageDigest.isEqual(
                    expected.getBytes(StandardCharsets.US_ASCII), code.getBytes(StandardCharsets.UTF_8));
        } catch (InvalidKeyException e) {
            throw new IllegalStateException(e);
        }
    }

    private Sealer sealer() {
        return new Sealer(secrets.key("totp", "AES"), random);
    }

    private static byte[] context(String nameKey) {
        return ("totp:" + nameKey).getBytes(StandardCharsets.UTF_8);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static String base32(byte[] bytes) {
        var out = new StringBuilder();
        int buffer = 0;
        int bits = 0;
        for (byte b : bytes) {
            buffer = (buffer << 8) | (b & 0xff);
            for (bits += 8; bits >= 5; bits -= 5) {
                out.append(BASE32.charAt((buffer >> (bits - 5)) & 31));
            }
        }
        return out.toString();
    }
}
