package org.mayfly.messaging.prekey;

import com.google.protobuf.ByteString;
import org.mayfly.messaging.database.AfterCommit;
import org.mayfly.messaging.refusal.Reason;
import org.mayfly.messaging.refusal.Refusal;
import org.mayfly.protocol.Limits;
import org.mayfly.protocol.merkle.MerkleProof;
import org.mayfly.protocol.value.Bytes;
import org.mayfly.protocol.value.DeviceAddress;
import org.mayfly.protocol.value.NetworkId;
import org.mayfly.protocol.wire.ClaimedPrekey;
import org.mayfly.protocol.wire.Prekey;
import org.mayfly.protocol.wire.PrekeyType;

import java.time.Clock;
import java.util.List;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;

/** Takes keys out of the pools of devices, and tells a device after the commit when its pool is at low water. */
@Dependent
class PrekeyPool {

    private final PrekeyStore store;
    private final AfterCommit afterCommit;
    private final Event<Prekeys.PrekeysLow> low;
    private final Clock clock;

    @Inject
    PrekeyPool(PrekeyStore store, AfterCommit afterCommit, Event<Prekeys.PrekeysLow> low, Clock clock) {
        this.store = store;
        this.afterCommit = afterCommit;
        this.low = low;
        this.clock = clock;
    }

    /** @throws org.mayfly.messaging.refusal.RefusedException unknown-device, naming them */
    void requireReachable(NetworkId network, List<Wanted> wanted) {
        var addresses = wanted.stream().map(Wanted::address).toList();
        var reachable = store.reachable(network, addresses);
        var unknown = addresses.stream()
                .filter(address -> !reachable.contains(address))
                .map(DeviceAddress::device)
                .toList();
        if (!unknown.isEmpty()) {
            throw new Refusal.Recipients(Reason.UNKNOWN_DEVICE, unknown).toException();
        }
    }

    List<ClaimedPrekey> take(PrekeyType type, Wanted wanted) {
        var now = clock.instant();
        var pool = new PrekeyStore.Pool(wanted.address().device(), type);
        var taken = store.take(pool, wanted.count(), now);
        int left = store.left(pool, now);
        if (left <= Limits.PREKEY_LOW_WATER) {
            afterCommit.run(() -> low.fire(new Prekeys.PrekeysLow(pool.device(), type, left)));
        }
        return taken.stream().map(one -> claimed(wanted.address(), one)).toList();
    }

    void purge() {
        store.purge(clock.instant());
    }

    private static ClaimedPrekey claimed(DeviceAddress owner, PrekeyStore.Taken taken) {
        var key = taken.key();
        return ClaimedPrekey.newBuilder()
                .setUser(wire(owner.user().value()))
                .setDevice(wire(owner.device().value()))
                .setBatch(taken.batch())
                .setPrekey(Prekey.newBuilder().setId(wire(key.id().value())).setKey(wire(key.key())))
                .setPath(new MerkleProof(key.leafIndex(), taken.leafCount(), key.siblings()).toWire())
                .build();
    }

    private static ByteString wire(Bytes bytes) {
        return ByteString.copyFrom(bytes.toArray());
    }
}
