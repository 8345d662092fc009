package org.mayfly.messaging.limits;

import org.mayfly.messaging.refusal.Reason;
import org.mayfly.protocol.value.Bytes;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Counts in memory until the window ends, then from nothing again. Memory is bounded: where there are too many who are
 * counted, those who asked least are forgotten and begin anew. Nobody shares a count with others. Thread-safe.
 */
final class FixedWindow {

    private static final int MOST = 100_000;
    private static final int LEFT_AFTER_FORGETTING = MOST / 10 * 9;

    private final Map<Bytes, Long> used = new ConcurrentHashMap<>();
    private final Duration length;
    private Instant ends = Instant.EPOCH;

    FixedWindow(Duration length) {
        this.length = length;
    }

    /** @throws org.mayfly.messaging.refusal.RefusedException rate-limited until the window ends */
    void count(Bytes who, long most, Instant now) {
        var end = end(now);
        if (used.size() >= MOST && !used.containsKey(who)) {
            forgetSome();
        }
        if (used.merge(who, 1L, (before, one) -> Math.min(before + one, most + 1)) > most) {
            throw Reason.RATE_LIMITED.refusedUntil(Duration.between(now, end));
        }
    }

    /** Whoever asked often stays counted, unless nine of ten did. */
    private synchronized void forgetSome() {
        for (long least = 1; used.size() > LEFT_AFTER_FORGETTING; least *= 2) {
            long few = least;
            used.values().removeIf(count -> count <= few);
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
