package org.mayfly.messaging.mailbox;

import org.mayfly.messaging.config.Limits;
import org.mayfly.messaging.config.Setting;
import org.mayfly.messaging.refusal.Reason;
import org.mayfly.protocol.value.DeviceId;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/**
 * How many envelopes a device submits in a minute, counted in memory: a restart forgets a minute at most, and a count
 * in the database would cost more than the submission. Thread-safe.
 */
@ApplicationScoped
public class SubmissionRates {

    private static final Duration WINDOW = Duration.ofMinutes(1);

    private final Map<DeviceId, Integer> used = new ConcurrentHashMap<>();
    private final Limits limits;
    private final Clock clock;
    private Instant windowEnds = Instant.EPOCH;

    @Inject
    public SubmissionRates(Limits limits, Clock clock) {
        this.limits = limits;
        this.clock = clock;
    }

    /** For the container's proxy, which never uses what it extends. */
    @SuppressWarnings("NullAway")
    protected SubmissionRates() {
        this(null, null);
    }

    /** The limits in force. */
    public Limits limits() {
        return limits;
    }

    /** @throws org.mayfly.messaging.refusal.RefusedException rate-limited until the window ends */
    public void count(DeviceId device) {
        var now = clock.instant();
        var ends = window(now);
        if (used.merge(device, 1, Integer::sum) > limits.of(Setting.SUBMISSIONS)) {
            throw Reason.RATE_LIMITED.refusedUntil(Duration.between(now, ends));
        }
    }

    private synchronized Instant window(Instant now) {
        if (!now.isBefore(windowEnds) || windowEnds.isAfter(now.plus(WINDOW))) {
            used.clear();
            windowEnds = now.plus(WINDOW);
        }
        return windowEnds;
    }
}
