package org.mayfly.protocol.client.store;

import org.mayfly.protocol.value.DeviceAddress;
import org.mayfly.protocol.value.PrekeyId;

import java.time.Instant;

/**
 * An own one-time key that travelled in a wrap, for this device alone.
 *
 * @param expires the device does not use it from then on
 */
public record GivenKey(DeviceAddress to, PrekeyId id, Instant expires) {}
