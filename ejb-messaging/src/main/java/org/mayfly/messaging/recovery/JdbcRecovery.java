package org.mayfly.messaging.recovery;

import org.mayfly.messaging.access.Actor;
import org.mayfly.messaging.bundle.Seed.AccountName;
import org.mayfly.messaging.database.Jdbc;
import org.mayfly.protocol.signed.SignedInput.Way;
import org.mayfly.protocol.value.Bytes;
import org.mayfly.protocol.value.NetworkId;
import org.mayfly.protocol.value.UserId;

import java.time.Instant;
import java.util.Optional;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;

/** The tables {@code recovery_challenge} and {@code recovery_session}, and accounts by their names. */
@Dependent
public class JdbcRecovery {

    /** Somebody who has enrolled. */
    record Person(NetworkId network, String networkName, UserId user, String userName, boolean suspended) {

        /** To be looked for in the place of somebody who is not there: finds nothing. */
        static Person nobody() {
            return new Person(new NetworkId(NO_ID), "", new UserId(NO_ID), "", false);
        }
    }

    /** Of nothing: ids are random. */
    private static final Bytes NO_ID = Bytes.of(new byte[16]);

    private final Jdbc jdbc;

    @Inject
    public JdbcRecovery(Jdbc jdbc) {
        this.jdbc = jdbc;
    }

    Optional<Person> find(AccountName name) {
        return jdbc.first(
                """
                SELECT n.id AS network_id, n.name AS network_name, u.id, u.name, u.suspended_at IS NOT NULL AS suspended
                FROM network n JOIN app_user u ON u.network_id = n.id
                WHERE n.name_key = ? AND u.name = ? AND u.identity_key IS NOT NULL
                """,
                row -> new Person(
                        row.network("network_id"),
                        row.text("network_name"),
                        row.user("id"),
                        row.text("name"),
                        row.yes("suspended")),
                name.network(),
                name.user());
    }

    void addChallenge(Bytes hash, Instant expires) {
        jdbc.update("INSERT INTO recovery_challenge (challenge_hash, expires_at) VALUES (?, ?)", hash, expires);
    }

    /** @return false if it was not there, used or expired */
    boolean takeChallenge(Bytes hash, Instant now) {
        return jdbc.update("DELETE FROM recovery_challenge WHERE challenge_hash = ? AND expires_at > ?", hash, now)
                == 1;
    }

    /** Waits while a change of that user is being committed: it holds the row that this one refers to. */
    void addSession(Bytes tokenHash, UserId user, Way way, Instant expires) {
        jdbc.update(
                "INSERT INTO recovery_session (token_hash, user_id, way, expires_at) VALUES (?, ?, ?, ?)",
                tokenHash,
                user,
                way.number(),
                expires);
    }

    /** Who came back with an unexpired token, unless suspended. */
    Optional<Actor.Returned> session(Bytes tokenHash, Instant now) {
        return jdbc.first(
                """
                SELECT u.network_id, u.id, s.way FROM recovery_session s JOIN app_user u ON u.id = s.user_id
                WHERE s.token_hash = ? AND s.expires_at > ? AND u.suspended_at IS NULL AND u.identity_key IS NOT NULL
                """,
                row -> new Actor.Returned(
                        row.network("network_id"),
                        row.user("id"),
                        row.integer("way") == Way.PASSPHRASE.number() ? Way.PASSPHRASE : Way.RECOVERY_KEY,
                        tokenHash),
                tokenHash,
                now);
    }

    boolean isOpen(Bytes tokenHash, Instant now) {
        return session(tokenHash, now).isPresent();
    }

    void endOtherSessions(UserId user, Bytes tokenHash) {
        jdbc.update("DELETE FROM recovery_session WHERE user_id = ? AND token_hash <> ?", user, tokenHash);
    }

    void purge(Instant now) {
        jdbc.update("DELETE FROM recovery_challenge WHERE expires_at <= ?", now);
        jdbc.update("DELETE FROM recovery_session WHERE expires_at <= ?", now);
    }
}
