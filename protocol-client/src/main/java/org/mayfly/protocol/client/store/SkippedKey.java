package org.mayfly.protocol.client.store;

import org.mayfly.protocol.value.Bytes;
import org.mayfly.protocol.value.DeviceAddress;

import java.time.Instant;

/**
 * The psk of a FRESH that did not come in its turn.
 *
 * @param epoch 32 bytes
 * @param slot holds the psk, 64 bytes
 */
public record SkippedKey(DeviceAddress peer, Bytes epoch, long index, Slot slot, Instant eraseAt) {}
