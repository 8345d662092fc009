package org.mayfly.messaging.prekey;

import org.mayfly.messaging.access.Actor;
import org.mayfly.protocol.value.DeviceId;
import org.mayfly.protocol.wire.ClaimPrekeys;
import org.mayfly.protocol.wire.ClaimedPrekey;
import org.mayfly.protocol.wire.PrekeyType;
import org.mayfly.protocol.wire.UploadPrekeys;

import java.util.List;
import jakarta.ejb.Local;

/** Stores and hands out one-time prekeys. Atomic; an exhausted pool gives fewer keys, never one twice. */
@Local
public interface Prekeys {

    /**
     * Adds a batch of either type, signed by the device.
     *
     * @return keys of the device, of the batch's type, that can be claimed now
     * @throws org.mayfly.messaging.refusal.RefusedException malformed, invalid-signature, prekey-reused, rate-limited
     */
    int upload(Actor.Device actor, UploadPrekeys upload);

    /**
     * Claims keys of one type, of devices of the own network. {@link PrekeysLow} is fired after the commit where a pool fell
     * to a quarter.
     *
     * @throws org.mayfly.messaging.refusal.RefusedException malformed, unknown-device, rate-limited
     */
    Claimed claim(Actor.Device actor, ClaimPrekeys claim);

    /** Keys of the device that can be claimed now. */
    int left(Actor.Device actor, PrekeyType type);

    record Claimed(List<ClaimedPrekey> prekeys, List<DeviceId> exhausted) {}

    /** CDI event, fired after the commit. */
    record PrekeysLow(DeviceId device, PrekeyType type, int left) {}
}
