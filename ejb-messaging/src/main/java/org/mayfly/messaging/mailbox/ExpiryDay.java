package org.mayfly.messaging.mailbox;

import java.time.Instant;

/** Days since 1970, UTC: names the partition an envelope lies in. */
final class ExpiryDay {

    private static final long MILLISECONDS = 86_400_000L;

    private ExpiryDay() {}

    static int of(Instant discardAt) {
        return Math.toIntExact(Math.floorDiv(discardAt.toEpochMilli(), MILLISECONDS));
    }
}
