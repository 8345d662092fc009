package org.mayfly.client.mail;

import org.mayfly.client.store.Drop;
import org.mayfly.client.store.FieldWriter;
import org.mayfly.client.store.FileStore;
import org.mayfly.client.store.Keep;
import org.mayfly.client.store.Keys;
import org.mayfly.client.store.Shelf;
import org.mayfly.protocol.client.Draft;
import org.mayfly.protocol.client.MessageContent;
import org.mayfly.protocol.client.Repetition;
import org.mayfly.protocol.client.Sealing;
import org.mayfly.protocol.client.SentText;
import org.mayfly.protocol.client.store.Change;
import org.mayfly.protocol.client.store.UnitOfWork;
import org.mayfly.protocol.value.Bytes;
import org.mayfly.protocol.value.DeviceAddress;
import org.mayfly.protocol.value.MessageId;
import org.mayfly.protocol.value.UserId;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What is on its way out, durably; each message until the server has it or its life is over. For one thread. */
public final class Outbox {

    /**
     * What is known of a message without reading it.
     *
     * @param text whether a person wrote it and it has not gone out yet; else it is a receipt or a question, or a text
     *     once more for devices that wait for it
     * @param apart whether it is such a text, or a question: the others do not wait for it
     */
    public record Entry(
            long order, MessageId id, UserId to, Instant expiry, boolean text, boolean apart, boolean sealed) {}

    private final FileStore store;
    private final TreeMap<Long, Entry> entries = new TreeMap<>();
    private final Map<MessageId, Sent> sent = new HashMap<>();
    private final SentTexts texts;
    private long last;

    /** A message the server has and no device of the recipient has reported yet. */
    private record Sent(UserId to, Instant expiry) {}

    public Outbox(FileStore store) {
        this.store = store;
        this.texts = new SentTexts(store);
        for (var key : store.keys(Shelf.OUTGOING)) {
            remember(read(Keys.toInt(key)));
        }
        for (var key : store.keys(Shelf.SENT)) {
            store.kept(Shelf.SENT, key).ifPresent(in -> sent.put(new MessageId(key), new Sent(in.user(), in.time())));
        }
    }

    public Collection<Entry> entries() {
        return List.copyOf(entries.values());
    }

    public List<Entry> to(UserId user) {
        return entries.values().stream()
                .filter(entry -> entry.to().equals(user))
                .toList();
    }

    public Outgoing read(long order) {
        return store.kept(Shelf.OUTGOING, Keys.number(order))
                .map(in -> Outgoing.decode(order, in))
                .orElseThrow();
    }

    /** Durable when it returns. */
    public Entry add(Draft draft, List<Change> inTheSameStep) {
        var outgoing = Outgoing.of(++last, draft);
        var changes = new ArrayList<>(inTheSameStep);
        changes.add(keep(outgoing));
        store.commit(UnitOfWork.of(changes));
        return remember(outgoing);
    }

    /** Keeps the submission in the step that spends its keys. */
    public void sealed(Outgoing outgoing, Draft draft, Sealing.Ready ready, List<Change> inTheSameStep) {
        var sealed = outgoing.withSealed(draft, ready.submit(), ready.leftOut().devices());
        var changes = new ArrayList<>(inTheSameStep);
        changes.add(keep(sealed));
        ready.sent().ifPresent(text -> texts.sealed(text, changes));
        store.commit(ready.unit().and(changes));
        remember(sealed);
    }

    /**
     * Its envelope will never be accepted: back to the draft.
     *
     * @param unit forgets what hangs from it
     */
    public void unsealed(Outgoing outgoing, UnitOfWork unit) {
        var draft = Outgoing.of(outgoing.order(), outgoing.draft());
        var changes = new ArrayList<Change>();
        changes.add(keep(draft));
        texts.withdrawn(outgoing.draft().id(), changes);
        store.commit(unit.and(changes));
        remember(draft);
    }

    /** The server has it: the own copy ends here, but for devices that could not get it yet. */
    public void accepted(Entry entry, MessageId newId) {
        var changes = new ArrayList<Change>();
        changes.add(drop(entry.order()));
        var leftOut = read(entry.order()).leftOut();
        var later = Outgoing.of(last + 1, read(entry.order()).draft().forWaiting(newId, leftOut));
        if (!leftOut.isEmpty()) {
            changes.add(keep(later));
        }
        if (entry.text()) {
            var record = new FieldWriter().user(entry.to()).time(entry.expiry()).toArray();
            changes.add(new Keep(Shelf.SENT, entry.id().value(), Bytes.of(record)));
            sent.put(entry.id(), new Sent(entry.to(), entry.expiry()));
        }
        store.commit(UnitOfWork.of(changes));
        entries.remove(entry.order());
        if (!leftOut.isEmpty()) {
            remember(later);
        }
    }

    public void discard(Entry entry) {
        var changes = new ArrayList<Change>();
        changes.add(drop(entry.order()));
        texts.withdrawn(entry.id(), changes);
        store.commit(UnitOfWork.of(changes));
        entries.remove(entry.order());
    }

    /** All that is on its way to a user, in one step with what else belongs to it. */
    public void discardAll(UserId user, List<Change> inTheSameStep) {
        var discarded = to(user);
        var changes = new ArrayList<>(inTheSameStep);
        discarded.forEach(entry -> {
            changes.add(drop(entry.order()));
            texts.withdrawn(entry.id(), changes);
        });
        store.commit(UnitOfWork.of(changes));
        discarded.forEach(entry -> entries.remove(entry.order()));
    }

    public boolean has(Entry entry) {
        return entries.containsKey(entry.order());
    }

    /** The text that went in this envelope, as long as somebody may ask for it again. */
    public Optional<SentText> sentIn(MessageId envelope) {
        return texts.inEnvelope(envelope);
    }

    /** It goes to a device once more. Durable when it returns, with what else belongs to the step. */
    public void repeat(Repetition repetition, UnitOfWork unit) {
        var changes = new ArrayList<>(repetition.unit().changes());
        texts.keep(repetition.left(), changes);
        add(repetition.draft(), unit.and(changes).changes());
    }

    /** Which of the messages that a device reports were sent to its user; what is kept for them ends with this step. */
    public List<MessageId> delivered(DeviceAddress by, List<MessageId> reported, List<Change> changes) {
        texts.reported(by, reported, changes);
        var known = reported.stream()
                .filter(id -> Optional.ofNullable(sent.get(id))
                        .filter(to -> to.to().equals(by.user()))
                        .isPresent())
                .toList();
        known.forEach(id -> {
            sent.remove(id);
            changes.add(new Drop(Shelf.SENT, id.value()));
        });
        return known;
    }

    /** A device of its recipient showed it: where it burns, those that still wait for it get it no more. */
    public void displayed(UserId by, MessageId message, List<Change> changes) {
        texts.displayed(message, changes);
        var burnt = to(by).stream()
                .filter(Entry::apart)
                .filter(entry -> isOnceMore(read(entry.order()).draft(), message))
                .toList();
        burnt.forEach(entry -> {
            changes.add(drop(entry.order()));
            entries.remove(entry.order());
        });
    }

    private static boolean isOnceMore(Draft draft, MessageId message) {
        return draft.again().isPresent() && draft.message().equals(message);
    }

    /** Erases what has expired, and returns it. */
    public List<Entry> purge(Instant now) {
        var over = entries.values().stream()
                .filter(entry -> !entry.expiry().isAfter(now))
                .toList();
        var forgotten = sent.entrySet().stream()
                .filter(entry -> !entry.getValue().expiry().isAfter(now))
                .map(Map.Entry::getKey)
                .toList();
        var changes = new ArrayList<Change>();
        over.forEach(entry -> changes.add(drop(entry.order())));
        forgotten.forEach(id -> changes.add(new Drop(Shelf.SENT, id.value())));
        texts.purge(now, changes);
        if (!changes.isEmpty()) {
            store.commit(UnitOfWork.of(changes));
        }
        over.forEach(entry -> entries.remove(entry.order()));
        forgotten.forEach(sent::remove);
        return over;
    }

    private Entry remember(Outgoing outgoing) {
        var draft = outgoing.draft();
        var entry = new Entry(
                outgoing.order(),
                draft.id(),
                draft.to(),
                draft.expiry(),
                outgoing.isText() && draft.again().isEmpty(),
                draft.again().isPresent() || draft.content() instanceof MessageContent.NotOpened,
                outgoing.sealed().isPresent());
        entries.put(entry.order(), entry);
        last = Math.max(last, entry.order());
        return entry;
    }

    private static Change keep(Outgoing outgoing) {
        return new Keep(Shelf.OUTGOING, Keys.number(outgoing.order()), outgoing.encode());
    }

    private static Change drop(long order) {
        return new Drop(Shelf.OUTGOING, Keys.number(order));
    }
}
