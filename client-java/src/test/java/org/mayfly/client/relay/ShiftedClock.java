package org.mayfly.client.relay;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** The machine's clock, moved ahead. */
public final class ShiftedClock extends Clock {

    private volatile long shift;

    public void forward(long seconds) {
        shift += 1000 * seconds;
    }

    @Override
    public long millis() {
        return System.currentTimeMillis() + shift;
    }

    @Override
    public Instant instant() {
        return Instant.ofEpochMilli(millis());
    }

    @Override
    public ZoneOffset getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}
