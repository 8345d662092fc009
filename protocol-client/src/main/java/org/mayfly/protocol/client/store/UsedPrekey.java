package org.mayfly.protocol.client.store;

import org.mayfly.protocol.value.DeviceAddress;
import org.mayfly.protocol.value.PrekeyId;
import org.mayfly.protocol.wire.PrekeyType;

import java.time.Instant;

/**
 * A one-time key of another device that this device sealed to: never again.
 *
 * @param pool of which it came
 * @param batchCreated of the batch it came from; the newest one seen of a pool bounds how old another may be
 * @param forgetAt the batch has expired by then, so the key is refused anyway
 */
public record UsedPrekey(Pool pool, PrekeyId id, Instant batchCreated, Instant forgetAt) {

    /** The one-time keys of one type of a device. */
    public record Pool(DeviceAddress owner, PrekeyType type) {}

    public DeviceAddress owner() {
        return pool.owner();
    }
}
