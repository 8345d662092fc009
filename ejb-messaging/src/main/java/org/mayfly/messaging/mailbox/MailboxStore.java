package org.mayfly.messaging.mailbox;

import org.mayfly.messaging.mailbox.Mailboxes.Place;
import org.mayfly.messaging.mailbox.Mailboxes.Stored;
import org.mayfly.protocol.value.Bytes;
import org.mayfly.protocol.value.DeviceAddress;
import org.mayfly.protocol.value.DeviceId;
import org.mayfly.protocol.value.MessageId;
import org.mayfly.protocol.value.NetworkId;
import org.mayfly.protocol.value.UserId;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Where envelopes wait. Each call is for a whole batch; the calls for one batch are one transaction. */
interface MailboxStore {

    /** What waits in a mailbox, or what a commit adds to it or takes from it. */
    record Fill(int entries, long bytes) {
        static final Fill NONE = new Fill(0, 0);

        Fill plus(Fill other) {
            return new Fill(entries + other.entries, bytes + other.bytes);
        }

        /** To count what was taken away. */
        static Map<DeviceId, Fill> negated(Map<DeviceId, Fill> fills) {
            var negated = new HashMap<DeviceId, Fill>();
            fills.forEach((device, fill) -> negated.put(device, new Fill(-fill.entries, -fill.bytes)));
            return negated;
        }
    }

    /** What is known of a device that sends or shall receive. */
    record Party(DeviceAddress address, NetworkId network, boolean suspended, Duration longestLife, Fill mailbox) {}

    /**
     * A submission, by what makes it one.
     *
     * @param expiryDay of the expiry that its sender set: a repetition has the same
     */
    record Submitted(int expiryDay, DeviceId sender, MessageId message) {}

    /** An earlier submission that still waits. */
    record Known(Bytes digest, Instant acceptedAt) {}

    /** An entry of a mailbox. */
    record Address(DeviceId device, Place place) {}

    /** The newest device list of a user. */
    record Head(NetworkId network, long version) {}

    /**
     * Waits until no other transaction changes mailboxes, and keeps them out until the commit: whoever changes one comes
     * here first.
     *
     * @param entries as many as may be added, at most
     * @return the number after which these are: that of the newest entry of any mailbox
     */
    long takeTurn(int entries);

    /** Of those users that have a list. */
    Map<UserId, Head> heads(Collection<UserId> users);

    Map<DeviceId, Party> parties(Collection<DeviceId> devices);

    Map<Submitted, Known> known(Collection<Submitted> submissions);

    /** All that waits for a device. The turn is taken. */
    List<Address> all(DeviceId device);

    /** Adds envelopes whose entries have their numbers; none was known. The turn is taken. */
    void add(List<Placed> envelopes, Instant acceptedAt);

    /**
     * Takes entries away, and payloads with their last entry. Unknown ones are ignored. The turn is taken.
     *
     * @return what left each mailbox; not counted yet
     */
    Map<DeviceId, Fill> remove(Collection<Address> entries);

    /** Counts what was added to mailboxes or, negated, taken from them. The turn is taken. */
    void count(Map<DeviceId, Fill> changes);

    /** Oldest first, without what has expired. */
    List<Stored> read(DeviceId device, Place after, int limit, Instant now);

    /**
     * Takes away what has expired, at most so many entries.
     *
     * @return how many; empty if another server is at it
     */
    Optional<Integer> purge(Instant now, int limit);

    /** Makes room for the expiry days from here on. */
    void prepare(int firstDay, int lastDay);

    /** Gives back the room of earlier expiry days; nothing waits there any more. */
    void dropDaysBefore(int firstKept);
}
