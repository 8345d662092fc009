package org.mayfly.messaging.user;

import org.mayfly.messaging.database.Jdbc;
import org.mayfly.messaging.database.Row;
import org.mayfly.protocol.value.Bytes;
import org.mayfly.protocol.value.NetworkId;
import org.mayfly.protocol.value.UserId;

import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;

/** The tables {@code app_user} and {@code invitation}. */
@Dependent
class JdbcUsers implements UserStore {

    private static final String SELECT = """
            SELECT u.network_id, u.id, u.name, u.identity_key IS NOT NULL AS enrolled, u.suspended_at IS NOT NULL AS suspended,
                u.deleted_at IS NOT NULL AS deleted,
                u.identity_ended_at, i.expires_at FROM app_user u LEFT JOIN invitation i ON i.user_id = u.id
            """;
    private static final String ACTIVE = " AND u.identity_key IS NOT NULL AND u.suspended_at IS NULL";

    private final Jdbc jdbc;

    @Inject
    JdbcUsers(Jdbc jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public boolean add(NetworkId network, UserId user, String name, Instant at) {
        return jdbc.update("""
                        INSERT INTO app_user (id, network_id, name, created_at) VALUES (?, ?, ?, ?)
                        ON CONFLICT (network_id, name) DO NOTHING
                        """, user, network, name, at) == 1;
    }

    @Override
    public Optional<StoredUser> findForChange(NetworkId network, UserId user) {
        return jdbc.first(
                SELECT + "WHERE u.network_id = ? AND u.id = ? FOR UPDATE OF u", JdbcUsers::user, network, user);
    }

    @Override
    public Optional<StoredUser> findForChange(NetworkId network, String name) {
        return jdbc.first(
                SELECT + "WHERE u.network_id = ? AND u.name = ? FOR UPDATE OF u", JdbcUsers::user, network, name);
    }

    @Override
    public List<StoredUser> list(NetworkId network, int limit) {
        return jdbc.list(SELECT + "WHERE u.network_id = ? ORDER BY u.name LIMIT ?", JdbcUsers::user, network, limit);
    }

    @Override
    public List<StoredUser> active(NetworkId network, int limit) {
        return jdbc.list(
                SELECT + "WHERE u.network_id = ?" + ACTIVE + " ORDER BY u.name LIMIT ?",
                JdbcUsers::user,
                network,
                limit);
    }

    @Override
    public Optional<StoredUser> activeByName(NetworkId network, String name) {
        return jdbc.first(SELECT + "WHERE u.network_id = ? AND u.name = ?" + ACTIVE, JdbcUsers::user, network, name);
    }

    @Override
    public void invite(UserId user, Bytes codeHash, Instant at, Instant expires) {
        jdbc.update("""
                INSERT INTO invitation (user_id, code_hash, created_at, expires_at) VALUES (?, ?, ?, ?)
                ON CONFLICT (user_id) DO UPDATE SET code_hash = excluded.code_hash,
                    created_at = excluded.created_at, expires_at = excluded.expires_at, evaluations = 0
                """, user, codeHash, at, expires);
    }

    @Override
    public Optional<StoredUser> invitedBy(Bytes codeHash, Instant now) {
        return jdbc.first(
                SELECT
                        + "WHERE i.code_hash = ? AND i.expires_at > ? AND u.suspended_at IS NULL AND u.identity_key IS NULL",
                JdbcUsers::user,
                codeHash,
                now);
    }

    @Override
    public boolean countEvaluation(Bytes codeHash, long most) {
        return jdbc.update(
                        "UPDATE invitation SET evaluations = evaluations + 1 WHERE code_hash = ? AND evaluations < ?",
                        codeHash,
                        most)
                == 1;
    }

    @Override
    public Optional<StoredUser> takeInvitation(Bytes codeHash, Instant now) {
        var invited = invitedBy(codeHash, now);
        if (invited.isEmpty() || jdbc.update("DELETE FROM invitation WHERE code_hash = ?", codeHash) == 0) {
            return Optional.empty();
        }
        return invited;
    }

    @Override
    public boolean enrol(UserId user, Bytes identityKey) {
        return jdbc.update(
                        "UPDATE app_user SET identity_key = ? WHERE id = ? AND identity_key IS NULL AND suspended_at IS NULL AND deleted_at IS NULL",
                        identityKey,
                        user)
                == 1;
    }

    @Override
    public void endIdentity(UserId user, Instant at) {
        forget(user);
        jdbc.update(
                "UPDATE app_user SET identity_ended_at = ?, identity_key = NULL, suspended_at = NULL WHERE id = ?",
                at,
                user);
    }

    @Override
    public void delete(UserId user, Instant at) {
        forget(user);
        jdbc.update(
                "UPDATE app_user SET deleted_at = ?, identity_key = NULL, identity_ended_at = NULL WHERE id = ?",
                at,
                user);
    }

    private void forget(UserId user) {
        jdbc.update("DELETE FROM invitation WHERE user_id = ?", user);
        jdbc.update("DELETE FROM device_list WHERE user_id = ?", user);
        jdbc.update("DELETE FROM recovery_bundle WHERE user_id = ?", user);
        jdbc.update("DELETE FROM recovery_session WHERE user_id = ?", user);
        jdbc.update("DELETE FROM waiting_device WHERE user_id = ?", user);
    }

    @Override
    public void suspend(UserId user, Instant at) {
        jdbc.update("UPDATE app_user SET suspended_at = ? WHERE id = ?", at, user);
        jdbc.update("DELETE FROM device_session s USING device d WHERE d.id = s.device_id AND d.user_id = ?", user);
    }

    @Override
    public void resume(UserId user) {
        jdbc.update("UPDATE app_user SET suspended_at = NULL WHERE id = ?", user);
    }

    private static StoredUser user(Row row) throws SQLException {
        return new StoredUser(
                row.network("network_id"),
                row.user("id"),
                row.text("name"),
                row.yes("enrolled"),
                row.yes("suspended"),
                row.yes("deleted"),
                row.maybeTime("expires_at"),
                row.maybeTime("identity_ended_at"));
    }
}
