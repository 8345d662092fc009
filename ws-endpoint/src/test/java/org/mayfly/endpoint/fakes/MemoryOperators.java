package org.mayfly.endpoint.fakes;

import org.mayfly.messaging.access.Actor;
import org.mayfly.messaging.access.ApiTokens;
import org.mayfly.messaging.refusal.Reason;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** One API token, in memory. */
public final class MemoryOperators implements ApiTokens {

    public static final String TOKEN = "mfa_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

    @Override
    public String create(Actor actor, String name, Scope scope, Instant expires) {
        return TOKEN;
    }

    @Override
    public Actor.ApiToken authenticate(String token) {
        if (!token.equals(TOKEN)) {
            throw Reason.UNAUTHENTICATED.refused();
        }
        return new Actor.ApiToken(new UUID(0, 9));
    }

    @Override
    public List<Listed> list(Actor actor) {
        return List.of();
    }

    @Override
    public void revoke(Actor actor, UUID id) {}
}
