package org.mayfly.protocol.client.store;

import org.mayfly.protocol.value.Bytes;
import org.mayfly.protocol.value.PrekeyId;
import org.mayfly.protocol.wire.PrekeyType;

import java.time.Instant;

/**
 * A one-time key of this device that was not used yet.
 *
 * @param publicKey 133 or 1,568 bytes
 * @param slot holds the private part: a scalar of 66 bytes, or a seed of 64
 * @param eraseAt when the private part ends, used or not
 */
public record HeldPrekey(PrekeyId id, PrekeyType type, Bytes publicKey, Slot slot, Instant eraseAt) {}
