package org.mayfly.protocol.client.store;

import org.mayfly.protocol.value.Bytes;
import org.mayfly.protocol.value.DeviceAddress;
import org.mayfly.protocol.value.MessageId;

import java.time.Instant;

/**
 * The newest START of this device to another, and how far the chain went.
 *
 * @param epoch 32 bytes
 * @param chainSlot holds CK of {@code index}, 64 bytes
 * @param index of the next FRESH
 * @param start the message that carried the START
 * @param messages sealed in this epoch, the START among them
 * @param confirmed the other device acknowledged the START by a sealed receipt
 */
public record SendingLink(
        DeviceAddress peer,
        Bytes epoch,
        Slot chainSlot,
        long index,
        MessageId start,
        Instant startedAt,
        int messages,
        boolean confirmed) {

    public SendingLink whenConfirmed() {
        return new SendingLink(peer, epoch, chainSlot, index, start, startedAt, messages, true);
    }

    public SendingLink advanced(Slot nextChainSlot) {
        return new SendingLink(peer, epoch, nextChainSlot, index + 1, start, startedAt, messages + 1, confirmed);
    }
}
