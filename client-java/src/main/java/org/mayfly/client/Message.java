package org.mayfly.client;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A received message, as it is shown.
 *
 * @param conversation hexadecimal
 * @param from the sender's name in the directory; its keys, not the name, were checked
 * @param to the other person of the conversation, where another of the own devices wrote it
 * @param expires the end, burning included where it has begun
 */
public record Message(
        String id,
        String conversation,
        String from,
        Instant sent,
        Instant expires,
        Optional<Duration> burn,
        String text,
        Optional<String> to) {

    /** Hides the text. */
    @Override
    public String toString() {
        return "Message[hidden]";
    }
}
