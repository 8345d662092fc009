package org.mayfly.protocol.client;

import org.mayfly.protocol.client.store.UnitOfWork;

/**
 * A text goes to a device once more, because it asked.
 *
 * @param draft to be put into the outbox in the step of the unit
 * @param left what is to be kept of the text from then on: the device can't ask for it again
 * @param unit ends the link to the device
 */
public record Repetition(Draft draft, SentText left, UnitOfWork unit) {}
