package org.mayfly.messaging.access;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import jakarta.ejb.Local;

/** Tokens for operators' tools: shown once, only their hash is stored, they expire, they are listed. */
@Local
public interface ApiTokens {

    /**
     * Makes a token of scope admin.
     *
     * @return the token, {@code mfa_} and 43 characters of base64url; it can't be shown again
     * @throws org.mayfly.messaging.refusal.RefusedException forbidden, name-unusable
     */
    String create(Actor actor, String name, Instant expires);

    /** @throws org.mayfly.messaging.refusal.RefusedException unauthenticated */
    Actor.ApiToken authenticate(String token);

    List<Listed> list(Actor actor);

    /** Ends a token at once; ending one that is not there is no error. */
    void revoke(Actor actor, UUID id);

    record Listed(UUID id, String name, Instant created, Instant expires) {}
}
