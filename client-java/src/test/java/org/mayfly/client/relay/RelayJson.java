package org.mayfly.client.relay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.ByteString;
import org.mayfly.client.rest.Http;
import org.mayfly.protocol.value.Bytes;
import org.mayfly.protocol.wire.Prekey;
import org.mayfly.protocol.wire.SignedDeviceList;
import org.mayfly.protocol.wire.SignedPrekeyBatch;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** What the relay reads and writes in JSON. */
final class RelayJson {

    private RelayJson() {}

    static SignedPrekeyBatch batch(JsonNode body, String field) {
        return SignedPrekeyBatch.newBuilder()
                .setBatch(decoded(body, field))
                .setSignature(decoded(body, field + "Signature"))
                .build();
    }

    static List<Prekey> keys(JsonNode body, String field) {
        var keys = new ArrayList<Prekey>();
        body.path(field)
                .forEach(key -> keys.add(Prekey.newBuilder()
                        .setId(uuid(key.path("id").asText()))
                        .setKey(decoded(key, "key"))
                        .build()));
        return keys;
    }

    static JsonNode list(SignedDeviceList list) {
        return object().put("identityKey", bytes(list.getIdentityKey()).toBase64Url())
                .put("list", bytes(list.getList()).toBase64Url())
                .put("signature", bytes(list.getSignature()).toBase64Url());
    }

    static Http.Answer refused(int status, String code) {
        return new Http.Answer(status, object().put("code", code));
    }

    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    static ByteString decoded(JsonNode json, String field) {
        return ByteString.copyFrom(
                Bytes.parseBase64Url(json.path(field).asText()).toArray());
    }

    static ByteString uuid(String text) {
        var uuid = UUID.fromString(text);
        return ByteString.copyFrom(ByteBuffer.allocate(16)
                .putLong(uuid.getMostSignificantBits())
                .putLong(uuid.getLeastSignificantBits())
                .array());
    }

    static Bytes bytes(ByteString bytes) {
        return Bytes.of(bytes.toByteArray());
    }
}
