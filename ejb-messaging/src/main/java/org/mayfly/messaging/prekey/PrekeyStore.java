package org.mayfly.messaging.prekey;

import org.mayfly.protocol.value.Bytes;
import org.mayfly.protocol.value.DeviceAddress;
import org.mayfly.protocol.value.DeviceId;
import org.mayfly.protocol.value.NetworkId;
import org.mayfly.protocol.value.PrekeyId;
import org.mayfly.protocol.wire.PrekeyType;
import org.mayfly.protocol.wire.SignedPrekeyBatch;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/** Where prekeys are kept. All calls of a bean method are one transaction. */
interface PrekeyStore {

    /** A key of a batch with what a claimer needs to verify it. */
    record Key(PrekeyId id, Bytes key, int leafIndex, List<Bytes> siblings) {}

    /**
     * A verified batch.
     *
     * @param id 16 bytes
     * @param type of all its keys
     */
    record Batch(
            Bytes id, PrekeyType type, SignedPrekeyBatch signed, Instant created, Instant expires, List<Key> keys) {}

    /** The keys of one type that one device has to give. */
    record Pool(DeviceId device, PrekeyType type) {}

    /** A key that now is out of the pool for ever. */
    record Taken(SignedPrekeyBatch batch, Key key, int leafCount) {}

    /** @return false, with the transaction spoilt, if an id of the batch or of one of its keys was seen before, of any type */
    boolean add(DeviceId device, Batch batch);

    /**
     * Takes keys of the pool that have not expired, the oldest first: each is given to one caller only, also of several at once.
     *
     * @return fewer than wanted where the pool ran dry
     */
    List<Taken> take(Pool pool, int wanted, Instant now);

    /** Unexpired keys in the pool. */
    int left(Pool pool, Instant now);

    /** Those of the addresses that are devices of active users of the network. */
    Set<DeviceAddress> reachable(NetworkId network, Collection<DeviceAddress> devices);

    /**
     * The number of a claim, one above that of the last one that was committed. Until this transaction ends no other claim
     * gets one.
     */
    long nextClaim();

    /** Takes all keys of all devices out of the pools; those that were handed out stay known. */
    void discardAll();

    /** Deletes batches that have expired, with their keys. */
    void purge(Instant now);
}
