package org.mayfly.protocol.client.envelope;

import org.mayfly.protocol.Sizes;
import org.mayfly.protocol.codec.Field;
import org.mayfly.protocol.codec.MalformedException;
import org.mayfly.protocol.value.SecretBytes;

import java.util.Arrays;

/**
 * The plaintext of a wrap: the message key and room for a reply key. Version 0.1 sends no reply key and ignores one; the
 * room is there so that wraps keep their size.
 */
public final class WrappedKey {

    private WrappedKey() {}

    /** 198 bytes without a reply key. */
    public static SecretBytes encode(SecretBytes messageKey) {
        var exposed = messageKey.expose();
        var encoded = Arrays.copyOf(exposed, Sizes.WRAPPED_KEY);
        Arrays.fill(exposed, (byte) 0);
        return SecretBytes.takeOver(encoded);
    }

    /** @throws MalformedException unless it has 198 bytes, and all after K is zero where no reply key is announced */
    public static SecretBytes messageKey(SecretBytes encoded) throws MalformedException {
        var exposed = encoded.expose();
        try {
            Field.require(exposed.length == Sizes.WRAPPED_KEY, "a wrapped key has 198 bytes");
            var announced = exposed[Sizes.MESSAGE_KEY];
            Field.require(announced == 0 || announced == 1, "a reply key is there or not");
            for (int i = Sizes.MESSAGE_KEY; announced == 0 && i < exposed.length; i++) {
                Field.require(exposed[i] == 0, "room for a reply key is not zero");
            }
            return SecretBytes.takeOver(Arrays.copyOf(exposed, Sizes.MESSAGE_KEY));
        } finally {
            Arrays.fill(exposed, (byte) 0);
        }
    }
}
