package org.mayfly.client.vault;

import org.mayfly.client.problem.ProblemException;
import org.mayfly.protocol.value.Bytes;

import java.nio.ByteBuffer;

/** A record's place in the log: {@code u32 length of what follows ‖ u32 slot ‖ u64 generation ‖ sealed}. */
record SealedRecord(int slot, long generation, long offset, int length) {

    static final int HEAD = 16;

    /** {@code u8 shelf ‖ u16 length of key ‖ key ‖ value}. */
    static byte[] plain(RecordName name, byte[] value) {
        var key = name.key().toArray();
        return ByteBuffer.allocate(3 + key.length + value.length)
                .put((byte) name.shelf())
                .putShort((short) key.length)
                .put(key)
                .put(value)
                .array();
    }

    static RecordName name(byte[] plain) {
        var in = ByteBuffer.wrap(plain);
        var shelf = Byte.toUnsignedInt(in.get());
        var key = new byte[Short.toUnsignedInt(in.getShort())];
        in.get(key);
        return new RecordName(shelf, Bytes.of(key));
    }

    static byte[] value(byte[] plain) {
        var in = ByteBuffer.wrap(plain);
        in.position(3 + Short.toUnsignedInt(in.getShort(1)));
        var value = new byte[in.remaining()];
        in.get(value);
        return value;
    }

    /** Reads the head at an offset of the log. */
    static SealedRecord at(DurableFile log, long offset, long size) {
        if (offset + HEAD > size) {
            throw ProblemException.refused("store-broken");
        }
        var head = ByteBuffer.wrap(log.read(offset, HEAD));
        var length = head.getInt();
        if (length < HEAD - 4 || offset + 4 + length > size) {
            throw ProblemException.refused("store-broken");
        }
        return new SealedRecord(head.getInt(), head.getLong(), offset, 4 + length);
    }

    static byte[] encode(int slot, long generation, byte[] sealed) {
        return ByteBuffer.allocate(HEAD + sealed.length)
                .putInt(HEAD - 4 + sealed.length)
                .putInt(slot)
                .putLong(generation)
                .put(sealed)
                .array();
    }
}
