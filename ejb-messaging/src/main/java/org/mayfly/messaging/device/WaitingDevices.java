package org.mayfly.messaging.device;

import com.google.protobuf.InvalidProtocolBufferException;
import org.mayfly.messaging.database.AfterCommit;
import org.mayfly.messaging.device.JdbcWaitingDevices.Stored;
import org.mayfly.messaging.device.OwnDevices.DeviceWaiting;
import org.mayfly.messaging.refusal.Reason;
import org.mayfly.protocol.value.Bytes;
import org.mayfly.protocol.value.DeviceId;
import org.mayfly.protocol.value.NetworkId;
import org.mayfly.protocol.value.UserId;
import org.mayfly.protocol.wire.UploadPrekeys;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;

/** The one device of a user that may wait for approval, for a day. Whoever changes it has locked the user. */
@Dependent
public class WaitingDevices {

    private static final Duration LIFE = Duration.ofDays(1);

    private final JdbcWaitingDevices stored;
    private final AfterCommit afterCommit;
    private final Event<DeviceWaiting> events;
    private final Clock clock;

    @Inject
    public WaitingDevices(
            JdbcWaitingDevices stored, AfterCommit afterCommit, Event<DeviceWaiting> events, Clock clock) {
        this.stored = stored;
        this.afterCommit = afterCommit;
        this.events = events;
        this.clock = clock;
    }

    /** Replaces an older one. */
    public void put(ListChanges.Change change, Devices.FirstPrekeys first, Optional<Bytes> name) {
        var signed = change.after().signed();
        var device = change.added().device();
        var user = change.after().user();
        stored.put(
                user,
                new Stored(
                        device,
                        Bytes.of(signed.getList().toByteArray()),
                        Bytes.of(signed.getSignature().toByteArray()),
                        Bytes.of(first.classical().toByteArray()),
                        first.kem().map(kem -> Bytes.of(kem.toByteArray())),
                        name,
                        clock.instant().plus(LIFE)));
        tell(change.network(), user, device);
    }

    Optional<Stored> find(UserId user) {
        return stored.find(user, clock.instant());
    }

    /** @return what waited */
    public Optional<DeviceId> end(NetworkId network, UserId user) {
        var ended = stored.remove(user);
        ended.ifPresent(device -> tell(network, user, device));
        return ended;
    }

    void purge() {
        stored.purge(clock.instant());
    }

    static Devices.FirstPrekeys firstPrekeys(Stored waiting) {
        return new Devices.FirstPrekeys(
                parse(waiting.prekeys()), waiting.kemPrekeys().map(WaitingDevices::parse));
    }

    private static UploadPrekeys parse(Bytes bytes) {
        try {
            return UploadPrekeys.parseFrom(bytes.toArray());
        } catch (InvalidProtocolBufferException damaged) {
            throw Reason.CONFLICTING_VERSION.refused();
        }
    }

    private void tell(NetworkId network, UserId user, DeviceId device) {
        afterCommit.run(() -> events.fire(new DeviceWaiting(network, user, device)));
    }
}
