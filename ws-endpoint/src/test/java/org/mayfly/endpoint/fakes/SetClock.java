package org.mayfly.endpoint.fakes;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A clock that stands until it is moved: by time that passes, or because somebody sets it. */
public final class SetClock extends Clock {

    private Instant now = Instant.ofEpochMilli(1_800_000_000_000L);
    private Duration elapsed = Duration.ZERO;

    public void advance(Duration by) {
        set(by);
        elapsed = elapsed.plus(by);
    }

    /** No time passes. */
    public void set(Duration by) {
        now = now.plus(by);
    }

    /** See {@link org.mayfly.messaging.time.ElapsedTime}. */
    public Duration elapsed() {
        return elapsed;
    }

    @Override
    public Instant instant() {
        return now;
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}
