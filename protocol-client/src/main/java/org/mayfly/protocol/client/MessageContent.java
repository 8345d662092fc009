package org.mayfly.protocol.client;

import org.mayfly.protocol.Sizes;
import org.mayfly.protocol.value.Bytes;
import org.mayfly.protocol.value.MessageId;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;

/** What a message says. Everything a user or device tells another is one of these, sealed in the same envelope. */
public sealed interface MessageContent {

    <R> R fold(
            Function<Text, R> text,
            Function<Delivered, R> delivered,
            Function<Displayed, R> displayed,
            Function<NotOpened, R> notOpened);

    /** Whether a person wrote it. */
    default boolean isText() {
        return fold(text -> true, delivered -> false, displayed -> false, notOpened -> false);
    }

    /**
     * @param body 1 to 65,536 bytes of UTF-8
     * @throws IllegalArgumentException if it is empty, longer, or not text that UTF-8 can carry
     */
    record Text(String body) implements MessageContent {

        public static final int MAXIMUM_BYTES = 65_536;

        public Text {
            var encodable = StandardCharsets.UTF_8.newEncoder().canEncode(body);
            var length = body.getBytes(StandardCharsets.UTF_8).length;
            if (!encodable || length == 0 || length > MAXIMUM_BYTES) {
                throw new IllegalArgumentException("a text has 1 to 65,536 bytes of UTF-8");
            }
        }

        @Override
        public <R> R fold(
                Function<Text, R> text,
                Function<Delivered, R> delivered,
                Function<Displayed, R> displayed,
                Function<NotOpened, R> notOpened) {
            return text.apply(this);
        }

        /** Hides the body: a text is never for logs. */
        @Override
        public String toString() {
            return "Text[hidden]";
        }
    }

    /**
     * A device's sealed receipt: these messages are stored there. Whoever receives it applies it to messages that it sent
     * to that device itself, and to nothing else.
     *
     * @param messages 1 to 256
     */
    record Delivered(List<MessageId> messages) implements MessageContent {

        public static final int MAXIMUM_MESSAGES = 256;

        public Delivered {
            messages = List.copyOf(messages);
            if (messages.isEmpty() || messages.size() > MAXIMUM_MESSAGES) {
                throw new IllegalArgumentException("a receipt names 1 to 256 messages");
            }
        }

        @Override
        public <R> R fold(
                Function<Text, R> text,
                Function<Delivered, R> delivered,
                Function<Displayed, R> displayed,
                Function<NotOpened, R> notOpened) {
            return delivered.apply(this);
        }
    }

    /** Burn-on-read began: the author's copy burns with the reader's. Applied to own messages of that conversation only. */
    record Displayed(MessageId message, Instant displayedAt) implements MessageContent {

        @Override
        public <R> R fold(
                Function<Text, R> text,
                Function<Delivered, R> delivered,
                Function<Displayed, R> displayed,
                Function<NotOpened, R> notOpened) {
            return displayed.apply(this);
        }
    }

    /**
     * The device had no key for an envelope: it asks for the text once more. Answered only under the conditions of
     * docs/protocol.md, "Asking again".
     *
     * @param message of the envelope
     * @param headerHash 64 bytes
     */
    record NotOpened(MessageId message, Bytes headerHash) implements MessageContent {

        public NotOpened {
            if (headerHash.length() != Sizes.HASH) {
                throw new IllegalArgumentException("a hash has 64 bytes");
            }
        }

        @Override
        public <R> R fold(
                Function<Text, R> text,
                Function<Delivered, R> delivered,
                Function<Displayed, R> displayed,
                Function<NotOpened, R> notOpened) {
            return notOpened.apply(this);
        }
    }
}
