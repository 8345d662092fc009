package org.mayfly.protocol.client.store;

import org.mayfly.protocol.value.Bytes;
import org.mayfly.protocol.value.DeviceAddress;

/**
 * A chain that another device started to this one.
 *
 * @param epoch 32 bytes
 * @param order grows with every START of this peer; the two highest are kept
 * @param chainSlot holds CK of {@code index}, 64 bytes
 * @param index of the next FRESH
 */
public record ReceivingEpoch(DeviceAddress peer, Bytes epoch, long order, Slot chainSlot, long index) {

    public ReceivingEpoch advancedTo(long nextIndex, Slot nextChainSlot) {
        return new ReceivingEpoch(peer, epoch, order, nextChainSlot, nextIndex);
    }
}
