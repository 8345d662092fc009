package org.mayfly.client.rest;

import com.fasterxml.jackson.databind.JsonNode;

import java.util.Optional;

/** One HTTP exchange with the server's REST interface. Thread-safe; blocks, for seconds at most. */
public interface Http {

    /**
     * @throws org.mayfly.client.problem.ProblemException of kind NETWORK: {@code unreachable}, {@code
     *     untrusted-certificate}
     */
    Answer call(Call call);

    /**
     * @param path below {@code /api/v1}, with its query; nothing secret stands in it
     * @param bearer token of the Authorization header
     */
    record Call(String method, String path, Optional<String> bearer, Optional<JsonNode> body) {

        /** Hides the token and the body. */
        @Override
        public String toString() {
            return "Call[" + method + "]";
        }
    }

    /** @param body a missing node where there is none */
    record Answer(int status, JsonNode body) {}
}
