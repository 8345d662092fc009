package org.mayfly.messaging.health;

import org.mayfly.messaging.access.Actor;
import org.mayfly.messaging.signal.Part;

import java.util.Map;
import jakarta.ejb.Local;

/** What an operator's tools are told of this server. Works while the database doesn't. */
@Local
public interface Monitoring {

    /**
     * Who comes with an API token. While the database is away, tokens of scope metrics that were good within the last day
     * still are: what is wrong is what they ask for.
     *
     * @throws org.mayfly.messaging.refusal.RefusedException unauthenticated, busy
     */
    Actor authenticate(String token);

    /**
     * All metrics, in Prometheus' text format 0.0.4.
     *
     * @throws org.mayfly.messaging.refusal.RefusedException forbidden
     */
    byte[] metrics(Actor actor);

    /**
     * Whether the server is live and ready, and each part works, as the last look found them.
     *
     * @throws org.mayfly.messaging.refusal.RefusedException forbidden
     */
    Report health(Actor actor);

    record Report(boolean live, boolean ready, Map<Part, Boolean> parts) {
        public Report {
            parts = Map.copyOf(parts);
        }

        static Report of(Map<Part, Boolean> parts) {
            return new Report(
                    parts.entrySet().stream()
                            .allMatch(part -> part.getValue() || !part.getKey().isVital()),
                    parts.entrySet().stream()
                            .allMatch(part -> part.getValue() || !part.getKey().isNeeded()),
                    parts);
        }
    }
}
