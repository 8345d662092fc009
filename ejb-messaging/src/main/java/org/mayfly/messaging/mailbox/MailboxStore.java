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
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Where envelopes wait. Each call is for a whole batch; the calls for one batch are one transaction. */
interface MailboxStore {

    /** What is known of a device that sends or shall receive. */
    record Party(DeviceAddress address, NetworkId network, boolean suspended, Duration longestLife) {}

    /** A submission, by what makes it one. */
    record Submitted(DeviceId sender, MessageId message) {}

    /** An earlier submission that still waits. */
    record Known(Bytes digest, Instant acceptedAt) {}

    /** What waits in a mailbox. */
    record Fill(int entries, long bytes) {}

    /** An entry of a mailbox. */
    record Address(DeviceId device, Place place) {}

    /** The newest device list of a user. */
    record Head(NetworkId network, long version) {}

    /** Of those users that have a list. */
    Map<UserId, Head> heads(Collection<UserId> users);

    Map<DeviceId, Party> parties(Collection<DeviceId> devices);

    Map<Submitted, Known> known(Collection<Submitted> submissions);

    /** Locks the mailboxes until the commit, in ascending order: whoever changes one comes here first. */
    Map<DeviceId, Fill> lock(Collection<DeviceId> devices);

    /** All that waits for a device. Its mailbox is locked. */
    List<Address> all(DeviceId device);

    /** Adds the envelopes in this order. Their mailboxes are locked; none was known. */
    void add(List<Placed> envelopes, Instant acceptedAt);

    /** Takes entries away, and payloads with their last entry. Unknown ones are ignored. Locks for itself. */
    void remove(Collection<Address> entries);

    /** Oldest first, without what has expired. */
    List<Stored> read(DeviceId device, Place after, int limit, Instant now);

    /**
     * Takes away what has expired, at most so many entries.
     *
     * @return how many; empty if another server is at it
     */
    Optional<Integer> purge(Instant now, int limit);

    /** Makes room for the expiry days from here on, and drops those that are over. */
    void prepare(int firstDay, int lastDay);
}
