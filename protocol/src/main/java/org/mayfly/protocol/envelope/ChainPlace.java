package org.mayfly.protocol.envelope;

import org.mayfly.protocol.value.Bytes;

import java.util.OptionalLong;

/**
 * A place in a chain of an epoch: of the main chain, which FRESH take, or of a sub-chain, which CHAIN take.
 *
 * @param epoch 32 bytes
 * @param carrier what the sub-chain hangs from: 0 the START, else the index of a FRESH plus 1; empty in the main chain
 * @param index from 0 to 2^32 − 1
 */
public record ChainPlace(Bytes epoch, OptionalLong carrier, long index) {

    public static ChainPlace fresh(Bytes epoch, long index) {
        return new ChainPlace(epoch, OptionalLong.empty(), index);
    }

    public static ChainPlace chained(Bytes epoch, long carrier, long index) {
        return new ChainPlace(epoch, OptionalLong.of(carrier), index);
    }

    /** Another place of the same chain. */
    public ChainPlace at(long otherIndex) {
        return new ChainPlace(epoch, carrier, otherIndex);
    }

    public boolean isInSameChainAs(ChainPlace other) {
        return epoch.equals(other.epoch) && carrier.equals(other.carrier);
    }
}
