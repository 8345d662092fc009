package org.mayfly.client.rest;

import org.mayfly.client.rest.RecoveryCalls.Evaluation;
import org.mayfly.protocol.client.EnrolmentMaterial;
import org.mayfly.protocol.oprf.OprfElement;
import org.mayfly.protocol.signed.SignedInput.Way;
import org.mayfly.protocol.value.Bytes;
import org.mayfly.protocol.wire.SignedDeviceList;

import java.util.Optional;

/** What somebody may do who came back, for a quarter of an hour. */
public final class AccountCalls {

    private final Rest rest;
    private final Rest beside;

    /** @param device token of the device at which the person is: the server asks for it before a recovery key changes */
    public AccountCalls(Http http, String token, Optional<String> device) {
        this.rest = new Rest(http, Optional.of(token));
        this.beside = new Rest(http, Optional.of(token), device);
    }

    /**
     * For a passphrase that is to replace the account's: under the server's newest seed.
     *
     * @param blinded none to hear only which seed that is; that is not counted
     */
    public Evaluation evaluate(AccountNames names, Optional<OprfElement> blinded) {
        return RecoveryCalls.evaluate(rest, names, blinded);
    }

    /** @param version the one after the bundle's that it replaces */
    public void putBundle(Way way, long version, SealedIdentity sealed) {
        var body = EnrolmentCalls.put(Rest.object(), sealed).put("version", version);
        (way == Way.RECOVERY_KEY ? beside : rest).put("/recovery/bundles/" + Json.way(way), body);
    }

    public void removeRecoveryKey() {
        beside.delete("/recovery/bundles/recovery-key");
    }

    /** False where it waits for approval. @param name sealed */
    public boolean addDevice(EnrolmentMaterial material, Optional<Bytes> name) {
        var body = EnrolmentCalls.device(material);
        name.ifPresent(bytes -> body.put("name", bytes.toBase64Url()));
        return rest.post("/recovery/devices", body).path("state").asText().equals("active");
    }

    /** One that only removes. */
    public void publish(SignedDeviceList list) {
        rest.post("/recovery/lists", EnrolmentCalls.put(Rest.object(), list));
    }

    public void deleteAccount() {
        rest.delete("/recovery/account");
    }
}
