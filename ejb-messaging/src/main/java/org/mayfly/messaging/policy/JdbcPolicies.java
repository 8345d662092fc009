package org.mayfly.messaging.policy;

import org.mayfly.messaging.database.Jdbc;
import org.mayfly.messaging.database.Row;
import org.mayfly.protocol.value.NetworkId;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;

/** The table {@code ephemerality_policy}: one row a network. */
@Dependent
public class JdbcPolicies {

    private static final String COLUMNS = """
            version, expiration_minimum, expiration_default, expiration_maximum, burn_default, burn_maximum, user_may_choose,
            classical_suite_allowed, device_approval, devices_maximum, last_seen_allowed, recovery_key_allowed,
            identity_change_blocks""";

    private final Jdbc jdbc;

    @Inject
    public JdbcPolicies(Jdbc jdbc) {
        this.jdbc = jdbc;
    }

    public Optional<EphemeralityPolicy> find(NetworkId network) {
        return jdbc.first(
                "SELECT " + COLUMNS + " FROM ephemerality_policy WHERE network_id = ?", JdbcPolicies::policy, network);
    }

    /** Stays as it is until the commit. */
    public Optional<EphemeralityPolicy> findToRelyOn(NetworkId network) {
        return jdbc.first(
                "SELECT " + COLUMNS + " FROM ephemerality_policy WHERE network_id = ? FOR SHARE",
                JdbcPolicies::policy,
                network);
    }

    /** Whether an administrator ended the identity of somebody of the network then or later. */
    boolean hasIdentityEndedSince(NetworkId network, Instant then) {
        return jdbc.first(
                        "SELECT 1 FROM app_user WHERE network_id = ? AND identity_ended_at >= ? LIMIT 1",
                        row -> true,
                        network,
                        then)
                .isPresent();
    }

    /** Locks the row until the commit, so that the audit's "before" is what was replaced. */
    Optional<EphemeralityPolicy> findForChange(NetworkId network) {
        return jdbc.first(
                "SELECT " + COLUMNS + " FROM ephemerality_policy WHERE network_id = ? FOR UPDATE",
                JdbcPolicies::policy,
                network);
    }

    void replace(NetworkId network, EphemeralityPolicy policy) {
        jdbc.update(
                """
                UPDATE ephemerality_policy SET version = ?, expiration_minimum = ?, expiration_default = ?,
                    expiration_maximum = ?, burn_default = ?, burn_maximum = ?, user_may_choose = ?,
                    classical_suite_allowed = ?, device_approval = ?, devices_maximum = ?, last_seen_allowed = ?,
                    recovery_key_allowed = ?, identity_change_blocks = ?
                WHERE network_id = ?
                """,
                policy.version(),
                policy.expirationMinimum().toSeconds(),
                policy.expirationDefault().toSeconds(),
                policy.expirationMaximum().toSeconds(),
                policy.burnDefault().toSeconds(),
                policy.burnMaximum().toSeconds(),
                policy.userMayChoose(),
                policy.classicalSuiteAllowed(),
                policy.devices().approval(),
                policy.devices().maximum(),
                policy.devices().lastSeen(),
                policy.devices().recoveryKey(),
                policy.devices().identityChangeBlocks(),
                network);
    }

    /** Erases the days on which the network's devices were last here. */
    void forgetLastSeen(NetworkId network) {
        jdbc.update("""
                UPDATE device d SET last_seen_day = NULL FROM app_user u
                WHERE u.id = d.user_id AND u.network_id = ? AND d.last_seen_day IS NOT NULL
                """, network);
    }

    private static EphemeralityPolicy policy(Row row) throws SQLException {
        return new EphemeralityPolicy(
                row.number("version"),
                Duration.ofSeconds(row.number("expiration_minimum")),
                Duration.ofSeconds(row.number("expiration_default")),
                Duration.ofSeconds(row.number("expiration_maximum")),
                Duration.ofSeconds(row.number("burn_default")),
                Duration.ofSeconds(row.number("burn_maximum")),
                row.yes("user_may_choose"),
                row.yes("classical_suite_allowed"),
                new DevicePolicy(
                        row.yes("device_approval"),
                        row.integer("devices_maximum"),
                        row.yes("last_seen_allowed"),
                        row.yes("recovery_key_allowed"),
                        row.yes("identity_change_blocks")));
    }
}
