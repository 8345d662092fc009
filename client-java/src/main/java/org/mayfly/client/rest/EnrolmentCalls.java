package org.mayfly.client.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.mayfly.protocol.client.EnrolmentMaterial;
import org.mayfly.protocol.value.NetworkId;
import org.mayfly.protocol.value.PrekeyId;
import org.mayfly.protocol.value.UserId;
import org.mayfly.protocol.wire.SignedDeviceList;
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

    /**
     * The body of {@link #enrol}: kept, so that an interrupted enrolment can be repeated to the letter.
     *
     * @param recovery the identity sealed under the person's passphrase
     */
    public static JsonNode request(String code, EnrolmentMaterial material, Optional<SealedIdentity> recovery) {
        var body = device(material)
                .put("code", code)
                .put("identityKey", Json.text(material.list().getIdentityKey()));
        recovery.ifPresent(identity -> put(body.putObject("recovery"), identity));
        return body;
    }

    /** What every new device sends. */
    static ObjectNode device(EnrolmentMaterial material) {
        var body = put(Rest.object(), material.list());
        put(body, "prekeyBatch", "prekeys", material.prekeys());
        put(body, "kemPrekeyBatch", "kemPrekeys", material.kemPrekeys());
        return body;
    }

    static ObjectNode put(ObjectNode body, SignedDeviceList list) {
        return body.put("deviceList", Json.text(list.getList()))
                .put("deviceListSignature", Json.text(list.getSignature()));
    }

    static ObjectNode put(ObjectNode body, SealedIdentity sealed) {
        sealed.seedId().ifPresent(seed -> body.put("seedId", Json.id(seed)));
        return body.put("bundle", sealed.bundle().sealed().toBase64Url())
                .put("logInKey", sealed.logInKey().encoded().toBase64Url());
    }

    private static void put(ObjectNode body, String batch, String keys, UploadPrekeys upload) {
        body.put(batch, Json.text(upload.getBatch().getBatch()))
                .put(batch + "Signature", Json.text(upload.getBatch().getSignature()));
        var array = body.putArray(keys);
        upload.getPrekeysList()
                .forEach(prekey -> array.addObject()
                        .put("id", PrekeyId.of(prekey.getId().toByteArray()).toString())
                        .put("key", Json.text(prekey.getKey())));
    }

    public void enrol(JsonNode request) {
        rest.post("/enrolments", request);
    }
}
