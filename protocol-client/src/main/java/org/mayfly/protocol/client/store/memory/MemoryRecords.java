package org.mayfly.protocol.client.store.memory;

import org.jspecify.annotations.Nullable;
import org.mayfly.protocol.client.store.AskedAgain;
import org.mayfly.protocol.client.store.Change;
import org.mayfly.protocol.client.store.Gap;
import org.mayfly.protocol.client.store.GivenKey;
import org.mayfly.protocol.client.store.HeldPrekey;
import org.mayfly.protocol.client.store.OwnDevice;
import org.mayfly.protocol.client.store.PinnedList;
import org.mayfly.protocol.client.store.ReceivedKey;
import org.mayfly.protocol.client.store.ReceivingEpoch;
import org.mayfly.protocol.client.store.ReplayWindow;
import org.mayfly.protocol.client.store.SeenEnvelope;
import org.mayfly.protocol.client.store.SeenMessage;
import org.mayfly.protocol.client.store.SendingLink;
import org.mayfly.protocol.client.store.SkippedKey;
import org.mayfly.protocol.client.store.Slot;
import org.mayfly.protocol.client.store.UsedPrekey;
import org.mayfly.protocol.envelope.ChainPlace;
import org.mayfly.protocol.value.Bytes;
import org.mayfly.protocol.value.DeviceAddress;
import org.mayfly.protocol.value.MessageId;
import org.mayfly.protocol.value.PrekeyId;
import org.mayfly.protocol.value.SecretBytes;
import org.mayfly.protocol.value.UserId;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The records of a {@link MemoryStore} as changes leave them. */
final class MemoryRecords implements Change.Target {

    @Nullable
    OwnDevice ownDevice;

    long generation;
    long counter;
    Instant highestTime = Instant.EPOCH;
    final Map<PrekeyId, HeldPrekey> prekeys = new HashMap<>();
    final Map<Used, UsedPrekey> usedPrekeys = new HashMap<>();
    final Map<UsedPrekey.Pool, Instant> newestBatches = new HashMap<>();
    final Map<DeviceAddress, SendingLink> sendingLinks = new HashMap<>();
    final Map<Epoch, ReceivingEpoch> receivingEpochs = new HashMap<>();
    final Map<Skipped, SkippedKey> skippedKeys = new HashMap<>();
    final Map<Skipped, Gap> gaps = new HashMap<>();
    final Map<DeviceAddress, ReplayWindow> replayWindows = new HashMap<>();
    final Map<Received, SeenEnvelope> seenEnvelopes = new HashMap<>();
    final Map<Seen, SeenMessage> seenMessages = new HashMap<>();
    final Map<PrekeyId, GivenKey> givenKeys = new HashMap<>();
    final Map<PrekeyId, ReceivedKey> receivedKeys = new HashMap<>();
    final List<AskedAgain> askedAgain = new ArrayList<>();
    final Map<UserId, PinnedList> pinnedLists = new HashMap<>();
    final List<Change.Application> applicationChanges = new ArrayList<>();

    private final MemorySecrets secrets;
    private final List<Slot> toErase = new ArrayList<>();

    MemoryRecords(MemorySecrets secrets) {
        this.secrets = secrets;
    }

    record Epoch(DeviceAddress peer, Bytes epoch) {}

    record Skipped(DeviceAddress peer, ChainPlace place) {}

    record Seen(UserId author, MessageId message) {}

    record Used(DeviceAddress owner, PrekeyId id) {}

    record Received(DeviceAddress sender, MessageId message) {}

    /** Fills these, which are empty, with what others hold. */
    void take(MemoryRecords others) {
        ownDevice = others.ownDevice;
        generation = others.generation;
        counter = others.counter;
        highestTime = others.highestTime;
        prekeys.putAll(others.prekeys);
        usedPrekeys.putAll(others.usedPrekeys);
        newestBatches.putAll(others.newestBatches);
        sendingLinks.putAll(others.sendingLinks);
        receivingEpochs.putAll(others.receivingEpochs);
        skippedKeys.putAll(others.skippedKeys);
        gaps.putAll(others.gaps);
        replayWindows.putAll(others.replayWindows);
        seenEnvelopes.putAll(others.seenEnvelopes);
        seenMessages.putAll(others.seenMessages);
        givenKeys.putAll(others.givenKeys);
        receivedKeys.putAll(others.receivedKeys);
        askedAgain.addAll(others.askedAgain);
        pinnedLists.putAll(others.pinnedLists);
        applicationChanges.addAll(others.applicationChanges);
    }

    void finishErasing() {
        secrets.erase(toErase);
        toErase.clear();
    }

    @Override
    public void writeSecret(Slot slot, SecretBytes secret) {
        secrets.write(Map.of(slot, secret));
        secret.destroy();
    }

    @Override
    public void eraseSecret(Slot slot) {
        toErase.add(slot);
    }

    @Override
    public void putOwnDevice(OwnDevice device) {
        ownDevice = device;
    }

    @Override
    public void putGeneration(long value) {
        generation = value;
    }

    @Override
    public void putCounter(long value) {
        counter = value;
    }

    @Override
    public void putPrekey(HeldPrekey prekey) {
        prekeys.put(prekey.id(), prekey);
    }

    @Override
    public void removePrekey(PrekeyId id) {
        prekeys.remove(id);
    }

    @Override
    public void putGivenKey(GivenKey key) {
        givenKeys.put(key.id(), key);
    }

    @Override
    public void putReceivedKey(ReceivedKey key) {
        receivedKeys.put(key.id(), key);
    }

    @Override
    public void removeReceivedKey(DeviceAddress from, PrekeyId id) {
        receivedKeys.remove(id);
    }

    @Override
    public void putUsedPrekey(UsedPrekey prekey) {
        usedPrekeys.put(new Used(prekey.owner(), prekey.id()), prekey);
        newestBatches.merge(prekey.pool(), prekey.batchCreated(), (a, b) -> a.isAfter(b) ? a : b);
    }

    @Override
    public void putSendingLink(SendingLink link) {
        sendingLinks.put(link.peer(), link);
    }

    @Override
    public void removeSendingLink(DeviceAddress peer) {
        sendingLinks.remove(peer);
    }

    @Override
    public void putReceivingEpoch(ReceivingEpoch epoch) {
        receivingEpochs.put(new Epoch(epoch.peer(), epoch.epoch()), epoch);
    }

    @Override
    public void removeReceivingEpoch(DeviceAddress peer, Bytes epoch) {
        receivingEpochs.remove(new Epoch(peer, epoch));
    }

    @Override
    public void putSkippedKey(SkippedKey key) {
        skippedKeys.put(new Skipped(key.peer(), key.place()), key);
    }

    @Override
    public void removeSkippedKey(DeviceAddress peer, ChainPlace place) {
        skippedKeys.remove(new Skipped(peer, place));
    }

    @Override
    public void putGap(Gap gap) {
        gaps.put(new Skipped(gap.peer(), gap.place()), gap);
    }

    @Override
    public void removeGap(DeviceAddress peer, ChainPlace place) {
        gaps.remove(new Skipped(peer, place));
    }

    @Override
    public void putReplayWindow(DeviceAddress sender, ReplayWindow window) {
        replayWindows.put(sender, window);
    }

    @Override
    public void putSeenEnvelope(SeenEnvelope envelope) {
        seenEnvelopes.putIfAbsent(new Received(envelope.sender(), envelope.message()), envelope);
    }

    @Override
    public void putSeenMessage(SeenMessage message) {
        seenMessages.put(new Seen(message.author(), message.message()), message);
    }

    @Override
    public void putAskedAgain(AskedAgain asked) {
        askedAgain.add(asked);
    }

    @Override
    public void putPinnedList(PinnedList list) {
        pinnedLists.put(list.user(), list);
    }

    @Override
    public void advanceClock(Instant time) {
        if (time.isAfter(highestTime)) {
            highestTime = time;
        }
    }

    @Override
    public void forget(Instant now) {
        usedPrekeys.values().removeIf(used -> !used.forgetAt().isAfter(now));
        seenEnvelopes.values().removeIf(seen -> !seen.forgetAt().isAfter(now));
        seenMessages.values().removeIf(seen -> !seen.forgetAt().isAfter(now));
        givenKeys.values().removeIf(given -> !given.expires().isAfter(now));
        receivedKeys.values().removeIf(received -> !received.expires().isAfter(now));
        askedAgain.removeIf(asked -> !asked.forgetAt().isAfter(now));
    }

    @Override
    public void application(Change.Application change) {
        applicationChanges.add(change);
    }
}
