package org.mayfly.messaging.mailbox;

import org.junit.jupiter.api.Test;
import org.mayfly.messaging.config.Limits;
import org.mayfly.messaging.config.Setting;
import org.mayfly.messaging.mailbox.MailboxStore.Address;
import org.mayfly.messaging.mailbox.Mailboxes.Place;
import org.mayfly.messaging.mailbox.Mailboxes.Stored;
import org.mayfly.messaging.refusal.Reason;
import org.mayfly.messaging.refusal.Refusal;
import org.mayfly.messaging.testing.TestDevice;
import org.mayfly.protocol.crypto.CryptoProvider;
import org.mayfly.protocol.crypto.Sha512;
import org.mayfly.protocol.envelope.Submission;
import org.mayfly.protocol.merkle.MerkleProof;
import org.mayfly.protocol.value.Bytes;
import org.mayfly.protocol.value.DeviceId;
import org.mayfly.protocol.value.MessageId;
import org.mayfly.protocol.value.UserId;
import org.mayfly.protocol.wire.Submit;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/** What any store of mailboxes does, seen through the commits over it. */
abstract class MailboxContract {

    private static final Sha512 HASH = new Sha512(CryptoProvider.preferred());

    /** The commits over the store in question, with these limits. */
    abstract MailboxCommits commits(Limits limits);

    abstract List<Stored> read(DeviceId device, Place after, int limit);

    /** A device of an active user of the one network. */
    abstract TestDevice device();

    abstract TestDevice deviceOfAnotherNetwork();

    abstract void suspend(TestDevice device);

    /** The device's user gets another version of the device list. */
    abstract void newerList(TestDevice device);

    abstract void advance(Duration by);

    abstract Instant now();

    /** Payloads in the store. */
    abstract long payloads();

    @Test
    void what_is_accepted_is_read_by_each_recipient_with_its_own_wrap_and_path() throws Exception {
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
            assertThat(MerkleProof.parse(stored.path()).rootFrom(HASH, leaf))
                    .contains(submission.tree(HASH).root());
        }
    }

    @Test
    void a_mailbox_is_in_the_order_of_acceptance_within_and_across_commits() {
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
    void reading_goes_on_after_a_place() {
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
    void an_acknowledged_envelope_is_not_delivered_again() {
        var sender = device();
        var recipient = device();
        append(sender, sender.submit(TestDevice.message(), inAnHour(), recipient.address));
        acknowledgeAll(recipient);
        assertThat(messages(recipient)).isEmpty();
    }

    @Test
    void acknowledging_takes_nothing_from_another_mailbox() {
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
                                new Address(first.address.device(), new Place(99, 1))));
        assertThat(messages(first)).hasSize(1);
        assertThat(messages(second)).hasSize(1);
    }

    @Test
    void the_payload_is_stored_once_and_goes_with_its_last_recipient() {
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

    @Test
    void the_same_submission_again_gets_the_same_receipt_and_is_stored_once() {
        var sender = device();
        var recipient = device();
        var submit = sender.submit(TestDevice.message(), inAnHour(), recipient.address);
        var first = append(sender, submit).get(0);
        advance(Duration.ofSeconds(5));
        assertThat(append(sender, submit, submit)).containsExactly(first, first);
        assertThat(messages(recipient)).hasSize(1);
    }

    @Test
    void twice_in_one_commit_is_once() {
        var sender = device();
        var recipient = device();
        var submit = sender.submit(TestDevice.message(), inAnHour(), recipient.address);
        var outcomes = append(sender, submit, submit);
        assertThat(outcomes.get(0)).isInstanceOf(Outcome.Stored.class).isEqualTo(outcomes.get(1));
        assertThat(messages(recipient)).hasSize(1);
    }

    @Test
    void the_same_message_id_with_other_bytes_is_refused_even_with_another_expiry_day() {
        var sender = device();
        var recipient = device();
        var message = TestDevice.message();
        append(sender, sender.submit(message, inAnHour(), recipient.address));
        assertDenied(
                Reason.CONFLICTING_DUPLICATE, append(sender, sender.submit(message, inAnHour(), recipient.address)));
        assertDenied(
                Reason.CONFLICTING_DUPLICATE,
                append(sender, sender.submit(message, inAnHour().plus(Duration.ofDays(3)), recipient.address)));
    }

    @Test
    void another_device_may_use_the_same_message_id() {
        var recipient = device();
        var message = TestDevice.message();
        for (var sender : List.of(device(), device())) {
            assertThat(append(sender, sender.submit(message, inAnHour(), recipient.address))
                            .get(0))
                    .isInstanceOf(Outcome.Stored.class);
        }
    }

    @Test
    void a_recipient_outside_the_network_unknown_or_suspended_is_refused_and_named() {
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
    void a_device_of_another_user_than_named_is_refused() {
        var sender = device();
        var recipient = device();
        var mixed = new org.mayfly.protocol.value.DeviceAddress(sender.address.user(), recipient.address.device());
        assertDenied(Reason.NOT_RECIPIENT, append(sender, sender.submit(TestDevice.message(), inAnHour(), mixed)));
    }

    @Test
    void a_suspended_sender_is_refused() {
        var sender = device();
        var recipient = device();
        suspend(sender);
        assertDenied(
                Reason.SUSPENDED, append(sender, sender.submit(TestDevice.message(), inAnHour(), recipient.address)));
    }

    @Test
    void an_expiry_that_is_not_ahead_or_over_the_policys_maximum_is_refused() {
        var sender = device();
        var recipient = device();
        var tooFar = now().plus(Duration.ofDays(30)).plus(Duration.ofMinutes(5)).plusMillis(1);
        for (var discardAt : List.of(now(), now().minusMillis(1), tooFar)) {
            assertDenied(
                    Reason.EXPIRED, append(sender, sender.submit(TestDevice.message(), discardAt, recipient.address)));
        }
        assertThat(append(sender, sender.submit(TestDevice.message(), tooFar.minusMillis(1), recipient.address))
                        .get(0))
                .isInstanceOf(Outcome.Stored.class);
    }

    @Test
    void nothing_is_read_at_its_expiry_and_it_is_purged() {
        var sender = device();
        var recipient = device();
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
    void after_forty_days_nothing_is_left_and_the_mailbox_works() {
        var sender = device();
        var recipient = device();
        append(sender, sender.submit(TestDevice.message(), now().plus(Duration.ofDays(29)), recipient.address));
        advance(Duration.ofDays(40));
        purge();
        assertThat(payloads()).isZero();
        append(sender, sender.submit(TestDevice.message(), inAnHour(), recipient.address));
        assertThat(messages(recipient)).hasSize(1);
    }

    @Test
    void a_mailbox_at_its_limit_is_refused_and_named_and_has_room_after_an_acknowledgement() {
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
        assertDenied(Reason.MAILBOX_FULL, List.of(outcomes.get(2)));
        assertDenied(
                Reason.MAILBOX_FULL,
                append(limits, sender, sender.submit(TestDevice.message(), inAnHour(), recipient.address)));
        acknowledgeAll(recipient);
        assertThat(append(limits, sender, sender.submit(TestDevice.message(), inAnHour(), recipient.address))
                        .get(0))
                .isInstanceOf(Outcome.Stored.class);
    }

    @Test
    void a_refused_submission_does_not_stop_the_others_of_its_commit() {
        var sender = device();
        var recipient = device();
        var message = TestDevice.message();
        var outcomes = append(
                sender,
                sender.submit(TestDevice.message(), now(), recipient.address),
                sender.submit(message, inAnHour(), recipient.address));
        assertDenied(Reason.EXPIRED, List.of(outcomes.get(0)));
        assertThat(messages(recipient)).containsExactly(message);
    }

    @Test
    void an_envelope_sealed_for_an_older_device_list_is_refused_with_the_user_and_not_stored() {
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
    void the_senders_own_older_list_is_refused_too() {
        var sender = device();
        var recipient = device();
        newerList(sender);
        var submit = sender.submit(TestDevice.message(), inAnHour(), recipient.address);
        assertDenied(
                Reason.STALE_DEVICE_LIST, append(sender, TestDevice.seeing(submit, Map.of(sender.address.user(), 1L))));
    }

    @Test
    void a_list_the_server_has_not_got_or_of_a_user_outside_the_network_is_no_recipients() {
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
            assertDenied(Reason.NOT_RECIPIENT, append(sender, TestDevice.seeing(submit, list)));
        }
        assertThat(messages(recipient)).isEmpty();
    }

    @Test
    void a_repeated_submission_gets_its_receipt_though_a_list_is_newer_by_now() {
        var sender = device();
        var recipient = device();
        var submit = TestDevice.seeing(
                sender.submit(TestDevice.message(), inAnHour(), recipient.address),
                Map.of(recipient.address.user(), 1L));
        var first = append(sender, submit);
        newerList(recipient);
        assertThat(append(sender, submit)).isEqualTo(first);
    }

    final Instant inAnHour() {
        return now().plus(Duration.ofHours(1));
    }

    final List<Outcome> append(TestDevice sender, Submit... submissions) {
        return append(Limits.STANDARD, sender, submissions);
    }

    private List<Outcome> append(Limits limits, TestDevice sender, Submit... submissions) {
        var commits = commits(limits);
        commits.prepare(ExpiryDay.of(now()));
        var arrivals = Stream.of(submissions)
                .map(submit -> Arrival.parse(sender.actor(), submit, limits, HASH))
                .toList();
        return commits.commit(arrivals, List.of()).outcomes();
    }

    private void acknowledgeAll(TestDevice device) {
        var places = read(device.address.device(), Place.START, 100).stream()
                .map(stored -> new Address(device.address.device(), stored.place()))
                .toList();
        commits(Limits.STANDARD).commit(List.of(), places);
    }

    private void purge() {
        var commits = commits(Limits.STANDARD);
        while (commits.purgeSome(now()).isPresent()) {
            // There is more.
        }
    }

    final List<MessageId> messages(TestDevice device) {
        return read(device.address.device(), Place.START, 100).stream()
                .map(stored -> message(stored.header()))
                .toList();
    }

    private static MessageId message(Bytes header) {
        try {
            return org.mayfly.protocol.envelope.EnvelopeHeader.parse(header).message();
        } catch (org.mayfly.protocol.codec.MalformedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void assertDenied(Reason reason, List<Outcome> outcomes) {
        assertThat(outcomes.get(0))
                .isInstanceOfSatisfying(
                        Outcome.Denied.class,
                        denied -> assertThat(denied.refusal().refusal().code()).isEqualTo(reason.code()));
    }
}
