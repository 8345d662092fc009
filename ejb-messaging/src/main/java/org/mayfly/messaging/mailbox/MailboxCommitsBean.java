package org.mayfly.messaging.mailbox;

import org.mayfly.messaging.config.Limits;
import org.mayfly.messaging.mailbox.MailboxStore.Address;
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
    public Committed commit(List<Arrival> arrivals, List<Address> acknowledged) {
        var now = clock.instant();
        var recipients = new HashSet<DeviceId>();
        arrivals.forEach(arrival -> recipients.addAll(arrival.recipients()));
        var changed = new HashSet<>(recipients);
        acknowledged.forEach(entry -> changed.add(entry.device()));
        var fills = store.lock(changed);
        if (!acknowledged.isEmpty()) {
            store.remove(acknowledged);
        }
        if (arrivals.isEmpty()) {
            return new Committed(List.of(), new HashSet<>());
        }
        arrivals.forEach(arrival -> recipients.add(arrival.actor().device()));
        var known = store.known(arrivals.stream().map(Arrival::id).distinct().toList());
        var users = arrivals.stream().flatMap(Arrival::seenUsers).distinct().toList();
        var heads = users.isEmpty() ? Map.<UserId, MailboxStore.Head>of() : store.heads(users);
        var batch = new AppendBatch(new AppendBatch.World(store.parties(recipients), heads, known), fills, limits, now);
        var outcomes = arrivals.stream().map(batch::judge).toList();
        var arrived = new HashSet<DeviceId>();
        if (!batch.accepted().isEmpty()) {
            store.add(batch.accepted(), now);
            batch.accepted().forEach(placed -> placed.entries().forEach(entry -> arrived.add(entry.device())));
        }
        return new Committed(outcomes, arrived);
    }

    @Override
    public void prepare(int today) {
        store.prepare(today, today + DAYS_AHEAD);
    }

    @Override
    public Optional<Integer> purgeSome(Instant now) {
        var purged = store.purge(now, PURGED_AT_ONCE);
        if (purged.isPresent() && purged.get() < PURGED_AT_ONCE) {
            prepare(ExpiryDay.of(now));
            return Optional.empty();
        }
        return purged;
    }
}
