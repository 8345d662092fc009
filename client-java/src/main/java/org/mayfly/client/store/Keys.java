package org.mayfly.client.store;

import org.mayfly.protocol.value.Bytes;
import org.mayfly.protocol.value.DeviceAddress;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** Names of records: ids joined, all of fixed length; a user or device first, so that its records lie together. */
public final class Keys {

    public static final Bytes ONLY = Bytes.empty();

    private Keys() {}

    public static Bytes of(DeviceAddress address, Bytes... more) {
        var size = 32 + Arrays.stream(more).mapToInt(Bytes::length).sum();
        var key = ByteBuffer.allocate(size)
                .put(address.user().toArray())
                .put(address.device().toArray());
        for (var part : more) {
            key.put(part.toArray());
        }
        return Bytes.of(key.array());
    }

    public static Bytes joined(Bytes... ids) {
        var key = ByteBuffer.allocate(Arrays.stream(ids).mapToInt(Bytes::length).sum());
        for (var id : ids) {
            key.put(id.toArray());
        }
        return Bytes.of(key.array());
    }

    public static Bytes number(long number) {
        return Bytes.of(ByteBuffer.allocate(Long.BYTES).putLong(number).array());
    }

    public static int toInt(Bytes number) {
        return Math.toIntExact(ByteBuffer.wrap(number.toArray()).getLong());
    }
}
