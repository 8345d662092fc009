package org.mayfly.endpoint.fakes;

import com.google.protobuf.InvalidProtocolBufferException;
import org.mayfly.messaging.access.Actor;
import org.mayfly.messaging.mailbox.Mailboxes;
import org.mayfly.protocol.merkle.MerkleProof;
import org.mayfly.protocol.value.Bytes;
import org.mayfly.protocol.value.DeviceId;
import org.mayfly.protocol.value.MessageId;
import org.mayfly.protocol.wire.OuterHeader;
import org.mayfly.protocol.wire.Submit;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Mailboxes in memory. Receipts wait for {@link #commit} where {@code holdReceipts} is set. */
public final class MemoryMailboxes implements Mailboxes {

    /** An expiry no test reaches. */
    public static final Instant FAR = Instant.ofEpochMilli(4_000_000_000_000L);

    public final List<Submit> appended = new ArrayList<>();
    private final Map<DeviceId, TreeMap<Long, Stored>> boxes = new HashMap<>();
    public boolean holdReceipts;
    public boolean unreadable;
    public int reads;
    private Optional<RuntimeException> failure = Optional.empty();
    private final List<Runnable> held = new ArrayList<>();
    private long sequence;

    /** The next append or acknowledge fails. */
    public void failOnce(RuntimeException once) {
        failure = Optional.of(once);
    }

    public TreeMap<Long, Stored> box(DeviceId device) {
        return boxes.computeIfAbsent(device, id -> new TreeMap<>());
    }

    @Override
    public CompletionStage<Accepted> append(Actor.Device actor, Submit submit) {
        if (failure.isPresent()) {
            var failed = CompletableFuture.<Accepted>failedStage(failure.get());
            failure = Optional.empty();
            return failed;
        }
        appended.add(submit);
        var receipt = new CompletableFuture<Accepted>();
        Runnable complete = () -> receipt.complete(new Accepted(messageId(submit), Instant.ofEpochMilli(7)));
        if (holdReceipts) {
            held.add(complete);
        } else {
            complete.run();
        }
        return receipt;
    }

    public void commit() {
        held.forEach(Runnable::run);
        held.clear();
    }

    /** Puts mail into a box; the content tells the messages apart. */
    public Place put(DeviceId device, int size, Instant discardAt) {
        var place = new Place(++sequence, 1);
        var header = OuterHeader.newBuilder()
                .setVersion(1)
                .setDiscardAt(discardAt.toEpochMilli())
                .build();
        box(device)
                .put(
                        sequence,
                        new Stored(
                                place,
                                Bytes.of(header.toByteArray()),
                                Bytes.of(new byte[size]),
                                Bytes.of(new byte[132]),
                                Bytes.of(new byte[] {(byte) sequence, (byte) (sequence >> 8)}),
                                new MerkleProof(0, 1, List.of()),
                                discardAt));
        return place;
    }

    @Override
    public Page read(Actor.Device actor, Place after, int limit) {
        if (unreadable) {
            throw new IllegalStateException("the database is away");
        }
        reads++;
        return new Page(
                box(actor.device()).tailMap(after.sequence(), false).values().stream()
                        .limit(limit)
                        .toList(),
                sequence);
    }

    @Override
    public CompletionStage<Void> acknowledge(Actor.Device actor, List<Place> places) {
        if (failure.isPresent()) {
            var failed = CompletableFuture.<Void>failedStage(failure.get());
            failure = Optional.empty();
            return failed;
        }
        places.forEach(place -> box(actor.device()).remove(place.sequence()));
        return CompletableFuture.completedStage(null);
    }

    private static MessageId messageId(Submit submit) {
        try {
            return MessageId.of(
                    OuterHeader.parseFrom(submit.getHeader()).getMessageId().toByteArray());
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
