package org.mayfly.client.store;

import org.mayfly.client.vault.Vault;
import org.mayfly.protocol.client.store.AskedAgain;
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
import org.mayfly.protocol.client.store.Slot;
import org.mayfly.protocol.client.store.UnitOfWork;
import org.mayfly.protocol.client.store.UsedPrekey;
import org.mayfly.protocol.envelope.ChainPlace;
import org.mayfly.protocol.value.Bytes;
import org.mayfly.protocol.value.DeviceAddress;
import org.mayfly.protocol.value.MessageId;
import org.mayfly.protocol.value.PrekeyId;
import org.mayfly.protocol.value.UserId;

import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** {@link ClientStore} on a {@link Vault}. Reading is thread-safe; units of work are committed by one thread at a time. */
public final class FileStore implements ClientStore, AutoCloseable {

    private final Vault vault;
    private final VaultSecrets secrets;

    /** Erases secrets that nothing refers to. */
    public FileStore(Vault vault) {
        this.vault = vault;
        this.secrets = new VaultSecrets(vault);
        var forgotten = new HashSet<>(secrets.occupied());
        referred().forEach(forgotten::remove);
        secrets.erase(forgotten);
    }

    @Override
    public ErasableSecrets secrets() {
        return secrets;
    }

    @Override
    public void commit(UnitOfWork unit) {
        var writer = new UnitWriter(vault, secrets);
        unit.applyTo(writer);
        writer.commit();
    }

    @Override
    public void close() {
        vault.close();
    }

    /** {@link Vault#erase}. Nothing can be read or committed afterwards. */
    public void erase() {
        vault.erase();
    }

    /** What the application kept. */
    public Optional<FieldReader> kept(Shelf shelf, Bytes key) {
        return read(shelf, key, FieldReader::new);
    }

    /** Keys of what the application kept, ascending. */
    public List<Bytes> keys(Shelf shelf) {
        return vault.keys(shelf.number());
    }

    public int count(Shelf shelf) {
        return vault.size(shelf.number());
    }

    @Override
    public Instant highestTime() {
        return read(Shelf.COUNTERS, UnitWriter.HIGHEST_TIME, record -> new FieldReader(record).time())
                .orElse(Instant.EPOCH);
    }

    @Override
    public Optional<OwnDevice> ownDevice() {
        return read(Shelf.OWN_DEVICE, Keys.ONLY, Records::ownDevice);
    }

    @Override
    public long generation() {
        return counter(UnitWriter.GENERATION);
    }

    @Override
    public long lastCounter() {
        return counter(UnitWriter.COUNTER);
    }

    @Override
    public Optional<HeldPrekey> heldPrekey(PrekeyId id) {
        return read(Shelf.PREKEY, id.value(), Records::heldPrekey);
    }

    @Override
    public List<HeldPrekey> prekeysToErase(Instant now) {
        return all(Shelf.PREKEY, Keys.ONLY, Records::heldPrekey)
                .filter(prekey -> !prekey.eraseAt().isAfter(now))
                .toList();
    }

    @Override
    public List<GivenKey> givenKeys(DeviceAddress to, Instant now) {
        return vault.keys(Shelf.GIVEN_KEY.number(), Keys.of(to)).stream()
                .flatMap(key -> read(Shelf.GIVEN_KEY, key, record -> {
                            var id = Bytes.of(Arrays.copyOfRange(key.toArray(), 32, 48));
                            return new GivenKey(to, new PrekeyId(id), new FieldReader(record).time());
                        })
                        .stream())
                .filter(given -> given.expires().isAfter(now))
                .filter(given ->
                        vault.contains(Shelf.PREKEY.number(), given.id().value()))
                .toList();
    }

    @Override
    public List<ReceivedKey> receivedKeys(DeviceAddress from, Instant now) {
        return all(Shelf.RECEIVED_KEY, Keys.of(from), Records::receivedKey)
                .filter(key -> key.expires().isAfter(now))
                .sorted(Comparator.comparing(ReceivedKey::expires))
                .toList();
    }

    @Override
    public boolean wasUsed(DeviceAddress owner, PrekeyId id) {
        return vault.contains(Shelf.USED_PREKEY.number(), Keys.of(owner, id.value()));
    }

    @Override
    public Optional<Instant> newestBatch(UsedPrekey.Pool pool) {
        return read(Shelf.NEWEST_BATCH, UnitWriter.key(pool), record -> new FieldReader(record).time());
    }

    @Override
    public Optional<SendingLink> sendingLink(DeviceAddress peer) {
        return read(Shelf.SENDING_LINK, Keys.of(peer), LinkRecords::sendingLink);
    }

    @Override
    public List<ReceivingEpoch> receivingEpochs(DeviceAddress peer) {
        return all(Shelf.RECEIVING_EPOCH, Keys.of(peer), LinkRecords::receivingEpoch)
                .sorted(Comparator.comparingLong(ReceivingEpoch::order).reversed())
                .toList();
    }

    @Override
    public Optional<SkippedKey> skippedKey(DeviceAddress peer, ChainPlace place) {
        return read(Shelf.SKIPPED_KEY, LinkRecords.key(peer, place), LinkRecords::skippedKey);
    }

    @Override
    public List<SkippedKey> skippedKeys(DeviceAddress peer) {
        return all(Shelf.SKIPPED_KEY, Keys.of(peer), LinkRecords::skippedKey).toList();
    }

    @Override
    public List<SkippedKey> skippedKeysToErase(Instant now) {
        return all(Shelf.SKIPPED_KEY, Keys.ONLY, LinkRecords::skippedKey)
                .filter(key -> !key.eraseAt().isAfter(now))
                .toList();
    }

    @Override
    public List<Gap> gaps(DeviceAddress peer) {
        return all(Shelf.GAP, Keys.of(peer), LinkRecords::gap).toList();
    }

    @Override
    public List<Gap> gaps() {
        return all(Shelf.GAP, Keys.ONLY, LinkRecords::gap).toList();
    }

    @Override
    public List<DeviceAddress> linkedDevices(UserId user) {
        return Stream.concat(
                        all(Shelf.SENDING_LINK, user.value(), LinkRecords::sendingLink)
                                .map(SendingLink::peer),
                        all(Shelf.RECEIVING_EPOCH, user.value(), LinkRecords::receivingEpoch)
                                .map(ReceivingEpoch::peer))
                .distinct()
                .toList();
    }

    @Override
    public ReplayWindow replayWindow(DeviceAddress sender) {
        return read(Shelf.REPLAY_WINDOW, Keys.of(sender), Records::replayWindow).orElse(ReplayWindow.EMPTY);
    }

    @Override
    public Optional<Bytes> seenHash(DeviceAddress sender, MessageId message) {
        return read(Shelf.SEEN_ENVELOPE, Keys.of(sender, message.value()), record -> {
            var in = new FieldReader(record);
            in.time();
            return in.bytes();
        });
    }

    @Override
    public boolean wasTakenIn(UserId author, MessageId message) {
        return vault.contains(Shelf.SEEN_MESSAGE.number(), UnitWriter.key(author, message));
    }

    @Override
    public List<AskedAgain> askedAgain(DeviceAddress device) {
        return all(Shelf.ASKED_AGAIN, Keys.of(device), Records::askedAgain).toList();
    }

    @Override
    public List<UserId> pinnedUsers() {
        return vault.keys(Shelf.PINNED_LIST.number()).stream().map(UserId::new).toList();
    }

    @Override
    public Optional<PinnedList> pinnedList(UserId user) {
        return read(Shelf.PINNED_LIST, user.value(), Records::pinnedList);
    }

    private Stream<Slot> referred() {
        return Stream.of(
                        ownDevice().stream().flatMap(OwnDevice::slots),
                        all(Shelf.PREKEY, Keys.ONLY, Records::heldPrekey).map(HeldPrekey::slot),
                        all(Shelf.SENDING_LINK, Keys.ONLY, LinkRecords::sendingLink)
                                .flatMap(link -> link.slots().stream()),
                        all(Shelf.RECEIVING_EPOCH, Keys.ONLY, LinkRecords::receivingEpoch)
                                .flatMap(epoch -> epoch.slots().stream()),
                        all(Shelf.SKIPPED_KEY, Keys.ONLY, LinkRecords::skippedKey)
                                .map(SkippedKey::slot))
                .flatMap(Function.identity());
    }

    private long counter(Bytes name) {
        return read(Shelf.COUNTERS, name, record -> new FieldReader(record).number())
                .orElse(0L);
    }

    private <T> Optional<T> read(Shelf shelf, Bytes key, Function<byte[], T> decode) {
        return vault.read(shelf.number(), key).map(decode);
    }

    private <T> Stream<T> all(Shelf shelf, Bytes prefix, Function<byte[], T> decode) {
        return vault.keys(shelf.number(), prefix).stream()
                .flatMap(key -> vault.read(shelf.number(), key).stream())
                .map(decode);
    }
}
