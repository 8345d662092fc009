package org.mayfly.protocol.client.store;

import org.mayfly.protocol.value.DeviceAddress;
import org.mayfly.protocol.value.PrekeyId;

import java.time.Instant;

/**
 * A one-time key of another device that this device sealed to: never again.
 *
 * @param batchCreated of the batch it came from; the newest one seen bounds how old another may be
 * @param forgetAt the batch has expired by then, so the key is refused anyway
 */
public record UsedPrekey(DeviceAddress owner, PrekeyId id, Instant batchCreated, Instant forgetAt) {}
