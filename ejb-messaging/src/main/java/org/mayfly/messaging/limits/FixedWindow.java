package org.mayfly.messaging.limits;

import org.mayfly.messaging.refusal.Reason;
import org.mayfly.protocol.value.Bytes;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Counts in memory until the window ends, then from nothing again. Thread-safe. */
final class FixedWindow {

    /** Beyond this many sources in one window new ones share one count, so that memory is bounded. */
    private static final int MOST_SOURCES = 100_000;

    private static final Bytes OVERFLOW = Bytes.empty();

    private final Map<Bytes, Integer> used = new ConcurrentHashMap<>();
    private final Duration length;
    private Instant ends = Instant.EPOCH;

    FixedWindow(Duration length) {
        this.length = length;
    }

    /** @throws org.mayfly.messaging.refusal.RefusedException rate-limited until the window ends */
    void count(Bytes source, long most, Instant now) {
        var end = end(now);
        var counted = used.containsKey(source) || used.size() < MOST_SOURCES ? source : OVERFLOW;
        if (used.merge(counted, 1, Integer::sum) > most) {
            throw Reason.RATE_LIMITED.refusedUntil(Duration.between(now, end));
        }
    }

    /** A clock that was set back begins a window too: nobody is locked out by it. */
    private synchronized Instant end(Instant now) {
        if (!now.isBefore(ends) || ends.isAfter(now.plus(length))) {
            used.clear();
            ends = now.plus(length);
        }
        return ends;
    }
}
