package org.mayfly.messaging.limits;

import org.junit.jupiter.api.Test;
import org.mayfly.messaging.config.Limits;
import org.mayfly.messaging.config.Setting;
import org.mayfly.messaging.limits.SourceLimits.Limit;
import org.mayfly.messaging.refusal.Reason;
import org.mayfly.messaging.refusal.Refusal;
import org.mayfly.messaging.refusal.RefusedException;
import org.mayfly.messaging.testing.MovableClock;

import java.security.SecureRandom;
import java.time.Duration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mayfly.messaging.testing.Refusals.assertRefused;

/** Limits per source address. */
class SourceLimitsTest {

    private final MovableClock clock = new MovableClock();
    private final SourceLimits limits =
            new SourceLimitsBean(Limits.STANDARD.with(Setting.SOURCE_LOG_INS, 3), clock, new SecureRandom());

    @Test
    void so_many_pass_and_the_next_is_told_when_to_come_back() {
        three("192.0.2.1");
        clock.advance(Duration.ofSeconds(20));
        assertThatThrownBy(() -> limits.count(Limit.LOG_IN, "192.0.2.1"))
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        e -> assertThat(e.refusal())
                                .isEqualTo(new Refusal.Later(Reason.RATE_LIMITED, Duration.ofSeconds(40))));
    }

    @Test
    void the_next_window_starts_anew() {
        three("192.0.2.1");
        clock.advance(Duration.ofMinutes(1));
        three("192.0.2.1");
    }

    @Test
    void another_address_and_another_limit_are_counted_apart() {
        three("192.0.2.1");
        three("192.0.2.2");
        limits.count(Limit.CONNECTION, "192.0.2.1");
        assertRefused(Reason.RATE_LIMITED, () -> limits.count(Limit.LOG_IN, "192.0.2.2"));
    }

    @Test
    void a_clock_that_jumps_back_locks_nobody_out() {
        three("192.0.2.1");
        clock.advance(Duration.ofDays(-1));
        three("192.0.2.1");
    }

    private void three(String address) {
        for (int i = 0; i < 3; i++) {
            limits.count(Limit.LOG_IN, address);
        }
    }
}
