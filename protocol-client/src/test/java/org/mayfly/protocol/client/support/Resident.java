package org.mayfly.protocol.client.support;

import org.mayfly.protocol.client.Draft;
import org.mayfly.protocol.client.SentText;
import org.mayfly.protocol.client.store.memory.MemoryStore;
import org.mayfly.protocol.envelope.ChainPlace;
import org.mayfly.protocol.value.DeviceAddress;
import org.mayfly.protocol.value.MessageId;
import org.mayfly.protocol.value.PrekeyId;
import org.mayfly.protocol.value.UserId;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** One device of the model: the party, and what its application and the model's witness keep of one life of its store. */
final class Resident {

    final Party party;
    Memory memory = new Memory();
    private Optional<Copy> copy = Optional.empty();
    private int setBacks;

    /** What a device has in its store besides the protocol's own, and what was seen of it since that store began. */
    static final class Memory {

        final Deque<Draft> outbox = new ArrayDeque<>();
        final List<Draft> late = new ArrayList<>();
        final Map<Recipient, Set<MessageId>> due = new LinkedHashMap<>();
        final Map<MessageId, SentText> sent = new LinkedHashMap<>();
        final Set<MessageId> shown = new HashSet<>();
        final Set<PrekeyId> sealedTo = new HashSet<>();
        final Map<DeviceAddress, Set<ChainPlace>> places = new HashMap<>();
        final Set<PrekeyId> opened = new HashSet<>();
        final Map<DeviceAddress, Set<Long>> counters = new HashMap<>();
        final Map<DeviceAddress, Integer> newest = new HashMap<>();
        final Set<Integer> accepted = new HashSet<>();
        final Map<DeviceAddress, Set<MessageId>> ids = new HashMap<>();
        final List<Mail> arrived = new ArrayList<>();
        final Set<DeviceAddress> lost = new HashSet<>();
        long counter;

        private Memory copy() {
            var copy = new Memory();
            copy.outbox.addAll(outbox);
            copy.late.addAll(late);
            due.forEach((recipient, ids) -> copy.due.put(recipient, new LinkedHashSet<>(ids)));
            copy.sent.putAll(sent);
            copy.shown.addAll(shown);
            copy.sealedTo.addAll(sealedTo);
            places.forEach((to, used) -> copy.places.put(to, new HashSet<>(used)));
            copy.opened.addAll(opened);
            counters.forEach((from, used) -> copy.counters.put(from, new HashSet<>(used)));
            copy.newest.putAll(newest);
            copy.accepted.addAll(accepted);
            ids.forEach((from, taken) -> copy.ids.put(from, new HashSet<>(taken)));
            copy.arrived.addAll(arrived);
            copy.lost.addAll(lost);
            copy.counter = counter;
            return copy;
        }
    }

    /** Whom a receipt is for: all of the conversation, or one device of it. */
    record Recipient(UserId other, Optional<DeviceAddress> alone) {}

    private record Copy(MemoryStore store, Memory memory) {}

    Resident(Party party) {
        this.party = party;
    }

    DeviceAddress address() {
        return party.protocol.self();
    }

    /** Somebody makes a backup. */
    void takeCopy() {
        copy = Optional.of(new Copy(party.store.copy(), memory.copy()));
    }

    boolean hasCopy() {
        return copy.isPresent();
    }

    boolean wasSetBack() {
        return setBacks > 0;
    }

    /** Store and application as they were when the copy was taken. */
    void setBack() {
        var earlier = copy.orElseThrow();
        party.setBack(earlier.store());
        memory = earlier.memory().copy();
        setBacks++;
    }
}
