package org.mayfly.messaging.recovery;

import org.mayfly.messaging.crypto.Hashes;
import org.mayfly.protocol.value.Bytes;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;

/** What a returning person signs: 32 random bytes, good once and for 10 minutes, on any server of the installation. */
@Dependent
class Challenges {

    private static final int BYTES = 32;
    private static final Duration LIFE = Duration.ofMinutes(10);

    private final JdbcRecovery stored;
    private final Clock clock;
    private final SecureRandom random;

    @Inject
    Challenges(JdbcRecovery stored, Clock clock, SecureRandom random) {
        this.stored = stored;
        this.clock = clock;
        this.random = random;
    }

    Bytes issue() {
        var challenge = new byte[BYTES];
        random.nextBytes(challenge);
        stored.addChallenge(Hashes.sha256(challenge), clock.instant().plus(LIFE));
        return Bytes.of(challenge);
    }

    /** Uses it up. */
    boolean take(Bytes challenge) {
        return stored.takeChallenge(Hashes.sha256(challenge.toArray()), clock.instant());
    }
}
