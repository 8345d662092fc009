package org.mayfly.admin.memory;

import org.mayfly.messaging.access.Actor;
import org.mayfly.messaging.access.ApiTokens;
import org.mayfly.messaging.refusal.Reason;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** API tokens in memory. */
public class MemoryTokens implements ApiTokens {

    public static final String TOKEN = "mfa_q0S1d2F3g4H5j6K7l8Z9x0C1v2B3n4M5q6W7e8R9t0Y";

    private final List<Listed> all = new ArrayList<>();

    @Override
    public String create(Actor actor, String name, Scope scope, Instant expires) {
        if (name.isEmpty()) {
            throw Reason.NAME_UNUSABLE.refused();
        }
        all.add(new Listed(UUID.randomUUID(), name, scope, Instant.parse("2026-11-22T09:30:00Z"), expires));
        return TOKEN;
    }

    @Override
    public Actor.ApiToken authenticate(String token) {
        throw Reason.UNAUTHENTICATED.refused();
    }

    @Override
    public List<Listed> list(Actor actor) {
        return List.copyOf(all);
    }

    @Override
    public void revoke(Actor actor, UUID id) {
        all.removeIf(token -> token.id().equals(id));
    }
}
