package org.mayfly.protocol.client.envelope;

import org.mayfly.protocol.Sizes;
import org.mayfly.protocol.codec.Field;
import org.mayfly.protocol.codec.MalformedException;
import org.mayfly.protocol.value.SecretBytes;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/** The plaintext of a wrap: the message key, and room for a reply key, so that wraps have one size with and without. */
public final class WrappedKey {

    private static final int REPLY_KEY = Sizes.MESSAGE_KEY + 1;

    private WrappedKey() {}

    /**
     * What a wrap held.
     *
     * @param messageKey the caller's to destroy
     */
    public record Content(SecretBytes messageKey, Optional<ReplyKey> replyKey) {}

    /** 198 bytes without a reply key. */
    public static SecretBytes encode(SecretBytes messageKey) {
        return encode(messageKey, Optional.empty());
    }

    /** 198 bytes. */
    public static SecretBytes encode(SecretBytes messageKey, Optional<ReplyKey> replyKey) {
        var exposed = messageKey.expose();
        var encoded = Arrays.copyOf(exposed, Sizes.WRAPPED_KEY);
        Arrays.fill(exposed, (byte) 0);
        replyKey.ifPresent(key -> {
            encoded[Sizes.MESSAGE_KEY] = 1;
            System.arraycopy(key.encode().toArray(), 0, encoded, REPLY_KEY, ReplyKey.LENGTH);
        });
        return SecretBytes.takeOver(encoded);
    }

    /** @throws MalformedException unless it has 198 bytes, and all after K is zero where no reply key is announced */
    public static Content parse(SecretBytes encoded) throws MalformedException {
        var exposed = encoded.expose();
        try {
            Field.require(exposed.length == Sizes.WRAPPED_KEY, "a wrapped key has 198 bytes");
            var announced = exposed[Sizes.MESSAGE_KEY];
            Field.require(announced == 0 || announced == 1, "a reply key is there or not");
            for (int i = Sizes.MESSAGE_KEY; announced == 0 && i < exposed.length; i++) {
                Field.require(exposed[i] == 0, "room for a reply key is not zero");
            }
            Optional<ReplyKey> replyKey = announced == 0
                    ? Optional.empty()
                    : Optional.of(ReplyKey.decode(ByteBuffer.wrap(exposed, REPLY_KEY, ReplyKey.LENGTH)));
            return new Content(SecretBytes.takeOver(Arrays.copyOf(exposed, Sizes.MESSAGE_KEY)), replyKey);
        } finally {
            Arrays.fill(exposed, (byte) 0);
        }
    }
}
