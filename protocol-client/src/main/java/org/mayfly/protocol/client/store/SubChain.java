package org.mayfly.protocol.client.store;

/**
 * A chain that hangs from a carrier of another device.
 *
 * @param carrier 0 for the START, else the index of the FRESH plus 1
 */
public record SubChain(long carrier, ChainHead head) {

    /** Whether a CHAIN of it was opened. */
    public boolean wasUsed() {
        return head.index() > 0;
    }
}
