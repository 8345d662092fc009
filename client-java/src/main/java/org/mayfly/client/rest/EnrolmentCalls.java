package org.mayfly.client.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.ByteString;
import org.mayfly.protocol.client.EnrolmentMaterial;
import org.mayfly.protocol.value.Bytes;
import org.mayfly.protocol.value.NetworkId;
import org.mayfly.protocol.value.PrekeyId;
import org.mayfly.protocol.value.UserId;
import org.mayfly.protocol.wire.UploadPrekeys;

import java.util.Optional;

/** What somebody with an invitation asks by REST. The code travels in bodies only. */
public final class EnrolmentCalls {

    private final Rest rest;

    public EnrolmentCalls(Http http) {
        this.rest = new Rest(http, Optional.empty());
    }

    /** What an invitation is for. */
    public record Invitation(NetworkId network, String networkName, UserId user, String userName, Policy policy) {}

    /** Does not use the invitation up. */
    public Invitation open(String code) {
        var json = rest.post("/invitations/open", Rest.object().put("code", code));
        return new Invitation(
                NetworkId.parse(json.path("network").path("id").asText()),
                json.path("network").path("name").asText(),
                UserId.parse(json.path("user").path("id").asText()),
                json.path("user").path("name").asText(),
                Policy.of(json.path("policy")));
    }

    /** The body of {@link #enrol}: kept, so that an interrupted enrolment can be repeated to the letter. */
    public static JsonNode request(String code, EnrolmentMaterial material) {
        var list = material.list();
        var body = Rest.object()
                .put("code", code)
                .put("identityKey", text(list.getIdentityKey()))
                .put("deviceList", text(list.getList()))
                .put("deviceListSignature", text(list.getSignature()));
        put(body, "prekeyBatch", "prekeys", material.prekeys());
        put(body, "kemPrekeyBatch", "kemPrekeys", material.kemPrekeys());
        return body;
    }

    private static void put(ObjectNode body, String batch, String keys, UploadPrekeys upload) {
        body.put(batch, text(upload.getBatch().getBatch()))
                .put(batch + "Signature", text(upload.getBatch().getSignature()));
        var array = body.putArray(keys);
        upload.getPrekeysList()
                .forEach(prekey -> array.addObject()
                        .put("id", PrekeyId.of(prekey.getId().toByteArray()).toString())
                        .put("key", text(prekey.getKey())));
    }

    public void enrol(JsonNode request) {
        rest.post("/enrolments", request);
    }

    private static String text(ByteString bytes) {
        return Bytes.of(bytes.toByteArray()).toBase64Url();
    }
}
