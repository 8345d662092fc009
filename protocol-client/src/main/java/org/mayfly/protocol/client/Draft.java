package org.mayfly.protocol.client;

import org.mayfly.protocol.value.MessageId;
import org.mayfly.protocol.value.UserId;

import java.time.Instant;

/**
 * A message before it is sealed. May wait in the outbox; its life runs from {@code sentAt} all the same.
 *
 * @param id random, chosen when send is pressed: the envelope carries it, so a waiting message is known by it already
 * @param to the other person of the conversation
 * @param sentAt when send was pressed, whole milliseconds
 */
public record Draft(MessageId id, UserId to, MessageContent content, Lifetime lifetime, Instant sentAt) {

    public Instant expiry() {
        return lifetime.expiry(sentAt);
    }
}
