package org.mayfly.messaging.access;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import jakarta.ejb.Local;

/** Tokens for operators' tools: shown once, only their hash is stored, they expire, they are listed. */
@Local
public interface ApiTokens {

    /**
     * Makes a token.
     *
     * @return the token, {@code mfa_} and 43 characters of base64url; it can't be shown again
     * @throws org.mayfly.messaging.refusal.RefusedException forbidden, name-unusable
     */
    String create(Actor actor, String name, Scope scope, Instant expires);

    /**
     * Who comes with a token: an {@link Actor.ApiToken} or an {@link Actor.Scraper}, by its scope.
     *
     * @throws org.mayfly.messaging.refusal.RefusedException unauthenticated
     */
    Actor authenticate(String token);

    List<Listed> list(Actor actor);

    /** Ends a token at once; ending one that is not there is no error. */
    void revoke(Actor actor, UUID id);

    record Listed(UUID id, String name, Scope scope, Instant created, Instant expires) {}

    /** What a token may do. */
    enum Scope {
        /** All that an administrator may. */
        ADMIN,

        /** Read metrics and health, nothing else. */
        METRICS;

        /** As in the database and on the command line. */
        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }

        public Actor actor(UUID token) {
            return this == ADMIN ? new Actor.ApiToken(token) : new Actor.Scraper(token);
        }
    }
}
