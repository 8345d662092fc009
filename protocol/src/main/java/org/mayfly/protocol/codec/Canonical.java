package org.mayfly.protocol.codec;

import com.google.protobuf.ByteString;
import com.google.protobuf.DiscardUnknownFieldsParser;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.Parser;
import org.mayfly.protocol.value.Bytes;

/**
 * Parses canonical protobuf and nothing else.
 *
 * <p>Unknown fields are left out while parsing, so they, like fields out of order, long varints, written defaults or
 * repeated single fields, re-encode to other bytes and are refused.
 */
public final class Canonical {

    private Canonical() {}

    /** @throws MalformedException unless encoding the result again gives the same bytes */
    public static <T extends Message> T parse(Parser<T> parser, ByteString encoded) throws MalformedException {
        try {
            var parsed = DiscardUnknownFieldsParser.wrap(parser).parseFrom(encoded);
            if (!parsed.toByteString().equals(encoded)) {
                throw new MalformedException("encoding is not canonical");
            }
            return parsed;
        } catch (InvalidProtocolBufferException unparseable) {
            throw new MalformedException("not the expected protobuf message");
        }
    }

    /** @throws MalformedException unless encoding the result again gives the same bytes */
    public static <T extends Message> T parse(Parser<T> parser, Bytes encoded) throws MalformedException {
        return parse(parser, ByteString.copyFrom(encoded.toArray()));
    }

    /** The one encoding of a message. */
    public static Bytes encode(Message message) {
        return Bytes.of(message.toByteArray());
    }
}
