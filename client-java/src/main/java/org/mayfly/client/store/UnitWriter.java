package org.mayfly.client.store;

import org.mayfly.client.vault.Vault;
import org.mayfly.client.vault.VaultStep;
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
import java.util.List;

/** Turns the changes of one unit of work into one step of the vault. */
final class UnitWriter implements Change.Target {

    static final Bytes GENERATION = Keys.number(1);
    static final Bytes COUNTER = Keys.number(2);
    static final Bytes HIGHEST_TIME = Keys.number(3);

    /** Shelves whose records begin with the time when they are to be forgotten. */
    private static final List<Shelf> FORGOTTEN = List.of(
            Shelf.USED_PREKEY,
            Shelf.SEEN_ENVELOPE,
            Shelf.SEEN_MESSAGE,
            Shelf.ASKED_AGAIN,
            Shelf.GIVEN_KEY,
            Shelf.RECEIVED_KEY);

    private final Vault vault;
    private final VaultSecrets secrets;
    private final VaultStep step = new VaultStep();
    private final List<SecretBytes> written = new ArrayList<>();
    private final List<Slot> erased = new ArrayList<>();

    UnitWriter(Vault vault, VaultSecrets secrets) {
        this.vault = vault;
        this.secrets = secrets;
    }

    /** The name of the record of a pool's newest batch. */
    static Bytes key(UsedPrekey.Pool pool) {
        return Keys.of(pool.owner(), Keys.number(pool.type().getNumber()));
    }

    /** The name of the record of a text that was taken in. */
    static Bytes key(UserId author, MessageId message) {
        return Keys.joined(author.value(), message.value());
    }

    void commit() {
        vault.commit(step);
        step.eraseValues();
        secrets.free(erased);
        written.forEach(SecretBytes::destroy);
    }

    @Override
    public void writeSecret(Slot slot, SecretBytes secret) {
        secrets.put(step, slot, secret);
        written.add(secret);
    }

    @Override
    public void eraseSecret(Slot slot) {
        erase(Shelf.SECRET, Keys.number(slot.number()));
        erased.add(slot);
    }

    @Override
    public void putOwnDevice(OwnDevice device) {
        put(Shelf.OWN_DEVICE, Keys.ONLY, Records.encode(device));
    }

    @Override
    public void putGeneration(long generation) {
        put(Shelf.COUNTERS, GENERATION, new FieldWriter().number(generation).toArray());
    }

    @Override
    public void putCounter(long counter) {
        put(Shelf.COUNTERS, COUNTER, new FieldWriter().number(counter).toArray());
    }

    @Override
    public void putPrekey(HeldPrekey prekey) {
        put(Shelf.PREKEY, prekey.id().value(), Records.encode(prekey));
    }

    @Override
    public void removePrekey(PrekeyId id) {
        erase(Shelf.PREKEY, id.value());
    }

    @Override
    public void putGivenKey(GivenKey key) {
        put(
                Shelf.GIVEN_KEY,
                Keys.of(key.to(), key.id().value()),
                new FieldWriter().time(key.expires()).toArray());
    }

    @Override
    public void putReceivedKey(ReceivedKey key) {
        put(Shelf.RECEIVED_KEY, Keys.of(key.from(), key.id().value()), Records.encode(key));
    }

    @Override
    public void removeReceivedKey(DeviceAddress from, PrekeyId id) {
        erase(Shelf.RECEIVED_KEY, Keys.of(from, id.value()));
    }

    @Override
    public void putUsedPrekey(UsedPrekey prekey) {
        put(
                Shelf.USED_PREKEY,
                Keys.of(prekey.owner(), prekey.id().value()),
                new FieldWriter().time(prekey.forgetAt()).toArray());
        raise(Shelf.NEWEST_BATCH, key(prekey.pool()), prekey.batchCreated());
    }

    @Override
    public void putSendingLink(SendingLink link) {
        put(Shelf.SENDING_LINK, Keys.of(link.peer()), LinkRecords.encode(link));
    }

    @Override
    public void removeSendingLink(DeviceAddress peer) {
        erase(Shelf.SENDING_LINK, Keys.of(peer));
    }

    @Override
    public void putReceivingEpoch(ReceivingEpoch epoch) {
        put(Shelf.RECEIVING_EPOCH, Keys.of(epoch.peer(), epoch.epoch()), LinkRecords.encode(epoch));
    }

    @Override
    public void removeReceivingEpoch(DeviceAddress peer, Bytes epoch) {
        erase(Shelf.RECEIVING_EPOCH, Keys.of(peer, epoch));
    }

    @Override
    public void putSkippedKey(SkippedKey key) {
        put(Shelf.SKIPPED_KEY, LinkRecords.key(key.peer(), key.place()), LinkRecords.encode(key));
    }

    @Override
    public void removeSkippedKey(DeviceAddress peer, ChainPlace place) {
        erase(Shelf.SKIPPED_KEY, LinkRecords.key(peer, place));
    }

    @Override
    public void putGap(Gap gap) {
        put(Shelf.GAP, LinkRecords.key(gap.peer(), gap.place()), LinkRecords.encode(gap));
    }

    @Override
    public void removeGap(DeviceAddress peer, ChainPlace place) {
        erase(Shelf.GAP, LinkRecords.key(peer, place));
    }

    @Override
    public void putReplayWindow(DeviceAddress sender, ReplayWindow window) {
        put(Shelf.REPLAY_WINDOW, Keys.of(sender), Records.encode(window));
    }

    @Override
    public void putSeenEnvelope(SeenEnvelope envelope) {
        put(
                Shelf.SEEN_ENVELOPE,
                Keys.of(envelope.sender(), envelope.message().value()),
                new FieldWriter()
                        .time(envelope.forgetAt())
                        .bytes(envelope.hash())
                        .toArray());
    }

    @Override
    public void putSeenMessage(SeenMessage message) {
        put(
                Shelf.SEEN_MESSAGE,
                key(message.author(), message.message()),
                new FieldWriter().time(message.forgetAt()).toArray());
    }

    @Override
    public void putAskedAgain(AskedAgain asked) {
        put(Shelf.ASKED_AGAIN, Keys.of(asked.device(), asked.envelope().value()), Records.encode(asked));
    }

    @Override
    public void putPinnedList(PinnedList list) {
        put(Shelf.PINNED_LIST, list.user().value(), Records.encode(list));
    }

    @Override
    public void advanceClock(Instant time) {
        raise(Shelf.COUNTERS, HIGHEST_TIME, time);
    }

    @Override
    public void forget(Instant now) {
        for (var shelf : FORGOTTEN) {
            for (var key : vault.keys(shelf.number())) {
                var forgetAt = vault.read(shelf.number(), key).map(record -> new FieldReader(record).time());
                if (forgetAt.isPresent() && !forgetAt.get().isAfter(now)) {
                    erase(shelf, key);
                }
            }
        }
    }

    @Override
    public void application(Change.Application change) {
        if (change instanceof Keep keep) {
            put(keep.shelf(), keep.key(), keep.value().toArray());
        } else if (change instanceof Drop drop) {
            erase(drop.shelf(), drop.key());
        } else {
            throw new IllegalArgumentException("an application keeps or drops");
        }
    }

    private void raise(Shelf shelf, Bytes key, Instant time) {
        var known = step.pending(shelf.number(), key)
                .or(() -> vault.read(shelf.number(), key))
                .map(record -> new FieldReader(record).time());
        if (known.isEmpty() || time.isAfter(known.get())) {
            put(shelf, key, new FieldWriter().time(time).toArray());
        }
    }

    private void put(Shelf shelf, Bytes key, byte[] value) {
        step.put(shelf.number(), key, value);
    }

    private void erase(Shelf shelf, Bytes key) {
        step.erase(shelf.number(), key);
    }
}
