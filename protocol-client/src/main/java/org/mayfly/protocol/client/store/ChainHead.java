package org.mayfly.protocol.client.store;

/**
 * How far a chain went.
 *
 * @param slot holds the chain key of {@code index}, 64 bytes
 * @param index of the next place
 */
public record ChainHead(Slot slot, long index) {

    /** The chain's first place. */
    public static ChainHead first(Slot slot) {
        return new ChainHead(slot, 0);
    }
}
