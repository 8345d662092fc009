package org.mayfly.protocol.client.store;

import org.mayfly.protocol.value.MessageId;
import org.mayfly.protocol.value.UserId;

import java.time.Instant;

/**
 * A text that was taken in, under whatever envelope: the same text in another envelope is not shown again.
 *
 * @param message the id it had when it was first sent
 * @param forgetAt as of its {@link SeenEnvelope}
 */
public record SeenMessage(UserId author, MessageId message, Instant forgetAt) {}
