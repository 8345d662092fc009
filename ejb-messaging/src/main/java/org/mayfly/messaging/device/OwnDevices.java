package org.mayfly.messaging.device;

import org.mayfly.messaging.access.Actor;
import org.mayfly.protocol.value.Bytes;
import org.mayfly.protocol.value.DeviceId;
import org.mayfly.protocol.value.NetworkId;
import org.mayfly.protocol.value.UserId;
import org.mayfly.protocol.wire.DeviceClass;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import jakarta.ejb.Local;

/** What a device sees and decides of its own user's devices. */
@Local
public interface OwnDevices {

    /** In the order of the device list. */
    List<OwnDevice> list(Actor.Device actor);

    /**
     * @param sealed 1 to 192 bytes, which only the user's devices can read
     * @throws org.mayfly.messaging.refusal.RefusedException malformed, unknown-device: not of this user
     */
    void name(Actor.Device actor, DeviceId device, Bytes sealed);

    /** The device that waits for approval. */
    Optional<Waiting> waiting(Actor.Device actor);

    /**
     * Publishes the waiting list: the device is one of the user's from then on.
     *
     * @param listHash SHA-512 of the encoded list that the person agreed to
     * @throws org.mayfly.messaging.refusal.RefusedException conflicting-version: another one waits, or none, or the list in
     *     force has changed; too-many-devices
     */
    void approve(Actor.Device actor, Bytes listHash);

    /** No more waits, whatever waited. */
    void refuse(Actor.Device actor);

    /** @param lastSeen the first moment of the day, UTC; only while the policy allows it */
    record OwnDevice(
            DeviceId device,
            DeviceClass deviceClass,
            Instant created,
            Optional<Bytes> name,
            Optional<Instant> lastSeen,
            boolean current) {}

    record Waiting(Bytes list, Bytes signature, Optional<Bytes> name, Instant expires) {}

    /** CDI event, fired after the commit. */
    record DevicesChanged(NetworkId network, UserId user, long version) {}

    /** CDI event, fired after the commit: one waits, or waits no more. */
    record DeviceWaiting(NetworkId network, UserId user, DeviceId device) {}

    /** CDI event, fired after the commit. */
    record DeviceRevoked(DeviceId device) {}
}
