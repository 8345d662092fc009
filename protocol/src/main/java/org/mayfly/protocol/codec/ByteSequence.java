package org.mayfly.protocol.codec;

import org.mayfly.protocol.value.Bytes;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Joins bytes as docs/protocol.md writes it: numbers unsigned and big-endian. For public data; not thread-safe. */
public final class ByteSequence {

    private final ByteArrayOutputStream joined = new ByteArrayOutputStream();

    public ByteSequence bytes(Bytes part) {
        joined.writeBytes(part.toArray());
        return this;
    }

    /** The label's bytes without length or terminator. */
    public ByteSequence ascii(String label) {
        joined.writeBytes(label.getBytes(StandardCharsets.US_ASCII));
        return this;
    }

    public ByteSequence u8(int number) {
        joined.write(number);
        return this;
    }

    public ByteSequence u16(int number) {
        return u8(number >>> 8).u8(number);
    }

    public ByteSequence u32(long number) {
        joined.writeBytes(ByteBuffer.allocate(4).putInt((int) number).array());
        return this;
    }

    public ByteSequence u64(long number) {
        joined.writeBytes(ByteBuffer.allocate(8).putLong(number).array());
        return this;
    }

    public Bytes toBytes() {
        return Bytes.of(joined.toByteArray());
    }
}
