package org.mayfly.messaging.administrator;

import com.nulabinc.zxcvbn.Zxcvbn;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;
import org.mayfly.messaging.access.Administrators.PasswordStrength;
import org.mayfly.messaging.refusal.Reason;
import org.mayfly.protocol.value.Bytes;
import org.mayfly.protocol.value.SecretBytes;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/**
 * Hashes passwords with Argon2id (RFC 9106): 64 MiB, 3 passes, 1 lane, 16-byte salt, 32-byte hash; and judges their
 * strength by zxcvbn.
 *
 * <p>At most two hashes are computed at a time, so that signing in can't take the server's memory. Thread-safe.
 */
@ApplicationScoped
public class Passwords {

    static final String RULE = "argon2id v=19 m=65536 t=3 p=1";

    private static final int SHORTEST = 12;
    private static final int LONGEST = 128;
    private static final int LOWEST_SCORE = 3;
    private static final int AT_ONCE = 2;
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final Bytes DECOY_SALT = Bytes.of(new byte[16]);

    private final Zxcvbn zxcvbn = new Zxcvbn();
    private final Semaphore permits = new Semaphore(AT_ONCE, true);
    private final SecureRandom random;

    @Inject
    public Passwords(SecureRandom random) {
        this.random = random;
    }

    /** For the container's proxy, which never uses what it extends. */
    @SuppressWarnings("NullAway")
    protected Passwords() {
        this(null);
    }

    PasswordHash hash(SecretBytes password) {
        var salt = salt();
        return new PasswordHash(salt, compute(password, salt), RULE);
    }

    /** In constant time once computed. */
    boolean matches(SecretBytes password, PasswordHash stored) {
        if (!stored.rule().equals(RULE)) {
            throw new IllegalStateException("a password was hashed by an unknown rule");
        }
        var computed = compute(password, stored.salt()).toArray();
        return MessageDigest.isEqual(computed, stored.hash().toArray());
    }

    /** Takes as long as {@link #matches}, for a name that is not there. */
    void pretend(SecretBytes password) {
        compute(password, DECOY_SALT);
    }

    /** UTF-8 of 12 to 128 characters, and hard to guess also by who knows the name. */
    PasswordStrength strength(SecretBytes password, String administratorName) {
        var bytes = password.expose();
        try {
            var text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            int length = Character.codePointCount(text, 0, text.length());
            if (length == 0 || length > LONGEST) {
                return new PasswordStrength(0, false);
            }
            int score =
                    zxcvbn.measure(text, List.of(administratorName, "mayfly")).getScore();
            return new PasswordStrength(score, score >= LOWEST_SCORE && length >= SHORTEST);
        } catch (CharacterCodingException notText) {
            return new PasswordStrength(0, false);
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    private Bytes salt() {
        var salt = new byte[16];
        random.nextBytes(salt);
        return Bytes.of(salt);
    }

    private Bytes compute(SecretBytes password, Bytes salt) {
        acquire();
        var exposed = password.expose();
        try {
            var generator = new Argon2BytesGenerator();
            generator.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                    .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                    .withMemoryAsKB(65_536)
                    .withIterations(3)
                    .withParallelism(1)
                    .withSalt(salt.toArray())
                    .build());
            var hash = new byte[32];
            generator.generateBytes(exposed, hash);
            return Bytes.of(hash);
        } finally {
            Arrays.fill(exposed, (byte) 0);
            permits.release();
        }
    }

    private void acquire() {
        try {
            if (permits.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw Reason.BUSY.refusedUntil(PATIENCE);
    }
}
