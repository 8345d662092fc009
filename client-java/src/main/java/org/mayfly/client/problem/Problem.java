package org.mayfly.client.problem;

import java.time.Duration;
import java.util.List;

/**
 * Something the caller must handle. Codes are those of docs/refusals.md, of the receive checks in docs/protocol.md, and
 * those this client adds; the command line has a sentence for each.
 *
 * @param retryAfter zero: asking again is of no use, or the server did not say when
 * @param about values that the sentence for people names, in its order; never a secret, never content
 */
public record Problem(Kind kind, String code, Duration retryAfter, List<String> about) {

    /** What a caller can do about it. */
    public enum Kind {
        /** Understood and turned down, by the server, the policy or the store. */
        REFUSED,
        /** The server was not reached, or what was reached is not to be trusted. */
        NETWORK
    }

    public Problem {
        about = List.copyOf(about);
    }

    public static Problem refused(String code, Object... about) {
        return new Problem(Kind.REFUSED, code, Duration.ZERO, strings(about));
    }

    public static Problem network(String code, Object... about) {
        return new Problem(Kind.NETWORK, code, Duration.ZERO, strings(about));
    }

    /** Refused as things are at the server: asking again later may help. */
    public boolean isForLater() {
        return switch (code) {
            case "busy", "rate-limited", "mailbox-full", "internal" -> true;
            default -> false;
        };
    }

    private static List<String> strings(Object[] values) {
        return List.of(values).stream().map(String::valueOf).toList();
    }
}
