package org.mayfly.messaging.network;

import org.mayfly.messaging.database.DatabaseFailure;
import org.mayfly.messaging.database.Jdbc;
import org.mayfly.messaging.database.Row;
import org.mayfly.messaging.naming.Name;
import org.mayfly.messaging.policy.EphemeralityPolicy;
import org.mayfly.messaging.refusal.Reason;
import org.mayfly.protocol.value.NetworkId;

import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;

/** The table {@code network}, and the first policy of each. */
@Dependent
public class JdbcNetworks {

    private final Jdbc jdbc;

    @Inject
    public JdbcNetworks(Jdbc jdbc) {
        this.jdbc = jdbc;
    }

    /** @throws org.mayfly.messaging.refusal.RefusedException name-taken */
    void add(Networks.Network network, Name name, EphemeralityPolicy first) {
        nameTakenIfDuplicate(() -> jdbc.update(
                "INSERT INTO network (id, name, name_key, created_at) VALUES (?, ?, ?, ?)",
                network.id(),
                name.shown(),
                name.key(),
                network.created()));
        jdbc.update(
                """
                INSERT INTO ephemerality_policy (network_id, version, expiration_minimum, expiration_default,
                    expiration_maximum, burn_default, burn_maximum, user_may_choose, classical_suite_allowed)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
                network.id(),
                first.version(),
                first.expirationMinimum().toSeconds(),
                first.expirationDefault().toSeconds(),
                first.expirationMaximum().toSeconds(),
                first.burnDefault().toSeconds(),
                first.burnMaximum().toSeconds(),
                first.userMayChoose(),
                first.classicalSuiteAllowed());
    }

    /** @throws org.mayfly.messaging.refusal.RefusedException name-taken */
    void rename(NetworkId network, Name name) {
        nameTakenIfDuplicate(() -> jdbc.update(
                "UPDATE network SET name = ?, name_key = ? WHERE id = ?", name.shown(), name.key(), network));
    }

    public Optional<Networks.Network> find(NetworkId network) {
        return jdbc.first("SELECT id, name, created_at FROM network WHERE id = ?", JdbcNetworks::network, network);
    }

    /** Locks the row until the commit. */
    Optional<Networks.Network> findForChange(NetworkId network) {
        return jdbc.first(
                "SELECT id, name, created_at FROM network WHERE id = ? FOR UPDATE", JdbcNetworks::network, network);
    }

    List<Networks.Network> list(int limit) {
        return jdbc.list(
                "SELECT id, name, created_at FROM network ORDER BY name_key LIMIT ?", JdbcNetworks::network, limit);
    }

    private static Networks.Network network(Row row) throws SQLException {
        return new Networks.Network(row.network("id"), row.text("name"), row.time("created_at"));
    }

    private static void nameTakenIfDuplicate(Runnable change) {
        try {
            change.run();
        } catch (DatabaseFailure failure) {
            throw failure.isDuplicate() ? Reason.NAME_TAKEN.refused() : failure;
        }
    }
}
