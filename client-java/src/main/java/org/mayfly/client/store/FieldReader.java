package org.mayfly.client.store;

import org.mayfly.protocol.value.Bytes;
import org.mayfly.protocol.value.DeviceAddress;
import org.mayfly.protocol.value.DeviceId;
import org.mayfly.protocol.value.UserId;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/** Reads what {@link FieldWriter} wrote. The record was authenticated before: anything unexpected is a bug. */
public final class FieldReader {

    private final ByteBuffer in;

    public FieldReader(byte[] record) {
        this.in = ByteBuffer.wrap(record);
    }

    /** Whether nothing is left to read: a record of an earlier version may end sooner. */
    public boolean isAtEnd() {
        return !in.hasRemaining();
    }

    public long number() {
        return in.getLong();
    }

    public Instant time() {
        return Instant.ofEpochMilli(number());
    }

    public boolean flag() {
        return number() == 1;
    }

    public byte[] byteArray() {
        var value = new byte[in.getInt()];
        in.get(value);
        return value;
    }

    public Bytes bytes() {
        return Bytes.of(byteArray());
    }

    public String text() {
        return new String(byteArray(), StandardCharsets.UTF_8);
    }

    public UserId user() {
        return new UserId(bytes());
    }

    public DeviceAddress address() {
        return new DeviceAddress(user(), new DeviceId(bytes()));
    }
}
