package org.mayfly.client.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.mayfly.client.problem.Problem;
import org.mayfly.client.problem.Problem.Kind;
import org.mayfly.client.problem.ProblemException;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Calls with one bearer, or none, and with a device beside it, or none: a 2xx gives its body, everything else is thrown as a {@link Problem}. */
final class Rest {

    private final Http http;
    private final Optional<String> bearer;
    private final Optional<String> device;

    Rest(Http http, Optional<String> bearer) {
        this(http, bearer, Optional.empty());
    }

    /** @param device that agrees to what the bearer does */
    Rest(Http http, Optional<String> bearer, Optional<String> device) {
        this.http = http;
        this.bearer = bearer;
        this.device = device;
    }

    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    static String query(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }

    JsonNode get(String path) {
        return call("GET", path, Optional.empty());
    }

    JsonNode post(String path, JsonNode body) {
        return call("POST", path, Optional.of(body));
    }

    JsonNode post(String path) {
        return call("POST", path, Optional.empty());
    }

    JsonNode put(String path, JsonNode body) {
        return call("PUT", path, Optional.of(body));
    }

    JsonNode delete(String path) {
        return call("DELETE", path, Optional.empty());
    }

    private JsonNode call(String method, String path, Optional<JsonNode> body) {
        var answer = http.call(new Http.Call(method, path, bearer, device, body));
        if (answer.status() / 100 == 2) {
            return answer.body();
        }
        throw new ProblemException(problem(answer));
    }

    private static Problem problem(Http.Answer answer) {
        var code = answer.body().path("code").asText("");
        if (code.isEmpty()) {
            return Problem.network("unexpected-answer", answer.status());
        }
        var retryAfter = Duration.ofMillis(answer.body().path("retryAfterMs").asLong(0));
        return new Problem(Kind.REFUSED, code, retryAfter, List.of());
    }
}
