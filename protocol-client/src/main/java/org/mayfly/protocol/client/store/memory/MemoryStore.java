package org.mayfly.protocol.client.store.memory;

import org.mayfly.protocol.client.store.AskedAgain;
import org.mayfly.protocol.client.store.Change;
import org.mayfly.protocol.client.store.ClientStore;
import org.mayfly.protocol.client.store.ErasableSecrets;
import org.mayfly.protocol.client.store.Gap;
import org.mayfly.protocol.client.store.GivenKey;
import org.mayfly.protocol.client.store.HeldPrekey;
import org.mayfly.protocol.client.store.OwnDevice;
import org.mayfly.protocol.client.store.PinnedList;
import org.mayfly.protocol.client.store.ReceivedKey;
import org.mayfly.protocol.client.store.ReceivingEpoch;
import org.mayfly.protocol.client.store.ReplayWindow;
import org.mayfly.protocol.client.store.SendingLink;
import org.mayfly.protocol.client.store.SkippedKey;
import org.mayfly.protocol.client.store.UnitOfWork;
import org.mayfly.protocol.client.store.UsedPrekey;
import org.mayfly.protocol.envelope.ChainPlace;
import org.mayfly.protocol.value.Bytes;
import org.mayfly.protocol.value.DeviceAddress;
import org.mayfly.protocol.value.MessageId;
import org.mayfly.protocol.value.PrekeyId;
import org.mayfly.protocol.value.UserId;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A client's store in memory, for tests. Not thread-safe. */
public final class MemoryStore implements ClientStore {

    private final MemorySecrets secrets;
    private final MemoryRecords records;

    public MemoryStore() {
        this(new MemorySecrets());
    }

    private MemoryStore(MemorySecrets secrets) {
        this.secrets = secrets;
        this.records = new MemoryRecords(secrets);
    }

    /** All that is durable, as it is now: what somebody has who copied the disk. */
    public MemoryStore copy() {
        var copy = new MemoryStore(secrets.copy());
        copy.records.take(records);
        return copy;
    }

    @Override
    public ErasableSecrets secrets() {
        return secrets;
    }

    @Override
    public void commit(UnitOfWork unit) {
        unit.applyTo(records);
        records.finishErasing();
    }

    /** What applications stored, in order. */
    public List<Change.Application> applicationChanges() {
        return List.copyOf(records.applicationChanges);
    }

    @Override
    public Instant highestTime() {
        return records.highestTime;
    }

    @Override
    public Optional<OwnDevice> ownDevice() {
        return Optional.ofNullable(records.ownDevice);
    }

    @Override
    public long generation() {
        return records.generation;
    }

    @Override
    public long lastCounter() {
        return records.counter;
    }

    @Override
    public Optional<HeldPrekey> heldPrekey(PrekeyId id) {
        return Optional.ofNullable(records.prekeys.get(id));
    }

    @Override
    public List<HeldPrekey> prekeysToErase(Instant now) {
        return records.prekeys.values().stream()
                .filter(prekey -> !prekey.eraseAt().isAfter(now))
                .toList();
    }

    @Override
    public List<GivenKey> givenKeys(DeviceAddress to, Instant now) {
        return records.givenKeys.values().stream()
                .filter(given -> given.to().equals(to) && given.expires().isAfter(now))
                .filter(given -> records.prekeys.containsKey(given.id()))
                .toList();
    }

    @Override
    public List<ReceivedKey> receivedKeys(DeviceAddress from, Instant now) {
        return records.receivedKeys.values().stream()
                .filter(key -> key.from().equals(from) && key.expires().isAfter(now))
                .sorted(Comparator.comparing(ReceivedKey::expires))
                .toList();
    }

    @Override
    public boolean wasUsed(DeviceAddress owner, PrekeyId id) {
        return records.usedPrekeys.containsKey(new MemoryRecords.Used(owner, id));
    }

    @Override
    public Optional<Instant> newestBatch(UsedPrekey.Pool pool) {
        return Optional.ofNullable(records.newestBatches.get(pool));
    }

    @Override
    public Optional<SendingLink> sendingLink(DeviceAddress peer) {
        return Optional.ofNullable(records.sendingLinks.get(peer));
    }

    @Override
    public List<ReceivingEpoch> receivingEpochs(DeviceAddress peer) {
        return records.receivingEpochs.values().stream()
                .filter(epoch -> epoch.peer().equals(peer))
                .sorted(Comparator.comparingLong(ReceivingEpoch::order).reversed())
                .toList();
    }

    @Override
    public Optional<SkippedKey> skippedKey(DeviceAddress peer, ChainPlace place) {
        return Optional.ofNullable(records.skippedKeys.get(new MemoryRecords.Skipped(peer, place)));
    }

    @Override
    public List<SkippedKey> skippedKeys(DeviceAddress peer) {
        return records.skippedKeys.values().stream()
                .filter(key -> key.peer().equals(peer))
                .toList();
    }

    @Override
    public List<SkippedKey> skippedKeysToErase(Instant now) {
        return records.skippedKeys.values().stream()
                .filter(key -> !key.eraseAt().isAfter(now))
                .toList();
    }

    @Override
    public List<Gap> gaps(DeviceAddress peer) {
        return gaps().stream().filter(gap -> gap.peer().equals(peer)).toList();
    }

    @Override
    public List<Gap> gaps() {
        return List.copyOf(records.gaps.values());
    }

    @Override
    public List<DeviceAddress> linkedDevices(UserId user) {
        var receiving = new ArrayList<DeviceAddress>();
        records.receivingEpochs.values().forEach(epoch -> receiving.add(epoch.peer()));
        return Stream.concat(records.sendingLinks.keySet().stream(), receiving.stream())
                .filter(peer -> peer.user().equals(user))
                .distinct()
                .toList();
    }

    @Override
    public ReplayWindow replayWindow(DeviceAddress sender) {
        return records.replayWindows.getOrDefault(sender, ReplayWindow.EMPTY);
    }

    @Override
    public Optional<Bytes> seenHash(DeviceAddress sender, MessageId message) {
        return Optional.ofNullable(records.seenEnvelopes.get(new MemoryRecords.Received(sender, message)))
                .map(seen -> seen.hash());
    }

    @Override
    public boolean wasTakenIn(UserId author, MessageId message) {
        return records.seenMessages.containsKey(new MemoryRecords.Seen(author, message));
    }

    @Override
    public List<AskedAgain> askedAgain(DeviceAddress device) {
        return records.askedAgain.stream()
                .filter(asked -> asked.device().equals(device))
                .toList();
    }

    @Override
    public List<UserId> pinnedUsers() {
        return List.copyOf(records.pinnedLists.keySet());
    }

    @Override
    public Optional<PinnedList> pinnedList(UserId user) {
        return Optional.ofNullable(records.pinnedLists.get(user));
    }
}
