package org.mayfly.protocol.client.link;

import org.mayfly.protocol.Limits;
import org.mayfly.protocol.client.store.ChainHead;
import org.mayfly.protocol.client.store.Change;
import org.mayfly.protocol.client.store.ClientStore;
import org.mayfly.protocol.client.store.ReceivingEpoch;
import org.mayfly.protocol.client.store.SkippedKey;
import org.mayfly.protocol.client.store.Slot;
import org.mayfly.protocol.client.store.SubChain;
import org.mayfly.protocol.crypto.CryptoProvider;
import org.mayfly.protocol.envelope.ChainPlace;
import org.mayfly.protocol.value.DeviceAddress;
import org.mayfly.protocol.value.SecretBytes;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The recipient's side of links: finds the psk of a FRESH or CHAIN, keeps skipped ones, and says what opening changes. */
public final class LinkReceiving {

    public static final int EPOCHS_KEPT = 2;
    public static final int SKIPPED_KEPT = 1000;

    private final ClientStore store;
    private final Chain chain;
    private final Gaps gaps;

    public LinkReceiving(CryptoProvider provider, ClientStore store) {
        this.store = store;
        this.chain = new Chain(provider);
        this.gaps = new Gaps(store);
    }

    /**
     * The step to a wrap of this place; empty for an unknown epoch, one of another suite, an unknown sub-chain, a used
     * place or one too far ahead. Changes nothing.
     */
    public Optional<ChainStep> locate(DeviceAddress peer, ReceivingEpoch.Id id, ChainPlace place) {
        return store.receivingEpochs(peer).stream()
                .filter(known -> known.id().equals(id))
                .findFirst()
                .flatMap(epoch -> epoch.head(place).flatMap(head -> locate(epoch, head, place)));
    }

    private Optional<ChainStep> locate(ReceivingEpoch epoch, ChainHead head, ChainPlace place) {
        return place.index() < head.index() ? skipped(epoch, place) : ahead(epoch, head, place);
    }

    private Optional<ChainStep> skipped(ReceivingEpoch epoch, ChainPlace place) {
        return store.skippedKey(epoch.peer(), place)
                .map(key -> new ChainStep.Skipped(epoch, key, store.secrets().read(key.slot())));
    }

    private Optional<ChainStep> ahead(ReceivingEpoch epoch, ChainHead head, ChainPlace place) {
        var toSkip = place.index() - head.index();
        if (toSkip + store.skippedKeys(epoch.peer()).size() > SKIPPED_KEPT) {
            return Optional.empty();
        }
        var psks = new ArrayList<SecretBytes>();
        var chainKey = store.secrets().read(head.slot());
        for (long at = head.index(); at <= place.index(); at++) {
            psks.add(chain.psk(chainKey));
            var next = chain.next(chainKey);
            chainKey.destroy();
            chainKey = next;
        }
        return Optional.of(new ChainStep.Ahead(epoch, place, psks, chainKey));
    }

    /** The FRESH or CHAIN was opened. What it begins stays the caller's to close. */
    public List<Change> afterStep(ChainStep step, Begun begun, Instant now) {
        var changes = new ArrayList<Change>();
        var moved = step.fold(
                skipped -> {
                    changes.addAll(erase(skipped.key()));
                    changes.add(Gaps.came(skipped.key().peer(), skipped.place()));
                    return skipped.epoch();
                },
                ahead -> advance(ahead, now, changes));
        var kept = withoutOlder(moved, step.place(), changes);
        changes.add(new Change.PutReceivingEpoch(withCarried(kept, step.place(), begun, changes)));
        return changes;
    }

    private ReceivingEpoch advance(ChainStep.Ahead ahead, Instant now, List<Change> changes) {
        var epoch = ahead.epoch();
        var place = ahead.place();
        var old = epoch.head(place).orElseThrow();
        var slot = write(ahead.nextChainKey(), changes);
        changes.add(new Change.EraseSecret(old.slot()));
        for (long index = old.index(); index < place.index(); index++) {
            var skipped = write(ahead.psks().get((int) (index - old.index())), changes);
            changes.add(new Change.PutSkippedKey(
                    new SkippedKey(epoch.peer(), place.at(index), skipped, now.plus(Limits.PREKEY_PRIVATE_LIFE))));
        }
        changes.addAll(gaps.passedOver(epoch.peer(), place.at(old.index()), place.index(), now));
        return epoch.advanced(place, new ChainHead(slot, place.index() + 1));
    }

    /** A CHAIN opened: the sub-chains of older carriers end. */
    private ReceivingEpoch withoutOlder(ReceivingEpoch epoch, ChainPlace place, List<Change> changes) {
        if (place.carrier().isEmpty()) {
            return epoch;
        }
        var carrier = place.carrier().getAsLong();
        var kept = new ArrayList<SubChain>();
        for (var sub : epoch.subChains()) {
            if (sub.carrier() >= carrier) {
                kept.add(sub);
            } else {
                changes.add(new Change.EraseSecret(sub.head().slot()));
                var old = ChainPlace.chained(epoch.epoch(), sub.carrier(), 0);
                store.skippedKeys(epoch.peer()).stream()
                        .filter(key -> key.place().isInSameChainAs(old))
                        .forEach(key -> changes.addAll(erase(key)));
            }
        }
        return epoch.withSubChains(kept);
    }

    /** A carrier opened: its sub-chain begins, unless it comes so late that a newer one is in use. */
    private ReceivingEpoch withCarried(ReceivingEpoch epoch, ChainPlace place, Begun begun, List<Change> changes) {
        return begun.fold(
                start -> epoch,
                subChain -> {
                    var carrier = Chain.carrier(place).orElseThrow();
                    var overtaken =
                            epoch.subChains().stream().anyMatch(known -> known.carrier() > carrier && known.wasUsed());
                    return overtaken
                            ? epoch
                            : epoch.with(new SubChain(carrier, ChainHead.first(write(subChain.key(), changes))));
                },
                nothing -> epoch);
    }

    /**
     * A START was opened: of its epoch and those before, the two newest are kept. What it begins stays the caller's to
     * close.
     *
     * @param counter of its message: a START that was overtaken is not the newest
     */
    public List<Change> afterStart(DeviceAddress peer, ReceivingEpoch.Id id, long counter, Begun.Epoch begun) {
        var known = store.receivingEpochs(peer);
        var newer = known.stream().filter(epoch -> epoch.order() > counter).count();
        var changes = new ArrayList<Change>();
        if (newer < EPOCHS_KEPT) {
            var main = ChainHead.first(write(begun.chainKey(), changes));
            var sub = new SubChain(0, ChainHead.first(write(begun.subChainKey(), changes)));
            changes.add(new Change.PutReceivingEpoch(new ReceivingEpoch(peer, id, counter, main, List.of(sub))));
            known.stream().skip(EPOCHS_KEPT - 1).forEach(old -> changes.addAll(end(old)));
        }
        return changes;
    }

    private Slot write(SecretBytes secret, List<Change> changes) {
        var slot = store.secrets().reserve();
        changes.add(new Change.WriteSecret(slot, SecretBytes.takeOver(secret.expose())));
        return slot;
    }

    /** Everything received from this device so far ends. */
    public List<Change> drop(DeviceAddress peer) {
        return Stream.concat(
                        store.receivingEpochs(peer).stream().flatMap(epoch -> end(epoch).stream()),
                        new ReplyKeys(store).eraseGiven(peer).stream())
                .toList();
    }

    private List<Change> end(ReceivingEpoch epoch) {
        var changes = new ArrayList<Change>();
        changes.add(new Change.RemoveReceivingEpoch(epoch.peer(), epoch.epoch()));
        epoch.slots().forEach(slot -> changes.add(new Change.EraseSecret(slot)));
        store.skippedKeys(epoch.peer()).stream()
                .filter(key -> key.place().epoch().equals(epoch.epoch()))
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
        return List.of(new Change.RemoveSkippedKey(key.peer(), key.place()), new Change.EraseSecret(key.slot()));
    }
}
