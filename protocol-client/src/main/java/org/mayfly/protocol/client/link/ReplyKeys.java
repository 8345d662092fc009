package org.mayfly.protocol.client.link;

import org.mayfly.protocol.Limits;
import org.mayfly.protocol.Sizes;
import org.mayfly.protocol.client.crypto.P521KeyPair;
import org.mayfly.protocol.client.envelope.ReplyKey;
import org.mayfly.protocol.client.envelope.WrapPlan.PointKey;
import org.mayfly.protocol.client.store.Change;
import org.mayfly.protocol.client.store.ClientStore;
import org.mayfly.protocol.client.store.GivenKey;
import org.mayfly.protocol.client.store.HeldPrekey;
import org.mayfly.protocol.client.store.ReceivedKey;
import org.mayfly.protocol.client.store.UsedPrekey;
import org.mayfly.protocol.crypto.CryptoProvider;
import org.mayfly.protocol.crypto.RandomSource;
import org.mayfly.protocol.value.DeviceAddress;
import org.mayfly.protocol.value.PrekeyId;
import org.mayfly.protocol.wire.PrekeyType;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** One-time keys that travel in wraps, so that an answer needs none of the server's: docs/protocol.md, "Wrap". */
public final class ReplyKeys {

    /** That a device gave another and that were not used: no more are given, or kept. */
    public static final int UNSPENT = 4;

    private final ClientStore store;

    public ReplyKeys(ClientStore store) {
        this.store = store;
    }

    /** A key for a wrap, with the changes that keep its private part. */
    public record Enclosed(ReplyKey key, List<Change> changes) {}

    /** Makes one for a device, unless it has enough. */
    public Optional<Enclosed> enclose(CryptoProvider provider, RandomSource random, DeviceAddress to, Instant now) {
        return store.givenKeys(to, now).size() < UNSPENT
                ? Optional.of(made(provider, random, to, now))
                : Optional.empty();
    }

    private Enclosed made(CryptoProvider provider, RandomSource random, DeviceAddress to, Instant now) {
        var id = new PrekeyId(random.bytes(Sizes.ID));
        var pair = P521KeyPair.generate(provider, random);
        var slot = store.secrets().reserve();
        var held = new HeldPrekey(
                id,
                PrekeyType.PREKEY_TYPE_P521,
                pair.publicKey().encoded(),
                slot,
                now.plus(Limits.PREKEY_PRIVATE_LIFE));
        return new Enclosed(
                ReplyKey.of(id, pair.publicKey(), now),
                List.of(
                        new Change.WriteSecret(slot, pair.scalar()),
                        new Change.PutPrekey(held),
                        new Change.PutGivenKey(new GivenKey(to, id, now.plus(Limits.PREKEY_LIFE)))));
    }

    /** Keeps one that came, where it is good, new and not one too many. */
    public List<Change> received(DeviceAddress from, ReplyKey key, Instant now) {
        var known = store.receivedKeys(from, now);
        var isNew = known.stream().noneMatch(other -> other.id().equals(key.id())) && !store.wasUsed(from, key.id());
        return key.usable(now)
                .filter(point -> isNew && known.size() < UNSPENT)
                .map(point -> List.<Change>of(new Change.PutReceivedKey(
                        new ReceivedKey(from, key.id(), point, Instant.ofEpochMilli(key.expires())))))
                .orElse(List.of());
    }

    /** For a FRESH. */
    Optional<PointKey> next(DeviceAddress from, Instant now) {
        return store.receivedKeys(from, now).stream()
                .findFirst()
                .map(received -> new PointKey(received.id(), received.key()));
    }

    /** Those among these that a wrap was sealed with: never again. */
    public List<Change> spent(DeviceAddress from, Collection<PrekeyId> ids, Instant now) {
        var changes = new ArrayList<Change>();
        store.receivedKeys(from, now).stream()
                .filter(received -> ids.contains(received.id()))
                .forEach(received -> {
                    changes.add(new Change.RemoveReceivedKey(from, received.id()));
                    changes.add(new Change.PutUsedPrekey(used(received)));
                });
        return changes;
    }

    /** It came from no batch. */
    private static UsedPrekey used(ReceivedKey received) {
        var pool = new UsedPrekey.Pool(received.from(), PrekeyType.PREKEY_TYPE_P521);
        return new UsedPrekey(
                pool, received.id(), Instant.EPOCH, received.expires().plus(Limits.CLOCK_TOLERANCE));
    }

    /** Nothing this device gave is used any more. */
    List<Change> forgetReceived(DeviceAddress from) {
        return store.receivedKeys(from, Instant.EPOCH).stream()
                .<Change>map(received -> new Change.RemoveReceivedKey(from, received.id()))
                .toList();
    }

    /** Nothing is opened with what this device was given any more. */
    List<Change> eraseGiven(DeviceAddress to) {
        return store.givenKeys(to, Instant.EPOCH).stream()
                .flatMap(given -> store.heldPrekey(given.id()).stream())
                .<Change>flatMap(
                        held -> Stream.of(new Change.RemovePrekey(held.id()), new Change.EraseSecret(held.slot())))
                .toList();
    }
}
