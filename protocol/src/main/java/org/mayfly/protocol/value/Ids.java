package org.mayfly.protocol.value;

import java.nio.ByteBuffer;
import java.util.UUID;

/** What all 16-byte ids share. */
final class Ids {

    private Ids() {}

    static void requireSixteen(Bytes value) {
        if (value.length() != 16) {
            throw new IllegalArgumentException("an id has 16 bytes, not " + value.length());
        }
    }

    static Bytes parseUuid(String text) {
        var uuid = UUID.fromString(text);
        if (!uuid.toString().equals(text)) {
            throw new IllegalArgumentException("not a UUID in its canonical form");
        }
        return Bytes.of(ByteBuffer.allocate(16)
                .putLong(uuid.getMostSignificantBits())
                .putLong(uuid.getLeastSignificantBits())
                .array());
    }

    static String formatUuid(Bytes value) {
        var buffer = ByteBuffer.wrap(value.toArray());
        return new UUID(buffer.getLong(), buffer.getLong()).toString();
    }
}
