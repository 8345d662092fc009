package org.mayfly.client.mail;

import org.mayfly.client.store.Drop;
import org.mayfly.client.store.FieldWriter;
import org.mayfly.client.store.FileStore;
import org.mayfly.client.store.Keep;
import org.mayfly.client.store.Keys;
import org.mayfly.client.store.Shelf;
import org.mayfly.protocol.client.DeviceProtocol;
import org.mayfly.protocol.client.Draft;
import org.mayfly.protocol.client.MessageContent.Delivered;
import org.mayfly.protocol.client.ReceivedMessage;
import org.mayfly.protocol.client.store.Change;
import org.mayfly.protocol.client.store.UnitOfWork;
import org.mayfly.protocol.value.Bytes;
import org.mayfly.protocol.value.DeviceAddress;
import org.mayfly.protocol.value.DeviceId;
import org.mayfly.protocol.value.MessageId;
import org.mayfly.protocol.value.UserId;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Received messages whose senders were not told yet. Reports of messages that end in the same hour go together. */
public final class DueReceipts {

    private final FileStore store;
    private final Supplier<MessageId> newId;

    public DueReceipts(FileStore store, Supplier<MessageId> newId) {
        this.store = store;
        this.newId = newId;
    }

    /** @param alone the device that is to be told; empty: all of the conversation's */
    private record Due(Bytes key, UserId to, MessageId message, Instant expiry, Optional<DeviceAddress> alone) {}

    private record Group(UserId to, Instant hour, Optional<DeviceAddress> alone) {}

    /** That the conversation is to be told, for the step that stores the message and erases its keys; empty if it does not wait for it. */
    public static List<Change> due(ReceivedMessage message) {
        var to = new DeviceAddress(message.place().other(), message.sender().device());
        var fields =
                new FieldWriter().time(message.expiry()).flag(!message.content().isText());
        var record = Bytes.of(fields.user(message.sender().user()).toArray());
        return message.receipt().due().stream()
                .<Change>map(id -> new Keep(Shelf.RECEIPT_DUE, Keys.of(to, id.value()), record))
                .toList();
    }

    public boolean isEmpty() {
        return store.count(Shelf.RECEIPT_DUE) == 0;
    }

    /** Moves all that is due to the outbox, one step for each report. */
    public void moveTo(Outbox outbox, Instant now) {
        Map<Group, List<Due>> groups = new LinkedHashMap<>();
        var over = new ArrayList<Change>();
        for (var key : store.keys(Shelf.RECEIPT_DUE)) {
            var due = due(key);
            if (due.expiry().isAfter(now.plusSeconds(1))) {
                var group = new Group(due.to(), due.expiry().truncatedTo(ChronoUnit.HOURS), due.alone());
                groups.computeIfAbsent(group, made -> new ArrayList<>()).add(due);
            } else {
                over.add(new Drop(Shelf.RECEIPT_DUE, key));
            }
        }
        if (!over.isEmpty()) {
            store.commit(UnitOfWork.of(over));
        }
        groups.values().forEach(group -> move(group, outbox, now));
    }

    private void move(List<Due> group, Outbox outbox, Instant now) {
        for (var from = 0; from < group.size(); from += Delivered.MAXIMUM_MESSAGES) {
            var part = group.subList(from, Math.min(group.size(), from + Delivered.MAXIMUM_MESSAGES));
            var drops = part.stream()
                    .<Change>map(due -> new Drop(Shelf.RECEIPT_DUE, due.key()))
                    .toList();
            outbox.add(receipt(part, now), drops);
        }
    }

    private Draft receipt(List<Due> part, Instant now) {
        var earliest = part.stream().map(Due::expiry).min(Instant::compareTo).orElseThrow();
        var messages = part.stream().map(Due::message).toList();
        var receipt = DeviceProtocol.deliveredReceipt(newId.get(), part.get(0).to(), messages, earliest, now);
        return part.get(0).alone().map(receipt::forDevice).orElse(receipt);
    }

    private Due due(Bytes key) {
        var name = key.toArray();
        var to = UserId.of(Arrays.copyOf(name, 16));
        var device = DeviceId.of(Arrays.copyOfRange(name, 16, 32));
        var message = MessageId.of(Arrays.copyOfRange(name, 32, 48));
        return store.kept(Shelf.RECEIPT_DUE, key)
                .map(in -> {
                    var expiry = in.time();
                    Optional<DeviceAddress> alone = !in.isAtEnd() && in.flag()
                            ? Optional.of(new DeviceAddress(in.user(), device))
                            : Optional.empty();
                    return new Due(key, to, message, expiry, alone);
                })
                .orElseThrow();
    }
}
