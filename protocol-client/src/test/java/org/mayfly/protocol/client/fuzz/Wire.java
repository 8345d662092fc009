package org.mayfly.protocol.client.fuzz;

import com.google.protobuf.ByteString;
import org.mayfly.protocol.value.Bytes;

/** Values as fields of the schema. */
final class Wire {

    private Wire() {}

    static ByteString wire(Bytes bytes) {
        return ByteString.copyFrom(bytes.toArray());
    }
}
