package org.mayfly.protocol.client.store;

import org.mayfly.protocol.envelope.ChainPlace;
import org.mayfly.protocol.value.DeviceAddress;

import java.time.Instant;

/**
 * The psk of a FRESH or CHAIN that did not come in its turn.
 *
 * @param slot holds the psk, 64 bytes
 */
public record SkippedKey(DeviceAddress peer, ChainPlace place, Slot slot, Instant eraseAt) {}
