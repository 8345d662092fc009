package org.mayfly.messaging.limits;

import org.junit.jupiter.api.Test;
import org.mayfly.messaging.config.Limits;
import org.mayfly.messaging.config.Setting;
import org.mayfly.messaging.limits.SourceLimits.Limit;
import org.mayfly.messaging.refusal.Reason;
import org.mayfly.messaging.refusal.Refusal;
import org.mayfly.messaging.refusal.RefusedException;
import org.mayfly.messaging.testing.MovableClock;
import org.mayfly.protocol.value.Bytes;

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
    void whoever_has_an_ipv6_network_has_one_count() {
        limits.count(Limit.LOG_IN, "2001:db8:1:2::1");
        limits.count(Limit.LOG_IN, "2001:db8:1:2:ffff:1:2:3");
        limits.count(Limit.LOG_IN, "2001:0db8:0001:0002:0:0:0:4%eth0");
        assertRefused(Reason.RATE_LIMITED, () -> limits.count(Limit.LOG_IN, "2001:db8:1:2::5"));
        limits.count(Limit.LOG_IN, "2001:db8:1:3::1");
        three("::ffff:192.0.2.1");
        assertRefused(Reason.RATE_LIMITED, () -> limits.count(Limit.LOG_IN, "192.0.2.1"));
    }

    @Test
    void one_source_can_not_use_up_what_all_have_for_an_account() {
        var ada = Bytes.of(new byte[] {1});
        for (int i = 0; i < 7; i++) {
            limits.count(Limit.ACCOUNT, "192.0.2.1", ada);
        }
        assertRefused(Reason.RATE_LIMITED, () -> limits.count(Limit.ACCOUNT, "192.0.2.1", ada));
        limits.count(Limit.ACCOUNT, "192.0.2.1", Bytes.of(new byte[] {2}));
        limits.count(Limit.ACCOUNT, "192.0.2.2", ada);
        clock.advance(Duration.ofHours(1).minusMillis(1));
        assertRefused(Reason.RATE_LIMITED, () -> limits.count(Limit.ACCOUNT, "192.0.2.1", ada));
        clock.advance(Duration.ofMillis(1));
        limits.count(Limit.ACCOUNT, "192.0.2.1", ada);
    }

    @Test
    void and_not_by_coming_again_every_hour() {
        var ada = Bytes.of(new byte[] {1});
        for (int i = 0; i < 35; i++) {
            limits.count(Limit.ACCOUNT_DAILY, "192.0.2.1", ada);
            clock.advance(Duration.ofMinutes(40));
        }
        assertRefused(Reason.RATE_LIMITED, () -> limits.count(Limit.ACCOUNT_DAILY, "192.0.2.1", ada));
        clock.advance(Duration.ofHours(1));
        limits.count(Limit.ACCOUNT_DAILY, "192.0.2.1", ada);
    }

    @Test
    void whoever_invents_names_by_the_hundred_thousand_keeps_nobody_else_out() {
        var ada = Bytes.of(new byte[] {1});
        for (int i = 0; i < 8; i++) {
            limits.count(Limit.ACCOUNT_DAILY, "198.51.100.9", ada);
        }
        for (int i = 0; i < 100_001; i++) {
            var invented = Bytes.of(new byte[] {(byte) 2, (byte) (i >> 16), (byte) (i >> 8), (byte) i});
            limits.count(Limit.ACCOUNT_DAILY, "198.51.100.1", invented);
        }
        for (int i = 0; i < 36; i++) {
            limits.count(Limit.ACCOUNT_DAILY, "192.0.2." + i, ada);
            limits.count(Limit.ACCOUNT, "192.0.2." + i, ada);
        }
        for (int i = 8; i < 35; i++) {
            limits.count(Limit.ACCOUNT_DAILY, "198.51.100.9", ada);
        }
        assertRefused(Reason.RATE_LIMITED, () -> limits.count(Limit.ACCOUNT_DAILY, "198.51.100.9", ada));
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
