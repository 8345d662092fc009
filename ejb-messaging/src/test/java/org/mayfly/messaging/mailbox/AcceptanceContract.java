package org.mayfly.messaging.mailbox;

import org.junit.jupiter.api.Test;
import org.mayfly.messaging.config.Limits;
import org.mayfly.messaging.config.Setting;
import org.mayfly.messaging.refusal.Reason;
import org.mayfly.messaging.refusal.Refusal;
import org.mayfly.messaging.testing.TestDevice;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/** What a submission is refused for, and what it is taken for when it comes again. */
interface AcceptanceContract extends MailboxBench {

    @Test
    default void the_same_submission_again_gets_the_same_receipt_and_is_stored_once() {
        var sender = device();
        var recipient = device();
        var submit = sender.submit(TestDevice.message(), inAnHour(), recipient.address);
        var first = append(sender, submit).get(0);
        advance(Duration.ofSeconds(5));
        assertThat(append(sender, submit, submit)).containsExactly(first, first);
        assertThat(messages(recipient)).hasSize(1);
    }

    @Test
    default void twice_in_one_commit_is_once() {
        var sender = device();
        var recipient = device();
        var submit = sender.submit(TestDevice.message(), inAnHour(), recipient.address);
        var outcomes = append(sender, submit, submit);
        assertThat(outcomes.get(0)).isInstanceOf(Outcome.Stored.class).isEqualTo(outcomes.get(1));
        assertThat(messages(recipient)).hasSize(1);
    }

    @Test
    default void the_same_message_id_with_other_bytes_is_refused() {
        var sender = device();
        var recipient = device();
        var message = TestDevice.message();
        append(sender, sender.submit(message, inAnHour(), recipient.address));
        MailboxBench.assertDenied(
                Reason.CONFLICTING_DUPLICATE, append(sender, sender.submit(message, inAnHour(), recipient.address)));
        assertThat(messages(recipient)).containsExactly(message);
    }

    @Test
    default void a_repetition_is_known_even_where_the_clock_went_on_and_the_first_was_cut_to_the_policys_maximum() {
        var sender = device();
        var recipient = device();
        var midnight = now().plus(Duration.ofDays(31)).truncatedTo(ChronoUnit.DAYS);
        advance(Duration.between(now(), midnight.minus(Duration.ofDays(30)).minus(Duration.ofMinutes(2))));
        var submit = sender.submit(TestDevice.message(), midnight.plus(Duration.ofMinutes(1)), recipient.address);
        var first = append(sender, submit).get(0);
        advance(Duration.ofMinutes(3));
        assertThat(append(sender, submit)).containsExactly(first);
        assertThat(messages(recipient)).hasSize(1);
    }

    @Test
    default void a_repetition_gets_its_receipt_where_the_mailbox_is_full_by_it() {
        var limits = Limits.STANDARD.with(Setting.MAILBOX_ENTRIES, 1);
        var sender = device();
        var recipient = device();
        var submit = sender.submit(TestDevice.message(), inAnHour(), recipient.address);
        var first = append(limits, sender, submit).get(0);
        assertThat(append(limits, sender, submit)).containsExactly(first);
    }

    @Test
    default void the_latest_expiry_that_can_be_said_is_refused_alone() {
        var sender = device();
        var recipient = device();
        var message = TestDevice.message();
        var outcomes = append(
                sender,
                sender.submit(TestDevice.message(), Instant.parse("9999-12-31T23:59:59.999Z"), recipient.address),
                sender.submit(message, inAnHour(), recipient.address));
        MailboxBench.assertDenied(Reason.EXPIRED, List.of(outcomes.get(0)));
        assertThat(messages(recipient)).containsExactly(message);
    }

    @Test
    default void another_device_may_use_the_same_message_id() {
        var recipient = device();
        var message = TestDevice.message();
        for (var sender : List.of(device(), device())) {
            assertThat(append(sender, sender.submit(message, inAnHour(), recipient.address))
                            .get(0))
                    .isInstanceOf(Outcome.Stored.class);
        }
    }

    @Test
    default void a_recipient_outside_the_network_unknown_or_suspended_is_refused_and_named() {
        var sender = device();
        var good = device();
        var stranger = new TestDevice(sender.network, sender.address.user());
        var foreigner = deviceOfAnotherNetwork();
        var suspended = device();
        suspend(suspended);
        for (var wrong : List.of(stranger, foreigner, suspended)) {
            var outcome = append(sender, sender.submit(TestDevice.message(), inAnHour(), good.address, wrong.address));
            assertThat(outcome.get(0))
                    .isInstanceOfSatisfying(
                            Outcome.Denied.class,
                            denied -> assertThat(denied.refusal().refusal())
                                    .isEqualTo(new Refusal.Recipients(
                                            Reason.NOT_RECIPIENT, List.of(wrong.address.device()))));
        }
        assertThat(messages(good)).isEmpty();
    }

    @Test
    default void a_device_of_another_user_than_named_is_refused() {
        var sender = device();
        var recipient = device();
        var mixed = new org.mayfly.protocol.value.DeviceAddress(sender.address.user(), recipient.address.device());
        MailboxBench.assertDenied(
                Reason.NOT_RECIPIENT, append(sender, sender.submit(TestDevice.message(), inAnHour(), mixed)));
    }

    @Test
    default void a_suspended_sender_is_refused() {
        var sender = device();
        var recipient = device();
        suspend(sender);
        MailboxBench.assertDenied(
                Reason.SUSPENDED, append(sender, sender.submit(TestDevice.message(), inAnHour(), recipient.address)));
    }

    @Test
    default void a_mailbox_at_its_limit_is_refused_and_named_and_has_room_after_an_acknowledgement() {
        var limits = Limits.STANDARD.with(Setting.MAILBOX_ENTRIES, 2);
        var sender = device();
        var recipient = device();
        var outcomes = append(
                limits,
                sender,
                sender.submit(TestDevice.message(), inAnHour(), recipient.address),
                sender.submit(TestDevice.message(), inAnHour(), recipient.address),
                sender.submit(TestDevice.message(), inAnHour(), recipient.address));
        assertThat(outcomes.get(1)).isInstanceOf(Outcome.Stored.class);
        MailboxBench.assertDenied(Reason.MAILBOX_FULL, List.of(outcomes.get(2)));
        MailboxBench.assertDenied(
                Reason.MAILBOX_FULL,
                append(limits, sender, sender.submit(TestDevice.message(), inAnHour(), recipient.address)));
        acknowledgeAll(recipient);
        assertThat(append(limits, sender, sender.submit(TestDevice.message(), inAnHour(), recipient.address))
                        .get(0))
                .isInstanceOf(Outcome.Stored.class);
    }

    @Test
    default void a_refused_submission_does_not_stop_the_others_of_its_commit() {
        var sender = device();
        var recipient = device();
        var message = TestDevice.message();
        var outcomes = append(
                sender,
                sender.submit(TestDevice.message(), now(), recipient.address),
                sender.submit(message, inAnHour(), recipient.address));
        MailboxBench.assertDenied(Reason.EXPIRED, List.of(outcomes.get(0)));
        assertThat(messages(recipient)).containsExactly(message);
    }
}
