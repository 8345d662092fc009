package org.mayfly.messaging.mailbox;

import org.junit.jupiter.api.Test;
import org.mayfly.messaging.refusal.Reason;
import org.mayfly.messaging.refusal.Refusal;
import org.mayfly.messaging.testing.TestDevice;
import org.mayfly.protocol.value.UserId;

import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

/** An envelope is sealed for the newest device lists, or refused. */
interface DeviceListContract extends MailboxBench {

    @Test
    default void an_envelope_sealed_for_an_older_device_list_is_refused_with_the_user_and_not_stored() {
        var sender = device();
        var recipient = device();
        newerList(recipient);
        var message = TestDevice.message();
        var submit = sender.submit(message, inAnHour(), recipient.address);
        var outcome = append(
                sender, TestDevice.seeing(submit, Map.of(sender.address.user(), 1L, recipient.address.user(), 1L)));
        assertThat(outcome.get(0))
                .isInstanceOfSatisfying(
                        Outcome.Denied.class,
                        denied -> assertThat(denied.refusal().refusal())
                                .isEqualTo(new Refusal.Members(
                                        Reason.STALE_DEVICE_LIST, List.of(recipient.address.user()))));
        assertThat(messages(recipient)).isEmpty();
        var anew = sender.submit(message, inAnHour(), recipient.address);
        append(sender, TestDevice.seeing(anew, Map.of(sender.address.user(), 1L, recipient.address.user(), 2L)));
        assertThat(messages(recipient)).containsExactly(message);
    }

    @Test
    default void the_senders_own_older_list_is_refused_too() {
        var sender = device();
        var recipient = device();
        newerList(sender);
        var submit = sender.submit(TestDevice.message(), inAnHour(), recipient.address);
        MailboxBench.assertDenied(
                Reason.STALE_DEVICE_LIST, append(sender, TestDevice.seeing(submit, Map.of(sender.address.user(), 1L))));
    }

    @Test
    default void a_list_the_server_has_not_got_or_of_a_user_outside_the_network_is_no_recipients() {
        var sender = device();
        var recipient = device();
        var submit = sender.submit(TestDevice.message(), inAnHour(), recipient.address);
        var unknown = new UserId(TestDevice.random(16));
        var foreigner = deviceOfAnotherNetwork().address.user();
        for (var list : List.of(
                Map.of(recipient.address.user(), 2L),
                Map.of(unknown, 1L),
                Map.of(foreigner, 1L),
                Map.of(foreigner, 9L))) {
            MailboxBench.assertDenied(Reason.NOT_RECIPIENT, append(sender, TestDevice.seeing(submit, list)));
        }
        assertThat(messages(recipient)).isEmpty();
    }

    @Test
    default void a_repeated_submission_gets_its_receipt_though_a_list_is_newer_by_now() {
        var sender = device();
        var recipient = device();
        var submit = TestDevice.seeing(
                sender.submit(TestDevice.message(), inAnHour(), recipient.address),
                Map.of(recipient.address.user(), 1L));
        var first = append(sender, submit);
        newerList(recipient);
        assertThat(append(sender, submit)).isEqualTo(first);
    }
}
