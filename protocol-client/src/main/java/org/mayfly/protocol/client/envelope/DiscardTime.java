package org.mayfly.protocol.client.envelope;

import org.mayfly.protocol.client.Lifetime;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** When the server may drop an envelope: the expiry, coarse and never later. */
public final class DiscardTime {

    private static final long HOUR = 3_600;
    private static final long DAY = 24 * HOUR;

    private DiscardTime() {}

    public static Instant of(Instant sentAt, Lifetime lifetime) {
        var seconds = lifetime.expiresAfterSeconds();
        var unit = seconds < HOUR ? ChronoUnit.SECONDS : seconds < DAY ? ChronoUnit.MINUTES : ChronoUnit.HOURS;
        return lifetime.expiry(sentAt).truncatedTo(unit);
    }
}
