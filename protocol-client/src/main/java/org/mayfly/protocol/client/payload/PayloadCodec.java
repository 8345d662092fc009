package org.mayfly.protocol.client.payload;

import com.google.protobuf.ByteString;
import org.mayfly.protocol.Sizes;
import org.mayfly.protocol.client.Lifetime;
import org.mayfly.protocol.client.MessageContent;
import org.mayfly.protocol.codec.Canonical;
import org.mayfly.protocol.codec.Field;
import org.mayfly.protocol.codec.MalformedException;
import org.mayfly.protocol.sealed.Content;
import org.mayfly.protocol.sealed.Context;
import org.mayfly.protocol.sealed.Delivered;
import org.mayfly.protocol.sealed.Displayed;
import org.mayfly.protocol.sealed.Ephemerality;
import org.mayfly.protocol.sealed.NotOpened;
import org.mayfly.protocol.sealed.Original;
import org.mayfly.protocol.sealed.Payload;
import org.mayfly.protocol.sealed.Text;
import org.mayfly.protocol.value.Bytes;
import org.mayfly.protocol.value.MessageId;
import org.mayfly.protocol.value.SecretBytes;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Optional;

/** Encodes and parses payloads, padded. */
public final class PayloadCodec {

    private PayloadCodec() {}

    /** The padded payload, ready to be encrypted. */
    public static SecretBytes encode(SealedContext context, MessageContent content) {
        try (var encoded = SecretBytes.takeOver(Payload.newBuilder()
                .setContext(encode(context))
                .setContent(encode(content))
                .build()
                .toByteArray())) {
            return Padding.pad(encoded);
        }
    }

    /** @throws MalformedException unless padding and encoding are exactly right; says nothing about the content */
    public static OpenedPayload parse(SecretBytes padded) throws MalformedException {
        try (var encoded = Padding.unpad(padded)) {
            var bytes = encoded.expose();
            try {
                var payload = Canonical.parse(Payload.parser(), ByteString.copyFrom(bytes));
                Field.require(payload.hasContext(), "a payload has a context");
                return new OpenedPayload(context(payload.getContext()), payload);
            } finally {
                Arrays.fill(bytes, (byte) 0);
            }
        }
    }

    /** A payload whose context was parsed and whose content was not yet judged. */
    public static final class OpenedPayload {

        private final SealedContext context;
        private final Payload payload;

        private OpenedPayload(SealedContext context, Payload payload) {
            this.context = context;
            this.payload = payload;
        }

        public SealedContext context() {
            return context;
        }

        /** Whether it uses what this version does not speak yet: rooms, the transparency log. */
        public boolean usesLaterFeatures() {
            var wire = payload.getContext();
            return !wire.getControlHead().isEmpty() || !wire.getLogCheckpoint().isEmpty();
        }

        /** @throws MalformedException if it is of no known kind or breaks its kind's bounds */
        public MessageContent content() throws MalformedException {
            var content = payload.getContent();
            try {
                switch (content.getKindCase()) {
                    case TEXT:
                        return new MessageContent.Text(content.getText().getBody());
                    case DELIVERED:
                        return delivered(content.getDelivered());
                    case DISPLAYED:
                        return new MessageContent.Displayed(
                                Field.message(content.getDisplayed().getMessageId()),
                                Field.time(content.getDisplayed().getDisplayedAt()));
                    case NOT_OPENED:
                        return new MessageContent.NotOpened(
                                Field.message(content.getNotOpened().getMessageId()),
                                Field.bytes(content.getNotOpened().getHash(), Sizes.HASH));
                    default:
                        throw new MalformedException("content of no known kind");
                }
            } catch (IllegalArgumentException outOfBounds) {
                throw new MalformedException("content breaks its bounds");
            }
        }

        private static MessageContent delivered(Delivered delivered) throws MalformedException {
            var messages = new ArrayList<MessageId>();
            for (var message : delivered.getMessageIdsList()) {
                messages.add(Field.message(message));
            }
            return new MessageContent.Delivered(messages);
        }
    }

    private static SealedContext context(Context wire) throws MalformedException {
        Field.require(wire.getCounter() >= 1, "counters start at 1");
        Field.require(wire.getSenderListVersion() >= 1, "versions start at 1");
        return new SealedContext(
                Field.bytes(wire.getConversation(), Sizes.CONVERSATION),
                wire.getCounter(),
                Field.time(wire.getSentAt()),
                lifetime(wire.getEphemerality()),
                new SealedContext.SenderView(
                        Field.bytes(wire.getSenderIdentityFingerprint(), Sizes.HASH),
                        wire.getSenderListVersion(),
                        Field.bytes(wire.getSenderListHash(), Sizes.HASH),
                        Field.bytes(wire.getRosterHash(), Sizes.HASH)),
                wire.hasOriginal() ? Optional.of(original(wire.getOriginal())) : Optional.empty());
    }

    private static SealedContext.Original original(Original wire) throws MalformedException {
        return new SealedContext.Original(
                Field.message(wire.getMessageId()), Field.time(wire.getSentAt()), lifetime(wire.getEphemerality()));
    }

    private static Lifetime lifetime(Ephemerality wire) throws MalformedException {
        Field.require(wire.getExpiresAfterSeconds() != 0, "every message expires");
        return new Lifetime(
                Integer.toUnsignedLong(wire.getExpiresAfterSeconds()),
                Integer.toUnsignedLong(wire.getBurnAfterSeconds()));
    }

    private static Ephemerality encode(Lifetime lifetime) {
        return Ephemerality.newBuilder()
                .setExpiresAfterSeconds((int) lifetime.expiresAfterSeconds())
                .setBurnAfterSeconds((int) lifetime.burnAfterSeconds())
                .build();
    }

    private static Context encode(SealedContext context) {
        var view = context.view();
        var wire = Context.newBuilder()
                .setConversation(wire(context.conversation()))
                .setCounter(context.counter())
                .setSentAt(context.sentAt().toEpochMilli())
                .setEphemerality(encode(context.lifetime()))
                .setSenderIdentityFingerprint(wire(view.identityFingerprint()))
                .setSenderListVersion(view.listVersion())
                .setSenderListHash(wire(view.listHash()))
                .setRosterHash(wire(view.rosterHash()));
        context.original()
                .ifPresent(original -> wire.setOriginal(Original.newBuilder()
                        .setMessageId(wire(original.message().value()))
                        .setSentAt(original.sentAt().toEpochMilli())
                        .setEphemerality(encode(original.lifetime()))));
        return wire.build();
    }

    private static Content encode(MessageContent content) {
        var wire = Content.newBuilder();
        return content.fold(
                        text -> wire.setText(Text.newBuilder().setBody(text.body())),
                        delivered -> {
                            var ids = Delivered.newBuilder();
                            delivered.messages().forEach(id -> ids.addMessageIds(wire(id.value())));
                            return wire.setDelivered(ids);
                        },
                        displayed -> wire.setDisplayed(Displayed.newBuilder()
                                .setMessageId(wire(displayed.message().value()))
                                .setDisplayedAt(displayed.displayedAt().toEpochMilli())),
                        notOpened -> wire.setNotOpened(NotOpened.newBuilder()
                                .setMessageId(wire(notOpened.message().value()))
                                .setHash(wire(notOpened.headerHash()))))
                .build();
    }

    private static ByteString wire(Bytes bytes) {
        return ByteString.copyFrom(bytes.toArray());
    }
}
