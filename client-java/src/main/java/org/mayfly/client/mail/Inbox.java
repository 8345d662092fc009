package org.mayfly.client.mail;

import org.mayfly.client.store.Drop;
import org.mayfly.client.store.FieldWriter;
import org.mayfly.client.store.FileStore;
import org.mayfly.client.store.Keep;
import org.mayfly.client.store.Keys;
import org.mayfly.client.store.Shelf;
import org.mayfly.protocol.client.MessageContent;
import org.mayfly.protocol.client.ReceivedMessage;
import org.mayfly.protocol.client.store.Change;
import org.mayfly.protocol.client.store.UnitOfWork;
import org.mayfly.protocol.value.Bytes;
import org.mayfly.protocol.value.MessageId;
import org.mayfly.protocol.value.UserId;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** What arrived and was not shown yet, in order of arrival, durably. For one thread. */
public final class Inbox {

    private final FileStore store;
    private final TreeMap<Long, Instant> ends = new TreeMap<>();
    private long last;
    private long lastWarning;

    public Inbox(FileStore store) {
        this.store = store;
        for (var key : store.keys(Shelf.INCOMING)) {
            last = Keys.toInt(key);
            ends.put(last, read(last).end());
        }
        for (var key : store.keys(Shelf.WARNING)) {
            lastWarning = Keys.toInt(key);
        }
    }

    /** Stores a text, in the step that erases its keys. */
    public void store(ReceivedMessage message, MessageContent.Text text, UnitOfWork unit) {
        var incoming = Incoming.of(message, text);
        var order = ++last;
        store.commit(unit.and(List.of(new Keep(Shelf.INCOMING, Keys.number(order), incoming.encode()))));
        ends.put(order, incoming.end());
    }

    /**
     * To be committed with what it is about. The same again, before it was shown, takes the place of the first and counts it:
     * nobody fills a disk with warnings.
     */
    public Change warning(String code, Optional<UserId> claimed, Instant at) {
        return warning(code, claimed, 1, at);
    }

    /**
     * The same for what happened several times. A unit of work has one for a code and a person at most: it counts on from
     * what is stored, not from what the unit is about to store.
     */
    public Change warning(String code, Optional<UserId> claimed, long count, Instant at) {
        var before = warnings().stream()
                .filter(same -> same.code().equals(code) && same.claimed().equals(claimed))
                .findFirst();
        var order = before.map(Warning::order).orElseGet(() -> ++lastWarning);
        var together = before.map(Warning::count).orElse(0L) + count;
        var record = new FieldWriter().text(code).time(at).flag(claimed.isPresent());
        claimed.ifPresent(record::user);
        return new Keep(
                Shelf.WARNING,
                Keys.number(order),
                Bytes.of(record.number(together).toArray()));
    }

    /** Numbers of what was not shown, oldest first. */
    public List<Long> unshown() {
        return List.copyOf(ends.keySet());
    }

    public Incoming read(long order) {
        return store.kept(Shelf.INCOMING, Keys.number(order))
                .map(Incoming::decode)
                .orElseThrow();
    }

    public List<Warning> warnings() {
        return store.keys(Shelf.WARNING).stream().map(this::warning).toList();
    }

    /** Burning begins, durably, before the first letter is shown. */
    public Incoming showing(long order, Instant now, List<Change> inTheSameStep) {
        var incoming = read(order).shown(now);
        var changes = new ArrayList<>(inTheSameStep);
        changes.add(new Keep(Shelf.INCOMING, Keys.number(order), incoming.encode()));
        store.commit(UnitOfWork.of(changes));
        ends.put(order, incoming.end());
        return incoming;
    }

    /** Another own device showed it: burning runs here, too. False if it is not here. */
    public boolean shownElsewhere(UserId other, MessageId id, Instant at, UnitOfWork unit) {
        var here = unshown().stream()
                .filter(order -> {
                    var incoming = read(order);
                    return incoming.id().equals(id) && incoming.other().equals(other);
                })
                .findFirst();
        here.ifPresent(order -> showing(order, at, List.copyOf(unit.changes())));
        return here.isPresent();
    }

    /** It was shown: never again. */
    public void shown(long order) {
        store.commit(UnitOfWork.of(List.of(new Drop(Shelf.INCOMING, Keys.number(order)))));
        ends.remove(order);
    }

    public void shown(Warning warning) {
        store.commit(UnitOfWork.of(List.of(new Drop(Shelf.WARNING, Keys.number(warning.order())))));
    }

    /** Erases what has expired or burnt. */
    public void purge(Instant now) {
        var over = ends.entrySet().stream()
                .filter(entry -> !entry.getValue().isAfter(now))
                .map(entry -> entry.getKey())
                .toList();
        if (!over.isEmpty()) {
            store.commit(UnitOfWork.of(over.stream()
                    .<Change>map(order -> new Drop(Shelf.INCOMING, Keys.number(order)))
                    .toList()));
            over.forEach(ends::remove);
        }
    }

    private Warning warning(Bytes key) {
        return store.kept(Shelf.WARNING, key)
                .map(in -> {
                    var code = in.text();
                    var at = in.time();
                    Optional<UserId> claimed = in.flag() ? Optional.of(in.user()) : Optional.empty();
                    var count = in.isAtEnd() ? 1 : in.number();
                    return new Warning(Keys.toInt(key), code, claimed, count, at);
                })
                .orElseThrow();
    }
}
