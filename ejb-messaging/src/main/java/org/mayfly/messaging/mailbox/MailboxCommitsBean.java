package org.mayfly.messaging.mailbox;

import org.mayfly.messaging.config.Limits;
import org.mayfly.messaging.mailbox.MailboxStore.Address;
import org.mayfly.messaging.mailbox.MailboxStore.Fill;
import org.mayfly.messaging.mailbox.Mailboxes.Place;
import org.mayfly.messaging.mailbox.Mailboxes.Stored;
import org.mayfly.protocol.value.DeviceId;
import org.mayfly.protocol.value.UserId;

import java.time.Clock;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;

/** The transactions of the mailboxes, over a {@link MailboxStore}. */
@Stateless
@TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
public class MailboxCommitsBean implements MailboxCommits {

    /** The longest life is 30 days; one more for the day that begins meanwhile. */
    private static final int DAYS_AHEAD = 32;

    private static final int PURGED_AT_ONCE = 1_000;

    private final MailboxStore store;
    private final Limits limits;
    private final Clock clock;

    @Inject
    public MailboxCommitsBean(MailboxStore store, Limits limits, Clock clock) {
        this.store = store;
        this.limits = limits;
        this.clock = clock;
    }

    @Override
    public Committed commit(List<Arrival> arrivals, List<Address> acknowledged, long atLeast) {
        int entries =
                arrivals.stream().mapToInt(arrival -> arrival.entries().size()).sum();
        long before = store.takeTurn(entries);
        var removed =
                acknowledged.isEmpty() || before < atLeast ? Map.<DeviceId, Fill>of() : store.remove(acknowledged);
        var now = clock.instant();
        var batch = new AppendBatch(world(arrivals), removed, before, limits, now);
        var outcomes = arrivals.stream().map(batch::judge).toList();
        if (!batch.accepted().isEmpty()) {
            store.add(batch.accepted(), now);
        }
        if (!batch.changes().isEmpty()) {
            store.count(batch.changes());
        }
        return new Committed(outcomes, batch.accepted(), before, before + entries);
    }

    private AppendBatch.World world(List<Arrival> arrivals) {
        if (arrivals.isEmpty()) {
            return new AppendBatch.World(Map.of(), Map.of(), Map.of());
        }
        var devices = new HashSet<DeviceId>();
        var users = new HashSet<UserId>();
        for (var arrival : arrivals) {
            devices.add(arrival.actor().device());
            devices.addAll(arrival.recipients());
            arrival.seenUsers().forEach(users::add);
        }
        var known = store.known(arrivals.stream().map(Arrival::id).distinct().toList());
        return new AppendBatch.World(store.parties(devices), users.isEmpty() ? Map.of() : store.heads(users), known);
    }

    @Override
    @TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
    public List<Stored> read(DeviceId device, Place after, int limit, Instant now) {
        return store.read(device, after, limit, now);
    }

    @Override
    public void prepare(int today) {
        store.prepare(today, today + DAYS_AHEAD);
    }

    /** A day more is kept: an envelope ends on the day of its sender's clock or before. */
    @Override
    public void dropDaysBefore(int today) {
        store.dropDaysBefore(today - 1);
    }

    @Override
    public Optional<Integer> purgeSome(Instant now) {
        return store.purge(now, PURGED_AT_ONCE).filter(purged -> purged == PURGED_AT_ONCE);
    }
}
