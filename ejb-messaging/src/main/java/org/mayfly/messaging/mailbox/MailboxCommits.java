package org.mayfly.messaging.mailbox;

import org.mayfly.messaging.mailbox.MailboxStore.Address;
import org.mayfly.messaging.mailbox.Mailboxes.Place;
import org.mayfly.messaging.mailbox.Mailboxes.Stored;
import org.mayfly.protocol.value.DeviceId;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import jakarta.ejb.Local;

/** One transaction a call. When a call has returned, what it did is on disk. */
@Local
public interface MailboxCommits {

    /**
     * Stores what can be stored of the arrivals, and deletes the entries; but not if the order is behind where it was: the
     * database was set back, and the entries may be others.
     *
     * @param atLeast number of the newest entry of any mailbox, as far as this server knows
     */
    Committed commit(List<Arrival> arrivals, List<Address> acknowledged, long atLeast);

    /** The next envelopes of a mailbox that have not expired, oldest first; no transaction. */
    List<Stored> read(DeviceId device, Place after, int limit, Instant now);

    /** Makes room for all expiry days that can come, seen from a day. */
    void prepare(int today);

    /** Gives back the room of the days that are over. Nothing of them waits any more: it was purged. */
    void dropDaysBefore(int today);

    /** Deletes some of what has expired. @return how many entries; empty when there is no more, or another server is at it */
    Optional<Integer> purgeSome(Instant now);

    /**
     * What a commit did.
     *
     * @param outcomes in the order of the arrivals
     * @param arrived what was stored, in order
     * @param before number of the newest entry of any mailbox before it
     * @param last number up to which this commit may have given numbers
     */
    record Committed(List<Outcome> outcomes, List<Placed> arrived, long before, long last) {
        public Committed {
            outcomes = List.copyOf(outcomes);
            arrived = List.copyOf(arrived);
        }
    }
}
