package org.mayfly.client.mail;

import com.google.protobuf.InvalidProtocolBufferException;
import org.mayfly.client.store.FieldReader;
import org.mayfly.client.store.FieldWriter;
import org.mayfly.protocol.client.Draft;
import org.mayfly.protocol.client.Lifetime;
import org.mayfly.protocol.client.MessageContent;
import org.mayfly.protocol.value.Bytes;
import org.mayfly.protocol.value.DeviceAddress;
import org.mayfly.protocol.value.MessageId;
import org.mayfly.protocol.wire.Submit;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * A message on its way out.
 *
 * @param order of the outbox: messages to one person leave in it
 * @param sealed once it is: the same bytes are submitted until the server answers
 * @param leftOut the devices that the envelope could not be sealed for: they get the text later
 */
public record Outgoing(long order, Draft draft, Optional<Submit> sealed, Set<DeviceAddress> leftOut) {

    public Outgoing {
        leftOut = Set.copyOf(leftOut);
    }

    static Outgoing of(long order, Draft draft) {
        return new Outgoing(order, draft, Optional.empty(), Set.of());
    }

    /** @param sealedDraft what was sealed, with its life cut as it is in the envelope */
    Outgoing withSealed(Draft sealedDraft, Submit submit, Set<DeviceAddress> devices) {
        return new Outgoing(order, sealedDraft, Optional.of(submit), isText() ? devices : Set.of());
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
        put(out, leftOut).flag(draft.again().isPresent());
        draft.again()
                .ifPresent(again -> put(
                        out.bytes(again.message().value())
                                .number(again.lifetime().expiresAfterSeconds())
                                .number(again.lifetime().burnAfterSeconds()),
                        again.devices()));
        out.flag(draft.alone().isPresent());
        draft.alone().ifPresent(out::address);
        out.flag(draft.again().map(Draft.Again::asked).orElse(false));
        return Bytes.of(out.toArray());
    }

    static Outgoing decode(long order, FieldReader in) {
        var draft = new Draft(
                new MessageId(in.bytes()),
                in.user(),
                Contents.decode(in.byteArray()),
                new Lifetime(in.number(), in.number()),
                in.time());
        Optional<Submit> sealed = in.flag() ? Optional.of(submit(in.byteArray())) : Optional.empty();
        if (in.isAtEnd()) {
            return new Outgoing(order, draft, sealed, Set.of());
        }
        var leftOut = devices(in);
        Optional<Draft.Again> again = in.flag() ? Optional.of(again(in)) : Optional.empty();
        Optional<DeviceAddress> alone = !in.isAtEnd() && in.flag() ? Optional.of(in.address()) : Optional.empty();
        var asked = !in.isAtEnd() && in.flag();
        var late = again.map(old -> new Draft.Again(old.message(), old.lifetime(), old.devices(), asked));
        var whole = new Draft(draft.id(), draft.to(), draft.content(), draft.lifetime(), draft.sentAt(), late, alone);
        return new Outgoing(order, whole, sealed, leftOut);
    }

    private static Draft.Again again(FieldReader in) {
        return new Draft.Again(new MessageId(in.bytes()), new Lifetime(in.number(), in.number()), devices(in), false);
    }

    private static FieldWriter put(FieldWriter out, Set<DeviceAddress> devices) {
        out.number(devices.size());
        devices.forEach(out::address);
        return out;
    }

    private static Set<DeviceAddress> devices(FieldReader in) {
        var devices = new HashSet<DeviceAddress>();
        for (var left = in.number(); left > 0; left--) {
            devices.add(in.address());
        }
        return devices;
    }

    private static Submit submit(byte[] bytes) {
        try {
            return Submit.parseFrom(bytes);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("a kept submission is readable", e);
        }
    }
}
