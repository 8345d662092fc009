package org.mayfly.admin.token;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/** How long tokens live, measured from now. Apart from the page, because a view can't hold the clock. */
@ApplicationScoped
public class TokenLives {

    private final Clock clock;

    @Inject
    public TokenLives(Clock clock) {
        this.clock = clock;
    }

    /** For the container's proxy. */
    @SuppressWarnings("NullAway")
    protected TokenLives() {
        this(null);
    }

    Instant endAfterDays(int days) {
        return clock.instant().plus(Duration.ofDays(days));
    }

    boolean ended(Instant expires) {
        return !clock.instant().isBefore(expires);
    }
}
