package org.mayfly.protocol.client.payload;

import org.mayfly.protocol.codec.Field;
import org.mayfly.protocol.codec.MalformedException;
import org.mayfly.protocol.value.SecretBytes;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** Hides the length of a payload: at least 512 bytes, above that Padmé. */
public final class Padding {

    private static final int PREFIX = 4;
    private static final int MINIMUM = 512;

    private Padding() {}

    /** u32(length) ‖ message ‖ zeros. */
    public static SecretBytes pad(SecretBytes message) {
        var exposed = message.expose();
        var padded = ByteBuffer.allocate(paddedLength(exposed.length));
        padded.putInt(exposed.length).put(exposed);
        Arrays.fill(exposed, (byte) 0);
        return SecretBytes.takeOver(padded.array());
    }

    /** @throws MalformedException unless length and zeros are exactly what {@link #pad} makes */
    public static SecretBytes unpad(SecretBytes padded) throws MalformedException {
        var exposed = padded.expose();
        try {
            Field.require(exposed.length >= MINIMUM, "padding is too short");
            var length = ByteBuffer.wrap(exposed).getInt();
            Field.require(length >= 0 && length <= exposed.length - PREFIX, "length is beyond the padding");
            Field.require(paddedLength(length) == exposed.length, "padding has another length");
            for (int i = PREFIX + length; i < exposed.length; i++) {
                Field.require(exposed[i] == 0, "padding is not zero");
            }
            return SecretBytes.takeOver(Arrays.copyOfRange(exposed, PREFIX, PREFIX + length));
        } finally {
            Arrays.fill(exposed, (byte) 0);
        }
    }

    /** The padded length of a message of this length. */
    public static int paddedLength(int messageLength) {
        var length = Math.addExact(messageLength, PREFIX);
        if (length <= MINIMUM) {
            return MINIMUM;
        }
        var exponent = floorLog2(length);
        var granularity = 1 << (exponent - (floorLog2(exponent) + 1));
        return Math.addExact(length, granularity - 1) & -granularity;
    }

    private static int floorLog2(int number) {
        return Integer.SIZE - 1 - Integer.numberOfLeadingZeros(number);
    }
}
