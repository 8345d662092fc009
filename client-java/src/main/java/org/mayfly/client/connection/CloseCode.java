package org.mayfly.client.connection;

import org.mayfly.client.problem.Problem;

/** Close codes of docs/refusals.md as problems. */
final class CloseCode {

    /** No close frame was seen. */
    static final int LOST = 1006;

    private CloseCode() {}

    static Problem problem(int code) {
        return switch (code) {
            case 4400 -> Problem.refused("malformed");
            case 4401 -> Problem.refused("unauthenticated");
            case 4403 -> Problem.refused("suspended");
            case 4409 -> Problem.refused("taken-over");
            case 1009 -> Problem.refused("too-large");
            default -> Problem.network("connection-lost");
        };
    }
}
