package org.mayfly.client.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.mayfly.protocol.oprf.OprfElement;
import org.mayfly.protocol.signed.SignedInput.Way;
import org.mayfly.protocol.value.Bytes;

import java.time.Instant;
import java.util.Optional;

/** What somebody asks who comes back. No answer says whether an account exists. */
public final class RecoveryCalls {

    private final Rest rest;

    public RecoveryCalls(Http http) {
        this.rest = new Rest(http, Optional.empty());
    }

    /**
     * @param challenge 32 bytes, to be signed once
     * @param seedId 16 bytes: names the seed that was evaluated with
     * @param evaluated 67 bytes, where something blinded was sent
     */
    public record Evaluation(Bytes challenge, Bytes seedId, Optional<Bytes> evaluated) {}

    /** @param signature by the log-in key */
    public record LogIn(AccountNames names, Way way, Bytes challenge, Instant time, Bytes signature) {}

    /** @param blinded none where the log-in will be by recovery key */
    public Evaluation evaluate(AccountNames names, Optional<OprfElement> blinded) {
        return evaluate(rest, names, blinded);
    }

    static Evaluation evaluate(Rest rest, AccountNames names, Optional<OprfElement> blinded) {
        return evaluate(rest, Rest.object().put("network", names.network()).put("user", names.user()), blinded);
    }

    /** For somebody who enrols. Does not use the invitation up. */
    public Evaluation evaluateFor(String code, OprfElement blinded) {
        return evaluate(rest, Rest.object().put("code", code), Optional.of(blinded));
    }

    private static Evaluation evaluate(Rest rest, ObjectNode body, Optional<OprfElement> blinded) {
        blinded.ifPresent(element -> body.put("blinded", element.encoded().toBase64Url()));
        var json = rest.post("/recovery/evaluations", body);
        var evaluated = Optional.of(json.path("evaluated")).filter(JsonNode::isTextual);
        return new Evaluation(
                Json.bytes(json, "challenge"),
                Json.id(json, "seedId"),
                evaluated.map(text -> Bytes.parseBase64Url(text.asText())));
    }

    public SignedIn logIn(LogIn logIn) {
        return SignedIn.of(rest.post(
                "/recovery/log-ins",
                Rest.object()
                        .put("network", logIn.names().network())
                        .put("user", logIn.names().user())
                        .put("way", Json.way(logIn.way()))
                        .put("challenge", logIn.challenge().toBase64Url())
                        .put("time", logIn.time().toEpochMilli())
                        .put("signature", logIn.signature().toBase64Url())));
    }
}
