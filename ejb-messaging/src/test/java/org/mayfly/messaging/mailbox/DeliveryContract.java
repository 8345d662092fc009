package org.mayfly.messaging.mailbox;

import org.junit.jupiter.api.Test;
import org.mayfly.messaging.config.Limits;
import org.mayfly.messaging.mailbox.MailboxStore.Address;
import org.mayfly.messaging.mailbox.Mailboxes.Place;
import org.mayfly.messaging.testing.TestDevice;
import org.mayfly.protocol.envelope.Submission;

import java.util.List;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/** What is accepted is delivered: to each recipient its own, in order, until it is acknowledged. */
interface DeliveryContract extends MailboxBench {

    @Test
    default void what_is_accepted_is_read_by_each_recipient_with_its_own_wrap_and_path() throws Exception {
        var sender = device();
        var first = device();
        var second = device();
        var submit = sender.submit(TestDevice.message(), inAnHour(), first.address, second.address);
        append(sender, submit);
        var submission = Submission.parse(submit);
        for (var recipient : submission.recipients()) {
            var stored = read(recipient.address().device(), Place.START, 10).get(0);
            assertThat(stored.header()).isEqualTo(submission.encodedHeader());
            assertThat(stored.ciphertext()).isEqualTo(submission.ciphertext());
            assertThat(stored.signature()).isEqualTo(submission.signature());
            assertThat(stored.wrap()).isEqualTo(recipient.wrap());
            var leaf = Submission.leaf(HASH, recipient.address().device(), stored.wrap());
            assertThat(stored.proof().rootFrom(HASH, leaf))
                    .contains(submission.tree(HASH).root());
        }
    }

    @Test
    default void a_mailbox_is_in_the_order_of_acceptance_within_and_across_commits() {
        var sender = device();
        var recipient = device();
        var sent = Stream.generate(TestDevice::message).limit(6).toList();
        var submissions = sent.stream()
                .map(message -> sender.submit(message, inAnHour(), recipient.address))
                .toList();
        append(sender, submissions.get(0), submissions.get(1), submissions.get(2));
        append(sender, submissions.get(3), submissions.get(4), submissions.get(5));
        assertThat(messages(recipient)).containsExactlyElementsOf(sent);
    }

    @Test
    default void reading_goes_on_after_a_place() {
        var sender = device();
        var recipient = device();
        for (int i = 0; i < 3; i++) {
            append(sender, sender.submit(TestDevice.message(), inAnHour(), recipient.address));
        }
        var page = read(recipient.address.device(), Place.START, 2);
        assertThat(page).hasSize(2);
        assertThat(read(recipient.address.device(), page.get(1).place(), 2)).hasSize(1);
    }

    @Test
    default void an_acknowledged_envelope_is_not_delivered_again() {
        var sender = device();
        var recipient = device();
        append(sender, sender.submit(TestDevice.message(), inAnHour(), recipient.address));
        acknowledgeAll(recipient);
        assertThat(messages(recipient)).isEmpty();
    }

    @Test
    default void acknowledging_takes_nothing_from_another_mailbox() {
        var sender = device();
        var first = device();
        var second = device();
        append(sender, sender.submit(TestDevice.message(), inAnHour(), first.address, second.address));
        var place = read(first.address.device(), Place.START, 1).get(0).place();
        commits(Limits.STANDARD)
                .commit(
                        List.of(),
                        List.of(
                                new Address(sender.address.device(), place),
                                new Address(first.address.device(), new Place(99, 1))),
                        0);
        assertThat(messages(first)).hasSize(1);
        assertThat(messages(second)).hasSize(1);
    }

    @Test
    default void the_payload_is_stored_once_and_goes_with_its_last_recipient() {
        var sender = device();
        var first = device();
        var second = device();
        long before = payloads();
        append(sender, sender.submit(TestDevice.message(), inAnHour(), first.address, second.address));
        assertThat(payloads()).isEqualTo(before + 1);
        acknowledgeAll(first);
        assertThat(payloads()).isEqualTo(before + 1);
        acknowledgeAll(second);
        assertThat(payloads()).isEqualTo(before);
    }
}
