package org.mayfly.protocol.client;

import org.mayfly.protocol.value.DeviceAddress;
import org.mayfly.protocol.value.MessageId;

import java.time.Instant;
import java.util.Optional;

/**
 * What is to be sent where an envelope could not be opened for want of a key: docs/protocol.md, "Asking again".
 *
 * @param device that sent the envelope, and alone is asked
 */
public record Question(DeviceAddress device, MessageContent.NotOpened content, Lifetime lifetime) {

    /**
     * To be sealed like any message.
     *
     * @param id random
     */
    public Draft draft(MessageId id, Instant now) {
        return new Draft(id, device.user(), content, lifetime, now, Optional.empty(), Optional.of(device));
    }
}
