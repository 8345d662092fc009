package org.mayfly.protocol.client;

import org.mayfly.protocol.value.Bytes;
import org.mayfly.protocol.value.DeviceAddress;
import org.mayfly.protocol.value.MessageId;

import java.time.Instant;

/**
 * A message that passed every check.
 *
 * @param conversation 32 bytes
 * @param counter the sending device's, never used twice
 * @param lifetime already cut to the network's maximum
 * @param receiptDue its sender waits for a {@link MessageContent.Delivered} that names it
 */
public record ReceivedMessage(
        MessageId id,
        DeviceAddress sender,
        Bytes conversation,
        long counter,
        Instant sentAt,
        Lifetime lifetime,
        MessageContent content,
        boolean receiptDue) {

    public Instant expiry() {
        return lifetime.expiry(sentAt);
    }
}
