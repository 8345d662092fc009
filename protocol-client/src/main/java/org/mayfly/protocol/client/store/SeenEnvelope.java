package org.mayfly.protocol.client.store;

import org.mayfly.protocol.value.Bytes;
import org.mayfly.protocol.value.DeviceAddress;
import org.mayfly.protocol.value.MessageId;

import java.time.Instant;

/**
 * Tombstone of an envelope that was received: no content, only what recognises it.
 *
 * @param hash 64 bytes, of R8
 * @param forgetAt later than the end of every private key that could open it
 */
public record SeenEnvelope(DeviceAddress sender, MessageId message, Bytes hash, Instant forgetAt) {}
