package org.mayfly.messaging.mailbox;

import org.junit.jupiter.api.Test;
import org.mayfly.messaging.config.Limits;
import org.mayfly.messaging.config.Setting;
import org.mayfly.messaging.refusal.Reason;
import org.mayfly.messaging.testing.TestDevice;

import java.time.Duration;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/** Nothing outlives its expiry, and no expiry is beyond the policy. */
interface ExpiryContract extends MailboxBench {

    @Test
    default void an_expiry_that_is_not_ahead_or_over_the_policys_maximum_is_refused() {
        var sender = device();
        var recipient = device();
        var tooFar = now().plus(Duration.ofDays(30)).plus(Duration.ofMinutes(5)).plusMillis(1);
        for (var discardAt : List.of(now(), now().minusMillis(1), tooFar)) {
            MailboxBench.assertDenied(
                    Reason.EXPIRED, append(sender, sender.submit(TestDevice.message(), discardAt, recipient.address)));
        }
        assertThat(append(sender, sender.submit(TestDevice.message(), tooFar.minusMillis(1), recipient.address))
                        .get(0))
                .isInstanceOf(Outcome.Stored.class);
    }

    @Test
    default void nothing_is_read_at_its_expiry_and_it_is_purged() {
        var sender = device();
        var recipient = device();
        purge();
        long before = payloads();
        append(sender, sender.submit(TestDevice.message(), now().plusSeconds(10), recipient.address));
        append(sender, sender.submit(TestDevice.message(), inAnHour(), recipient.address));
        advance(Duration.ofSeconds(10).minusMillis(1));
        assertThat(messages(recipient)).hasSize(2);
        advance(Duration.ofMillis(1));
        assertThat(messages(recipient)).hasSize(1);
        assertThat(payloads()).isEqualTo(before + 2);
        purge();
        assertThat(payloads()).isEqualTo(before + 1);
    }

    @Test
    default void a_mailbox_that_was_full_when_the_server_went_off_has_room_when_it_is_back_days_later() {
        var limits = Limits.STANDARD.with(Setting.MAILBOX_ENTRIES, 1);
        var sender = device();
        var recipient = device();
        append(limits, sender, sender.submit(TestDevice.message(), inAnHour(), recipient.address));
        advance(Duration.ofDays(3));
        commits(limits).prepare(ExpiryDay.of(now()));
        purge();
        assertThat(append(limits, sender, sender.submit(TestDevice.message(), inAnHour(), recipient.address))
                        .get(0))
                .isInstanceOf(Outcome.Stored.class);
    }

    @Test
    default void after_forty_days_nothing_is_left_and_the_mailbox_works() {
        var sender = device();
        var recipient = device();
        append(sender, sender.submit(TestDevice.message(), now().plus(Duration.ofDays(29)), recipient.address));
        advance(Duration.ofDays(40));
        purge();
        assertThat(payloads()).isZero();
        append(sender, sender.submit(TestDevice.message(), inAnHour(), recipient.address));
        assertThat(messages(recipient)).hasSize(1);
    }
}
