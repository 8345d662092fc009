package org.mayfly.bench.peers.amqp;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** The payload of one method frame, written field by field. */
final class Method {

    private static final int LARGEST = 4096;

    private final ByteBuffer bytes = ByteBuffer.allocate(LARGEST);

    Method(int classId, int methodId) {
        bytes.putShort((short) classId).putShort((short) methodId);
    }

    Method octet(int value) {
        bytes.put((byte) value);
        return this;
    }

    Method number16(int value) {
        bytes.putShort((short) value);
        return this;
    }

    Method number32(int value) {
        bytes.putInt(value);
        return this;
    }

    Method number64(long value) {
        bytes.putLong(value);
        return this;
    }

    /** A short string. */
    Method text(String text) {
        var encoded = text.getBytes(StandardCharsets.UTF_8);
        bytes.put((byte) encoded.length).put(encoded);
        return this;
    }

    Method longText(String text) {
        var encoded = text.getBytes(StandardCharsets.UTF_8);
        bytes.putInt(encoded.length).put(encoded);
        return this;
    }

    Method emptyTable() {
        return number32(0);
    }

    /** A table of one string. */
    Method table(String key, String value) {
        number32(1 + key.length() + 1 + 4 + value.length());
        return text(key).octet('S').longText(value);
    }

    byte[] array() {
        return bytes.array();
    }

    int length() {
        return bytes.position();
    }
}
