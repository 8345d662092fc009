package org.mayfly.protocol.client.link;

import org.mayfly.protocol.Limits;
import org.mayfly.protocol.client.store.Change;
import org.mayfly.protocol.client.store.ClientStore;
import org.mayfly.protocol.client.store.ReceivingEpoch;
import org.mayfly.protocol.client.store.SkippedKey;
import org.mayfly.protocol.crypto.CryptoProvider;
import org.mayfly.protocol.envelope.EnvelopeWrap.ChainPlace;
import org.mayfly.protocol.value.DeviceAddress;
import org.mayfly.protocol.value.SecretBytes;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The recipient's side of links: finds a FRESH's psk, keeps skipped ones, and says what opening changes. */
public final class LinkReceiving {

    public static final int EPOCHS_KEPT = 2;
    public static final int SKIPPED_KEPT = 1000;

    private final ClientStore store;
    private final Chain chain;

    public LinkReceiving(CryptoProvider provider, ClientStore store) {
        this.store = store;
        this.chain = new Chain(provider);
    }

    /** The step to a FRESH of this place; empty for an unknown epoch, a used index or one too far ahead. Changes nothing. */
    public Optional<ChainStep> locate(DeviceAddress peer, ChainPlace place) {
        var epoch = store.receivingEpochs(peer).stream()
                .filter(known -> known.epoch().equals(place.epoch()))
                .findFirst();
        if (epoch.isEmpty()) {
            return Optional.empty();
        }
        return place.index() < epoch.get().index() ? skipped(peer, place) : ahead(epoch.get(), place.index());
    }

    private Optional<ChainStep> skipped(DeviceAddress peer, ChainPlace place) {
        return store.skippedKey(peer, place.epoch(), place.index())
                .map(key -> new ChainStep.Skipped(key, store.secrets().read(key.slot())));
    }

    private Optional<ChainStep> ahead(ReceivingEpoch epoch, long index) {
        var toSkip = index - epoch.index();
        if (toSkip + store.skippedKeys(epoch.peer()).size() > SKIPPED_KEPT) {
            return Optional.empty();
        }
        var psks = new ArrayList<SecretBytes>();
        var chainKey = store.secrets().read(epoch.chainSlot());
        for (long at = epoch.index(); at <= index; at++) {
            psks.add(chain.psk(chainKey));
            var next = chain.next(chainKey);
            chainKey.destroy();
            chainKey = next;
        }
        return Optional.of(new ChainStep.Ahead(epoch, psks, chainKey));
    }

    /** The FRESH was opened. */
    public List<Change> afterFresh(ChainStep step, Instant now) {
        return step.fold(
                skipped -> List.of(
                        new Change.RemoveSkippedKey(
                                skipped.key().peer(),
                                skipped.key().epoch(),
                                skipped.key().index()),
                        new Change.EraseSecret(skipped.key().slot())),
                ahead -> advance(ahead, now));
    }

    private List<Change> advance(ChainStep.Ahead ahead, Instant now) {
        var epoch = ahead.epoch();
        var slot = store.secrets().reserve();
        var last = ahead.psks().size() - 1;
        var changes = new ArrayList<Change>();
        changes.add(new Change.WriteSecret(
                slot, SecretBytes.takeOver(ahead.nextChainKey().expose())));
        changes.add(new Change.PutReceivingEpoch(epoch.advancedTo(epoch.index() + last + 1, slot)));
        changes.add(new Change.EraseSecret(epoch.chainSlot()));
        for (int i = 0; i < last; i++) {
            var skippedSlot = store.secrets().reserve();
            changes.add(new Change.WriteSecret(
                    skippedSlot, SecretBytes.takeOver(ahead.psks().get(i).expose())));
            changes.add(new Change.PutSkippedKey(new SkippedKey(
                    epoch.peer(),
                    epoch.epoch(),
                    epoch.index() + i,
                    skippedSlot,
                    now.plus(Limits.PREKEY_PRIVATE_LIFE))));
        }
        return changes;
    }

    /** A START was opened: its chain is the newest, the third newest ends. */
    public List<Change> afterStart(DeviceAddress peer, Chain.Begun begun) {
        var known = store.receivingEpochs(peer);
        var order = known.isEmpty() ? 1 : known.get(0).order() + 1;
        var slot = store.secrets().reserve();
        var changes = new ArrayList<Change>();
        changes.add(new Change.WriteSecret(
                slot, SecretBytes.takeOver(begun.chainKey().expose())));
        changes.add(new Change.PutReceivingEpoch(new ReceivingEpoch(peer, begun.epoch(), order, slot, 0)));
        known.stream().skip(EPOCHS_KEPT - 1).forEach(old -> changes.addAll(end(old)));
        return changes;
    }

    /** Everything received from this device so far ends. */
    public List<Change> drop(DeviceAddress peer) {
        return store.receivingEpochs(peer).stream()
                .flatMap(epoch -> end(epoch).stream())
                .toList();
    }

    private List<Change> end(ReceivingEpoch epoch) {
        var changes = new ArrayList<Change>();
        changes.add(new Change.RemoveReceivingEpoch(epoch.peer(), epoch.epoch()));
        changes.add(new Change.EraseSecret(epoch.chainSlot()));
        store.skippedKeys(epoch.peer()).stream()
                .filter(key -> key.epoch().equals(epoch.epoch()))
                .forEach(key -> changes.addAll(erase(key)));
        return changes;
    }

    /** Skipped keys whose time is over. */
    public List<Change> expire(Instant now) {
        return store.skippedKeysToErase(now).stream()
                .flatMap(key -> erase(key).stream())
                .toList();
    }

    private static List<Change> erase(SkippedKey key) {
        return List.of(
                new Change.RemoveSkippedKey(key.peer(), key.epoch(), key.index()), new Change.EraseSecret(key.slot()));
    }
}
