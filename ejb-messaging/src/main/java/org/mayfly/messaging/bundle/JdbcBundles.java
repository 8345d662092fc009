package org.mayfly.messaging.bundle;

import org.mayfly.messaging.database.Jdbc;
import org.mayfly.protocol.crypto.P521PublicKey;
import org.mayfly.protocol.signed.SignedInput.Way;
import org.mayfly.protocol.value.UserId;

import java.util.Optional;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;

/** The table {@code recovery_bundle}: one of each way a user. */
@Dependent
public class JdbcBundles {

    /** @param version of the bundle, from 1 */
    public record Stored(long version, Bundle bundle) {}

    private final Jdbc jdbc;

    @Inject
    public JdbcBundles(Jdbc jdbc) {
        this.jdbc = jdbc;
    }

    Optional<Stored> find(UserId user, Way way) {
        return jdbc.first(
                """
                SELECT version, bundle, log_in_key, seed_id FROM recovery_bundle
                WHERE user_id = ? AND way = ?
                """,
                row -> new Stored(
                        row.number("version"),
                        new Bundle(
                                row.bytes("bundle"),
                                new P521PublicKey(row.bytes("log_in_key")),
                                row.maybeUuid("seed_id"))),
                user,
                way.number());
    }

    void put(UserId user, Way way, long version, Bundle bundle) {
        jdbc.update(
                """
                INSERT INTO recovery_bundle (user_id, way, version, bundle, log_in_key, seed_id) VALUES (?, ?, ?, ?, ?, ?)
                ON CONFLICT (user_id, way) DO UPDATE SET version = excluded.version, bundle = excluded.bundle,
                    log_in_key = excluded.log_in_key, seed_id = excluded.seed_id
                """,
                user,
                way.number(),
                version,
                bundle.sealed(),
                bundle.logInKey().encoded(),
                bundle.seed().orElse(null));
    }

    boolean remove(UserId user, Way way) {
        return jdbc.update("DELETE FROM recovery_bundle WHERE user_id = ? AND way = ?", user, way.number()) == 1;
    }
}
