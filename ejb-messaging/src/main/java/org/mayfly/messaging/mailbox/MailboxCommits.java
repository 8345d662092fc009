package org.mayfly.messaging.mailbox;

import org.mayfly.messaging.mailbox.MailboxStore.Address;
import org.mayfly.protocol.value.DeviceId;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import jakarta.ejb.Local;

/** One transaction a call. When a call has returned, what it did is on disk. */
@Local
public interface MailboxCommits {

    /**
     * Stores what can be stored of the arrivals, and deletes the entries.
     *
     * @return the outcomes in the order of the arrivals
     */
    Committed commit(List<Arrival> arrivals, List<Address> acknowledged);

    /** Makes room for all expiry days that can come, seen from a day. */
    void prepare(int today);

    /** Deletes some of what has expired. @return how many entries; empty when there is no more, or another server is at it */
    Optional<Integer> purgeSome(Instant now);

    record Committed(List<Outcome> outcomes, Set<DeviceId> arrived) {
        public Committed {
            outcomes = List.copyOf(outcomes);
            arrived = Set.copyOf(arrived);
        }
    }
}
