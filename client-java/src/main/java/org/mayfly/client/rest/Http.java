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
     * @param device token of a device that agrees to what the bearer does
     */
    record Call(String method, String path, Optional<String> bearer, Optional<String> device, Optional<JsonNode> body) {

        /** Hides the tokens and the body. */
        @Override
        public String toString() {
            return "Call[" + method + "]";
        }
    }

    /** @param body a missing node where there is none */
    record Answer(int status, JsonNode body) {}
}
