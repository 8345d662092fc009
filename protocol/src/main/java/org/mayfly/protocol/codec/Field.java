package org.mayfly.protocol.codec;

import com.google.protobuf.ByteString;
import org.mayfly.protocol.Sizes;
import org.mayfly.protocol.value.Bytes;
import org.mayfly.protocol.value.DeviceId;
import org.mayfly.protocol.value.MessageId;
import org.mayfly.protocol.value.NetworkId;
import org.mayfly.protocol.value.PrekeyId;
import org.mayfly.protocol.value.UserId;

import java.time.Instant;

/** Fields of a parsed message as values, with the lengths and ranges the schema states. */
public final class Field {

    /** The last millisecond of the year 9999: any later time is nonsense. */
    private static final long LAST_MILLISECOND = 253_402_300_799_999L;

    private Field() {}

    /** @throws MalformedException unless there are exactly that many bytes */
    public static Bytes bytes(ByteString field, int length) throws MalformedException {
        if (field.size() != length) {
            throw new MalformedException("a field has another length than the schema states");
        }
        return Bytes.of(field.toByteArray());
    }

    /** @throws MalformedException unless the field is empty */
    public static void absent(ByteString field) throws MalformedException {
        require(field.isEmpty(), "a field is set that must not be");
    }

    public static NetworkId network(ByteString field) throws MalformedException {
        return new NetworkId(bytes(field, Sizes.ID));
    }

    public static UserId user(ByteString field) throws MalformedException {
        return new UserId(bytes(field, Sizes.ID));
    }

    public static DeviceId device(ByteString field) throws MalformedException {
        return new DeviceId(bytes(field, Sizes.ID));
    }

    public static MessageId message(ByteString field) throws MalformedException {
        return new MessageId(bytes(field, Sizes.ID));
    }

    public static PrekeyId prekey(ByteString field) throws MalformedException {
        return new PrekeyId(bytes(field, Sizes.ID));
    }

    /** @throws MalformedException unless it is a time between 1970 and 9999 in milliseconds */
    public static Instant time(long milliseconds) throws MalformedException {
        require(milliseconds > 0 && milliseconds <= LAST_MILLISECOND, "a time is out of range");
        return Instant.ofEpochMilli(milliseconds);
    }

    /** @throws MalformedException with the rule, unless it holds */
    public static void require(boolean holds, String rule) throws MalformedException {
        if (!holds) {
            throw new MalformedException(rule);
        }
    }
}
