package org.mayfly.messaging.apitoken;

import org.mayfly.messaging.access.Actor;
import org.mayfly.messaging.access.ApiTokens.Listed;
import org.mayfly.messaging.access.ApiTokens.Scope;
import org.mayfly.messaging.database.Jdbc;
import org.mayfly.messaging.database.Row;
import org.mayfly.protocol.value.Bytes;

import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;

/** The table {@code api_token}. Revoked ones stay, so that the audit's ids lead somewhere. */
@Dependent
class JdbcApiTokens {

    private static final String WORKS = "revoked_at IS NULL AND expires_at > ?";
    private static final int MOST_LISTED = 1_000;

    private final Jdbc jdbc;

    @Inject
    JdbcApiTokens(Jdbc jdbc) {
        this.jdbc = jdbc;
    }

    void add(Listed token, Bytes hash) {
        jdbc.update(
                "INSERT INTO api_token (id, name, scope, token_hash, created_at, expires_at) VALUES (?, ?, ?, ?, ?, ?)",
                token.id(),
                token.name(),
                token.scope().code(),
                hash,
                token.created(),
                token.expires());
    }

    Optional<Actor> find(Bytes hash, Instant now) {
        return jdbc.first(
                "SELECT id, scope FROM api_token WHERE token_hash = ? AND " + WORKS,
                row -> scope(row).actor(row.uuid("id")),
                hash,
                now);
    }

    /** Those that work, newest first. */
    List<Listed> list(Instant now) {
        return jdbc.list(
                "SELECT id, name, scope, created_at, expires_at FROM api_token WHERE " + WORKS
                        + " ORDER BY created_at DESC, id LIMIT ?",
                JdbcApiTokens::listed,
                now,
                MOST_LISTED);
    }

    /** What was revoked; empty if it was not there or did not work any more. */
    Optional<Listed> revoke(UUID id, Instant now) {
        return jdbc.first(
                "UPDATE api_token SET revoked_at = ? WHERE id = ? AND " + WORKS
                        + " RETURNING id, name, scope, created_at, expires_at",
                JdbcApiTokens::listed,
                now,
                id,
                now);
    }

    private static Listed listed(Row row) throws SQLException {
        return new Listed(row.uuid("id"), row.text("name"), scope(row), row.time("created_at"), row.time("expires_at"));
    }

    private static Scope scope(Row row) throws SQLException {
        return Scope.valueOf(row.text("scope").toUpperCase(Locale.ROOT));
    }
}
