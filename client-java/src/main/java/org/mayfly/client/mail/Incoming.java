package org.mayfly.client.mail;

import org.mayfly.client.store.FieldReader;
import org.mayfly.client.store.FieldWriter;
import org.mayfly.protocol.client.Lifetime;
import org.mayfly.protocol.client.MessageContent;
import org.mayfly.protocol.client.ReceivedMessage;
import org.mayfly.protocol.value.Bytes;
import org.mayfly.protocol.value.MessageId;
import org.mayfly.protocol.value.UserId;

import java.time.Instant;
import java.util.Optional;

/**
 * A received text that was not shown yet.
 *
 * @param from its author; this device's own user where another of the own devices sent it
 * @param shownAt when it began to be shown, here or on another own device: burning runs from then
 * @param other the other person of the conversation
 */
public record Incoming(
        MessageId id,
        UserId from,
        Bytes conversation,
        Instant sentAt,
        Lifetime lifetime,
        String text,
        Optional<Instant> shownAt,
        UserId other) {

    static Incoming of(ReceivedMessage message, MessageContent.Text text) {
        return new Incoming(
                message.id(),
                message.sender().user(),
                message.conversation(),
                message.sentAt(),
                message.lifetime(),
                text.body(),
                Optional.empty(),
                message.place().other());
    }

    public Instant expiry() {
        return lifetime.expiry(sentAt);
    }

    /** Expiry, or burning where that is earlier. */
    public Instant end() {
        var burns = shownAt.flatMap(shown -> lifetime.burnAfter().map(shown::plus));
        return burns.filter(end -> end.isBefore(expiry())).orElseGet(this::expiry);
    }

    Incoming shown(Instant at) {
        return new Incoming(
                id,
                from,
                conversation,
                sentAt,
                lifetime,
                text,
                Optional.of(shownAt.filter(at::isAfter).orElse(at)),
                other);
    }

    Bytes encode() {
        var out = new FieldWriter()
                .bytes(id.value())
                .user(from)
                .bytes(conversation)
                .time(sentAt)
                .number(lifetime.expiresAfterSeconds())
                .number(lifetime.burnAfterSeconds())
                .text(text)
                .flag(shownAt.isPresent());
        shownAt.ifPresent(out::time);
        return Bytes.of(out.user(other).toArray());
    }

    static Incoming decode(FieldReader in) {
        var id = new MessageId(in.bytes());
        var from = in.user();
        return new Incoming(
                id,
                from,
                in.bytes(),
                in.time(),
                new Lifetime(in.number(), in.number()),
                in.text(),
                in.flag() ? Optional.of(in.time()) : Optional.empty(),
                in.isAtEnd() ? from : in.user());
    }

    /** Hides the text. */
    @Override
    public String toString() {
        return "Incoming[hidden]";
    }
}
