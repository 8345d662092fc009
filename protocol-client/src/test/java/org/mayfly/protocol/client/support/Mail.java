package org.mayfly.protocol.client.support;

import org.mayfly.protocol.client.Draft;
import org.mayfly.protocol.value.DeviceAddress;
import org.mayfly.protocol.value.PrekeyId;
import org.mayfly.protocol.wire.RecipientWrap;
import org.mayfly.protocol.wire.Submit;

import java.util.List;

/**
 * An envelope for one device, and what the model knows of it.
 *
 * @param number of the wrap, in the order of sealing
 * @param counter the sender's
 * @param draft what was sealed
 */
record Mail(
        int number,
        DeviceAddress from,
        DeviceAddress to,
        long counter,
        Draft draft,
        RecipientWrap wrap,
        Submit submit) {

    List<PrekeyId> prekeys() {
        return Wraps.prekeys(wrap);
    }
}
