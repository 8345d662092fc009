package org.mayfly.protocol.client.store;

import org.mayfly.protocol.crypto.P521PublicKey;
import org.mayfly.protocol.value.DeviceAddress;
import org.mayfly.protocol.value.PrekeyId;

import java.time.Instant;

/** A one-time key that a device gave this one in a wrap, not used yet. */
public record ReceivedKey(DeviceAddress from, PrekeyId id, P521PublicKey key, Instant expires) {}
