package org.mayfly.client.rest;

import com.fasterxml.jackson.databind.JsonNode;
import org.mayfly.client.problem.ProblemException;

import java.util.Optional;
import java.util.stream.StreamSupport;

/** What an operator's tool may do with an API token. Answers are the server's own JSON: nothing here knows more. */
public final class Administration {

    private final Rest rest;

    public Administration(Http http, String token) {
        this.rest = new Rest(http, Optional.of(token));
    }

    public JsonNode createNetwork(String name) {
        return rest.post("/admin/networks", Rest.object().put("name", name));
    }

    public JsonNode networks() {
        return rest.get("/admin/networks");
    }

    public JsonNode invite(String network, String user) {
        return rest.post(
                "/admin/networks/" + id(network) + "/invitations", Rest.object().put("user", user));
    }

    public JsonNode users(String network) {
        return rest.get("/admin/networks/" + id(network) + "/users");
    }

    public JsonNode suspend(String network, String user) {
        return rest.post(userPath(network, user) + "/suspend");
    }

    /** Devices, mail, keys and bundles of the user go; the answer is a new invitation. */
    public JsonNode endIdentity(String network, String user) {
        return rest.post(userPath(network, user) + "/end-identity");
    }

    private String userPath(String network, String user) {
        var users = "/admin/networks/" + id(network) + "/users";
        return users + "/" + named(rest.get(users), user, "unknown-user");
    }

    public Policy policy(String network) {
        return Policy.of(rest.get("/admin/networks/" + id(network) + "/policy"));
    }

    public Policy setPolicy(String network, Policy policy) {
        return Policy.of(rest.put("/admin/networks/" + id(network) + "/policy", policy.toJson()));
    }

    /** Networks and users are named or given by id: the id wins. */
    private String id(String network) {
        return named(networks(), network, "unknown-network");
    }

    private static String named(JsonNode list, String wanted, String code) {
        var byId = find(list, "id", wanted);
        return byId.or(() -> find(list, "name", wanted)).orElseThrow(() -> ProblemException.refused(code, wanted));
    }

    private static Optional<String> find(JsonNode list, String field, String wanted) {
        return StreamSupport.stream(list.spliterator(), false)
                .filter(entry -> entry.path(field).asText().equalsIgnoreCase(wanted))
                .map(entry -> entry.path("id").asText())
                .findFirst();
    }
}
