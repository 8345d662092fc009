package org.mayfly.client.mail;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import org.mayfly.protocol.client.MessageContent;
import org.mayfly.protocol.sealed.Content;
import org.mayfly.protocol.sealed.Delivered;
import org.mayfly.protocol.sealed.Displayed;
import org.mayfly.protocol.sealed.NotOpened;
import org.mayfly.protocol.sealed.Text;
import org.mayfly.protocol.value.Bytes;
import org.mayfly.protocol.value.MessageId;

import java.time.Instant;

/** Contents as the store keeps them: in the encoding they travel in. */
final class Contents {

    private Contents() {}

    static byte[] encode(MessageContent content) {
        var out = Content.newBuilder();
        return content.<Content.Builder>fold(
                        text -> out.setText(Text.newBuilder().setBody(text.body())),
                        delivered -> {
                            var ids = Delivered.newBuilder();
                            delivered.messages().forEach(id -> ids.addMessageIds(ByteString.copyFrom(id.toArray())));
                            return out.setDelivered(ids);
                        },
                        displayed -> out.setDisplayed(Displayed.newBuilder()
                                .setMessageId(
                                        ByteString.copyFrom(displayed.message().toArray()))
                                .setDisplayedAt(displayed.displayedAt().toEpochMilli())),
                        notOpened -> out.setNotOpened(NotOpened.newBuilder()
                                .setMessageId(
                                        ByteString.copyFrom(notOpened.message().toArray()))
                                .setHash(ByteString.copyFrom(
                                        notOpened.headerHash().toArray()))))
                .build()
                .toByteArray();
    }

    static MessageContent decode(byte[] bytes) {
        try {
            var content = Content.parseFrom(bytes);
            return switch (content.getKindCase()) {
                case TEXT -> new MessageContent.Text(content.getText().getBody());
                case DELIVERED ->
                    new MessageContent.Delivered(content.getDelivered().getMessageIdsList().stream()
                            .map(id -> MessageId.of(id.toByteArray()))
                            .toList());
                case DISPLAYED ->
                    new MessageContent.Displayed(
                            MessageId.of(content.getDisplayed().getMessageId().toByteArray()),
                            Instant.ofEpochMilli(content.getDisplayed().getDisplayedAt()));
                case NOT_OPENED ->
                    new MessageContent.NotOpened(
                            MessageId.of(content.getNotOpened().getMessageId().toByteArray()),
                            Bytes.of(content.getNotOpened().getHash().toByteArray()));
                case KIND_NOT_SET -> throw new IllegalStateException("a kept content has a kind");
            };
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("a kept content is readable", e);
        }
    }
}
