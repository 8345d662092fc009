package org.mayfly.client.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.ByteString;
import org.mayfly.protocol.signed.SignedInput.Way;
import org.mayfly.protocol.value.Bytes;
import org.mayfly.protocol.value.UserId;
import org.mayfly.protocol.wire.SignedDeviceList;

import java.util.Optional;

/** How bytes, ids and lists stand in JSON: docs/api.md. */
final class Json {

    private static final int UUID_LENGTH = 36;

    private Json() {}

    static Bytes bytes(JsonNode json, String field) {
        return Bytes.parseBase64Url(json.path(field).asText());
    }

    static Optional<Bytes> optional(JsonNode json, String field) {
        return json.path(field).isTextual() ? Optional.of(bytes(json, field)) : Optional.empty();
    }

    /** 16 bytes that are nobody's id, written like one. */
    static Bytes id(JsonNode json, String field) {
        var text = json.path(field).asText();
        return text.length() == UUID_LENGTH ? UserId.parse(text).value() : Bytes.parseBase64Url(text);
    }

    static String id(Bytes id) {
        return new UserId(id).toString();
    }

    static String way(Way way) {
        return way == Way.PASSPHRASE ? "passphrase" : "recovery-key";
    }

    static String text(ByteString bytes) {
        return Bytes.of(bytes.toByteArray()).toBase64Url();
    }

    static ByteString wire(JsonNode json, String field) {
        return ByteString.copyFrom(bytes(json, field).toArray());
    }

    /** One of several versions: the identity key stands elsewhere. */
    static SignedDeviceList list(ByteString identityKey, JsonNode json) {
        return SignedDeviceList.newBuilder()
                .setIdentityKey(identityKey)
                .setList(wire(json, "list"))
                .setSignature(wire(json, "signature"))
                .build();
    }
}
