package org.mayfly.protocol.client.store;

import org.mayfly.protocol.value.Bytes;
import org.mayfly.protocol.value.PrekeyId;

import java.time.Instant;

/**
 * A one-time key of this device that was not used yet.
 *
 * @param publicKey 133 bytes
 * @param slot holds the private part, 66 bytes
 * @param eraseAt when the private part ends, used or not
 */
public record HeldPrekey(PrekeyId id, Bytes publicKey, Slot slot, Instant eraseAt) {}
