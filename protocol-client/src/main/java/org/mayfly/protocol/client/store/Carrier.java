package org.mayfly.protocol.client.store;

import org.mayfly.protocol.value.MessageId;

import java.time.Instant;

/**
 * A wrap of this device that a sub-chain hangs from.
 *
 * @param number 0 for the START, else the index of the FRESH plus 1
 * @param message that it carried: a sealed receipt that names it confirms the carrier
 * @param confirmed the other device has it
 */
public record Carrier(long number, MessageId message, Instant sealedAt, ChainHead head, boolean confirmed) {

    public Carrier whenConfirmed() {
        return new Carrier(number, message, sealedAt, head, true);
    }

    public Carrier at(ChainHead next) {
        return new Carrier(number, message, sealedAt, next, confirmed);
    }
}
