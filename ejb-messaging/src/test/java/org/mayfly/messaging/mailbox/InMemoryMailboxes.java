package org.mayfly.messaging.mailbox;

import org.mayfly.messaging.mailbox.Mailboxes.Place;
import org.mayfly.messaging.mailbox.Mailboxes.Stored;
import org.mayfly.protocol.value.DeviceId;
import org.mayfly.protocol.value.UserId;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The mailboxes as plainly as they can be said: what {@link JdbcMailboxes} must agree with. */
final class InMemoryMailboxes implements MailboxStore {

    private record Waiting(Placed envelope, int n, Instant acceptedAt) {
        Placed.Entry entry() {
            return envelope.entries().get(n);
        }
    }

    private final Map<DeviceId, Party> parties = new HashMap<>();
    private final Map<DeviceId, TreeMap<Long, Waiting>> mailboxes = new HashMap<>();
    private final Map<UserId, Long> newer = new HashMap<>();
    private final Map<DeviceId, Fill> counted = new HashMap<>();
    private long last;

    void put(Party party) {
        parties.put(party.address().device(), party);
        mailboxes.putIfAbsent(party.address().device(), new TreeMap<>());
    }

    void newerList(UserId user) {
        newer.merge(user, 1L, Long::sum);
    }

    @Override
    public synchronized long takeTurn(int entries) {
        last += entries;
        return last - entries;
    }

    @Override
    public synchronized Map<UserId, Head> heads(Collection<UserId> users) {
        var found = new HashMap<UserId, Head>();
        for (var party : parties.values()) {
            var user = party.address().user();
            if (users.contains(user)) {
                found.put(user, new Head(party.network(), 1 + newer.getOrDefault(user, 0L)));
            }
        }
        return found;
    }

    synchronized long payloads() {
        return mailboxes.values().stream()
                .flatMap(mailbox -> mailbox.values().stream())
                .map(Waiting::envelope)
                .distinct()
                .count();
    }

    @Override
    public synchronized Map<DeviceId, Party> parties(Collection<DeviceId> devices) {
        var found = new HashMap<DeviceId, Party>();
        for (var device : devices) {
            var party = parties.get(device);
            if (party != null) {
                found.put(
                        device,
                        new Party(
                                party.address(),
                                party.network(),
                                party.suspended(),
                                party.longestLife(),
                                counted.getOrDefault(device, Fill.NONE)));
            }
        }
        return found;
    }

    @Override
    public synchronized Map<Submitted, Known> known(Collection<Submitted> submissions) {
        var found = new HashMap<Submitted, Known>();
        for (var mailbox : mailboxes.values()) {
            for (var waiting : mailbox.values()) {
                var envelope = waiting.envelope();
                found.put(
                        new Submitted(envelope.expiryDay(), envelope.sender(), envelope.message()),
                        new Known(envelope.digest(), waiting.acceptedAt()));
            }
        }
        found.keySet().retainAll(submissions);
        return found;
    }

    @Override
    public synchronized List<Address> all(DeviceId device) {
        return mailboxes.getOrDefault(device, new TreeMap<>()).entrySet().stream()
                .map(entry -> new Address(
                        device,
                        new Place(entry.getKey(), entry.getValue().envelope().expiryDay())))
                .toList();
    }

    @Override
    public synchronized void add(List<Placed> envelopes, Instant acceptedAt) {
        for (var envelope : envelopes) {
            for (int n = 0; n < envelope.entries().size(); n++) {
                mailboxes
                        .computeIfAbsent(envelope.entries().get(n).device(), device -> new TreeMap<>())
                        .put(envelope.sequence(n), new Waiting(envelope, n, acceptedAt));
            }
        }
    }

    @Override
    public synchronized Map<DeviceId, Fill> remove(Collection<Address> entries) {
        var gone = new HashMap<DeviceId, Fill>();
        for (var address : entries) {
            var mailbox = mailboxes.getOrDefault(address.device(), new TreeMap<>());
            var waiting = mailbox.get(address.place().sequence());
            if (waiting != null
                    && waiting.envelope().expiryDay() == address.place().expiryDay()) {
                mailbox.remove(address.place().sequence());
                gone.merge(address.device(), waiting.envelope().fill(waiting.entry()), Fill::plus);
            }
        }
        return gone;
    }

    @Override
    public synchronized void count(Map<DeviceId, Fill> changes) {
        changes.forEach((device, change) -> counted.merge(device, change, Fill::plus));
    }

    @Override
    public synchronized List<Stored> read(DeviceId device, Place after, int limit, Instant now) {
        return mailboxes.getOrDefault(device, new TreeMap<>()).tailMap(after.sequence(), false).entrySet().stream()
                .filter(one -> one.getValue().envelope().discardAt().isAfter(now))
                .limit(limit)
                .map(one -> one.getValue().envelope().stored(one.getValue().n()))
                .toList();
    }

    @Override
    public synchronized Optional<Integer> purge(Instant now, int limit) {
        var expired = new ArrayList<Address>();
        mailboxes.forEach((device, mailbox) -> mailbox.forEach((sequence, waiting) -> {
            if (!waiting.envelope().discardAt().isAfter(now) && expired.size() < limit) {
                expired.add(new Address(
                        device, new Place(sequence, waiting.envelope().expiryDay())));
            }
        }));
        count(Fill.negated(remove(expired)));
        return Optional.of(expired.size());
    }

    @Override
    public void prepare(int firstDay, int lastDay) {
        // Memory has room for every day.
    }

    @Override
    public void dropDaysBefore(int firstKept) {
        // And keeps none for those without mail.
    }
}
