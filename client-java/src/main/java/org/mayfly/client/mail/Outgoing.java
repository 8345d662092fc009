package org.mayfly.client.mail;

import com.google.protobuf.InvalidProtocolBufferException;
import org.mayfly.client.store.FieldReader;
import org.mayfly.client.store.FieldWriter;
import org.mayfly.protocol.client.Draft;
import org.mayfly.protocol.client.Lifetime;
import org.mayfly.protocol.client.MessageContent;
import org.mayfly.protocol.value.Bytes;
import org.mayfly.protocol.value.MessageId;
import org.mayfly.protocol.wire.Submit;

import java.util.Optional;

/**
 * A message on its way out.
 *
 * @param order of the outbox: messages to one person leave in it
 * @param sealed once it is: the same bytes are submitted until the server answers
 */
public record Outgoing(long order, Draft draft, Optional<Submit> sealed) {

    Outgoing withSealed(Submit submit) {
        return new Outgoing(order, draft, Optional.of(submit));
    }

    /** Whether a person wrote it; else it is a receipt. */
    public boolean isText() {
        return draft.content() instanceof MessageContent.Text;
    }

    Bytes encode() {
        var out = new FieldWriter()
                .bytes(draft.id().value())
                .user(draft.to())
                .bytes(Contents.encode(draft.content()))
                .number(draft.lifetime().expiresAfterSeconds())
                .number(draft.lifetime().burnAfterSeconds())
                .time(draft.sentAt())
                .flag(sealed.isPresent());
        sealed.ifPresent(submit -> out.bytes(submit.toByteArray()));
        return Bytes.of(out.toArray());
    }

    static Outgoing decode(long order, FieldReader in) {
        var draft = new Draft(
                new MessageId(in.bytes()),
                in.user(),
                Contents.decode(in.byteArray()),
                new Lifetime(in.number(), in.number()),
                in.time());
        return new Outgoing(order, draft, in.flag() ? Optional.of(submit(in.byteArray())) : Optional.empty());
    }

    private static Submit submit(byte[] bytes) {
        try {
            return Submit.parseFrom(bytes);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("a kept submission is readable", e);
        }
    }
}
