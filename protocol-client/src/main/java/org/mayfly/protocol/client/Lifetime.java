package org.mayfly.protocol.client;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How long a message lives, in seconds. Travels sealed with the message.
 *
 * @param expiresAfterSeconds from sending, 1 or more, below 2^32
 * @param burnAfterSeconds from display; 0 is no burn-on-read
 */
public record Lifetime(long expiresAfterSeconds, long burnAfterSeconds) {

    private static final long LIMIT = 1L << 32;

    public Lifetime {
        if (expiresAfterSeconds < 1 || expiresAfterSeconds >= LIMIT) {
            throw new IllegalArgumentException("a message lives at least 1 second and less than 2^32");
        }
        if (burnAfterSeconds < 0 || burnAfterSeconds >= LIMIT) {
            throw new IllegalArgumentException("burning starts 0 to 2^32 seconds after display");
        }
    }

    public Instant expiry(Instant sentAt) {
        return sentAt.plusSeconds(expiresAfterSeconds);
    }

    public Optional<Duration> burnAfter() {
        return burnAfterSeconds == 0 ? Optional.empty() : Optional.of(Duration.ofSeconds(burnAfterSeconds));
    }

    /** Whether it is as strict as another, or stricter, in both parts. */
    public boolean isWithin(Lifetime other) {
        return expiresAfterSeconds <= other.expiresAfterSeconds
                && (other.burnAfterSeconds == 0 || burnAfterSeconds != 0 && burnAfterSeconds <= other.burnAfterSeconds);
    }

    /** The stricter of this and a network's maximum. A maximum without burn-on-read leaves burning as it is. */
    public Lifetime cutTo(Lifetime maximum) {
        var burn =
                maximum.burnAfterSeconds == 0 ? burnAfterSeconds : Math.min(burnAfterSeconds, maximum.burnAfterSeconds);
        return new Lifetime(Math.min(expiresAfterSeconds, maximum.expiresAfterSeconds), burn);
    }
}
