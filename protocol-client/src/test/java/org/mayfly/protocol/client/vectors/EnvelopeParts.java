package org.mayfly.protocol.client.vectors;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import org.mayfly.protocol.client.support.Forgery;
import org.mayfly.protocol.client.support.Party;
import org.mayfly.protocol.sealed.Content;
import org.mayfly.protocol.sealed.Delivered;
import org.mayfly.protocol.sealed.NotOpened;
import org.mayfly.protocol.sealed.Original;
import org.mayfly.protocol.sealed.Payload;
import org.mayfly.protocol.sealed.Text;
import org.mayfly.protocol.value.SecretBytes;
import org.mayfly.protocol.wire.Deliver;
import org.mayfly.protocol.wire.OuterHeader;
import org.mayfly.protocol.wire.Wrap;

import java.util.Collections;
import java.util.Optional;
import java.util.function.Consumer;

/** Parts of an envelope, well formed or not, to put into one. */
final class EnvelopeParts {

    private EnvelopeParts() {}

    static Content.Builder text(String body) {
        return Content.newBuilder().setText(Text.newBuilder().setBody(body));
    }

    static Content.Builder delivered(int count) {
        var ids = Collections.nCopies(count, ByteString.copyFrom(new byte[16]));
        return Content.newBuilder().setDelivered(Delivered.newBuilder().addAllMessageIds(ids));
    }

    static Content.Builder notOpened(int length) {
        return Content.newBuilder()
                .setNotOpened(NotOpened.newBuilder()
                        .setMessageId(ByteString.copyFrom(new byte[16]))
                        .setHash(ByteString.copyFrom(new byte[length])));
    }

    /** Of the same sent time and life, under another id. */
    static Original.Builder original(Payload.Builder payload) {
        return Original.newBuilder()
                .setMessageId(ByteString.copyFrom(new byte[16]))
                .setSentAt(payload.getContext().getSentAt())
                .setEphemerality(payload.getContext().getEphemerality());
    }

    static Consumer<Payload.Builder> at(long milliseconds) {
        return payload -> payload.getContextBuilder().setSentAt(Party.NOW.toEpochMilli() + milliseconds);
    }

    static Consumer<Forgery> wrappedKey(int place, int value) {
        return forgery -> {
            var inside = new byte[198];
            inside[place] = (byte) value;
            forgery.wrappedKey = Optional.of(SecretBytes.takeOver(inside));
        };
    }

    static OuterHeader.Builder header(Deliver.Builder deliver) {
        try {
            return OuterHeader.parseFrom(deliver.getHeader()).toBuilder();
        } catch (InvalidProtocolBufferException impossible) {
            throw new AssertionError(impossible);
        }
    }

    static Wrap.Builder wrap(Deliver.Builder deliver) {
        try {
            return Wrap.parseFrom(deliver.getWrap()).toBuilder();
        } catch (InvalidProtocolBufferException impossible) {
            throw new AssertionError(impossible);
        }
    }

    static ByteString flipped(ByteString bytes) {
        var copy = bytes.toByteArray();
        copy[0] ^= 1;
        return ByteString.copyFrom(copy);
    }
}
