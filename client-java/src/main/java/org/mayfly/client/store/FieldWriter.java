package org.mayfly.client.store;

import org.mayfly.protocol.value.Bytes;
import org.mayfly.protocol.value.DeviceAddress;
import org.mayfly.protocol.value.UserId;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/** The fields of a record, in order: numbers of 8 bytes, byte strings behind their u32 length. */
public final class FieldWriter {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    public FieldWriter number(long value) {
        out.writeBytes(ByteBuffer.allocate(Long.BYTES).putLong(value).array());
        return this;
    }

    public FieldWriter time(Instant value) {
        return number(value.toEpochMilli());
    }

    public FieldWriter flag(boolean value) {
        return number(value ? 1 : 0);
    }

    public FieldWriter bytes(byte[] value) {
        out.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(value.length).array());
        out.writeBytes(value);
        return this;
    }

    public FieldWriter bytes(Bytes value) {
        return bytes(value.toArray());
    }

    public FieldWriter text(String value) {
        return bytes(value.getBytes(StandardCharsets.UTF_8));
    }

    public FieldWriter user(UserId value) {
        return bytes(value.value());
    }

    public FieldWriter address(DeviceAddress value) {
        return user(value.user()).bytes(value.device().value());
    }

    public byte[] toArray() {
        return out.toByteArray();
    }
}
