package org.mayfly.messaging.mailbox;

import org.mayfly.messaging.config.Limits;
import org.mayfly.messaging.mailbox.MailboxStore.Address;
import org.mayfly.messaging.mailbox.Mailboxes.Place;
import org.mayfly.messaging.mailbox.Mailboxes.Stored;
import org.mayfly.messaging.refusal.Reason;
import org.mayfly.messaging.testing.TestDevice;
import org.mayfly.protocol.crypto.CryptoProvider;
import org.mayfly.protocol.crypto.Sha512;
import org.mayfly.protocol.value.Bytes;
import org.mayfly.protocol.value.DeviceId;
import org.mayfly.protocol.value.MessageId;
import org.mayfly.protocol.wire.Submit;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/** A store of mailboxes with commits over it, and what the contracts do to it. */
interface MailboxBench {

    Sha512 HASH = new Sha512(CryptoProvider.preferred());

    /** The commits over the store in question, with these limits. */
    MailboxCommits commits(Limits limits);

    List<Stored> read(DeviceId device, Place after, int limit);

    /** A device of an active user of the one network. */
    TestDevice device();

    TestDevice deviceOfAnotherNetwork();

    void suspend(TestDevice device);

    /** The device's user gets another version of the device list. */
    void newerList(TestDevice device);

    void advance(Duration by);

    Instant now();

    /** Payloads in the store. */
    long payloads();

    default Instant inAnHour() {
        return now().plus(Duration.ofHours(1));
    }

    default List<Outcome> append(TestDevice sender, Submit... submissions) {
        return append(Limits.STANDARD, sender, submissions);
    }

    default List<Outcome> append(Limits limits, TestDevice sender, Submit... submissions) {
        var commits = commits(limits);
        commits.prepare(ExpiryDay.of(now()));
        var arrivals = Stream.of(submissions)
                .map(submit -> Arrival.parse(sender.actor(), submit, limits, HASH))
                .toList();
        return commits.commit(arrivals, List.of(), 0).outcomes();
    }

    default void acknowledgeAll(TestDevice device) {
        var places = read(device.address.device(), Place.START, 100).stream()
                .map(stored -> new Address(device.address.device(), stored.place()))
                .toList();
        commits(Limits.STANDARD).commit(List.of(), places, 0);
    }

    default void purge() {
        var commits = commits(Limits.STANDARD);
        while (commits.purgeSome(now()).isPresent()) {
            // There is more.
        }
        commits.dropDaysBefore(ExpiryDay.of(now()));
    }

    default List<MessageId> messages(TestDevice device) {
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

    static void assertDenied(Reason reason, List<Outcome> outcomes) {
        assertThat(outcomes.get(0))
                .isInstanceOfSatisfying(
                        Outcome.Denied.class,
                        denied -> assertThat(denied.refusal().refusal().code()).isEqualTo(reason.code()));
    }
}
