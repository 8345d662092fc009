package org.mayfly.client.rest;

import com.fasterxml.jackson.databind.JsonNode;
import org.mayfly.client.problem.ProblemException;
import org.mayfly.protocol.crypto.P521PublicKey;
import org.mayfly.protocol.value.Bytes;
import org.mayfly.protocol.value.NetworkId;
import org.mayfly.protocol.value.UserId;
import org.mayfly.protocol.wire.SignedDeviceList;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the server gives to somebody who came back. Nothing of it is verified yet.
 *
 * @param bundle of the way that was used
 * @param seedId 16 bytes, where that was the passphrase
 * @param passphraseVersion of the bundle under the passphrase
 * @param recoveryKeyVersion of the bundle under the recovery key; 0: there never was one
 * @param lists all versions, ascending
 * @param token opens the calls of the account for a quarter of an hour
 */
public record SignedIn(
        NetworkId network,
        String networkName,
        UserId user,
        String userName,
        Bytes bundle,
        long bundleVersion,
        Optional<Bytes> seedId,
        long passphraseVersion,
        long recoveryKeyVersion,
        P521PublicKey identityKey,
        List<SignedDeviceList> lists,
        String token) {

    public SignedIn {
        lists = List.copyOf(lists);
    }

    static SignedIn of(JsonNode json) {
        try {
            var identityKey = Json.wire(json, "identityKey");
            var lists = new ArrayList<SignedDeviceList>();
            json.path("lists").forEach(list -> lists.add(Json.list(identityKey, list)));
            return new SignedIn(
                    NetworkId.parse(json.path("network").path("id").asText()),
                    json.path("network").path("name").asText(),
                    UserId.parse(json.path("user").path("id").asText()),
                    json.path("user").path("name").asText(),
                    Json.bytes(json, "bundle"),
                    json.path("bundleVersion").asLong(),
                    json.path("seedId").isTextual() ? Optional.of(Json.id(json, "seedId")) : Optional.empty(),
                    json.path("versions").path("passphrase").asLong(),
                    json.path("versions").path("recoveryKey").asLong(),
                    new P521PublicKey(Json.bytes(json, "identityKey")),
                    lists,
                    json.path("token").asText());
        } catch (IllegalArgumentException e) {
            throw ProblemException.network("not-a-mayfly-server");
        }
    }

    /** Hides the token. */
    @Override
    public String toString() {
        return "SignedIn[hidden]";
    }
}
