package org.mayfly.system.story;

import org.mayfly.system.Eventually;
import org.mayfly.system.Installation;

import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;

/** What the server's database holds of one person's mail, asked as the owner of the schema. */
record StoredMail(Installation installation, String network) {

    private static final String DEVICES = """
            (SELECT d.id FROM device d JOIN app_user u ON u.id = d.user_id JOIN network n ON n.id = u.network_id
             WHERE n.name = ? AND u.name = ?)""";

    private static final String NEWEST = """
            SELECT expiry_day, e.device_id, e.sequence, e.wrap, e.leaf_index,
                e.leaf_count, sender_device, message_id, p.header, p.ciphertext, p.signature
            FROM mailbox_entry e JOIN payload p USING (expiry_day, sender_device, message_id)
            WHERE e.device_id IN %s ORDER BY e.sequence DESC LIMIT 1""".formatted(DEVICES);

    /** Payloads that a person's devices sent and that still lie here. */
    int payloadsFrom(String person) {
        return count("SELECT count(*) FROM payload WHERE sender_device IN " + DEVICES, person);
    }

    /** Envelopes that wait for a person. */
    int waitingFor(String person) {
        return count("SELECT count(*) FROM mailbox_entry WHERE device_id IN " + DEVICES, person);
    }

    /** Forgets what waits for a person, as a server would that doesn't want it to arrive. @return how many */
    int keepBackFrom(String person) {
        try (var connection = installation.database();
                var delete = connection.prepareStatement("DELETE FROM mailbox_entry WHERE device_id IN " + DEVICES)) {
            delete.setString(1, network);
            delete.setString(2, person);
            return delete.executeUpdate();
        } catch (IOException | SQLException e) {
            throw new AssertionError(e);
        }
    }

    /** Alters the newest envelope that waits for a person. */
    void alterNewestFor(String person, Alteration alteration) {
        try (var connection = installation.database();
                var statement = connection.prepareStatement(NEWEST)) {
            connection.setAutoCommit(false);
            statement.setString(1, network);
            statement.setString(2, person);
            try (var newest = statement.executeQuery()) {
                assertThat(newest.next()).isTrue();
                var altered = alteration.of(newest.getObject(alteration.column()));
                update(connection, newest, alteration.column(), altered);
            }
            connection.commit();
        } catch (IOException | SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void update(Connection connection, ResultSet envelope, String column, Object value)
            throws SQLException {
        var inEntry = Set.of("wrap", "leaf_index", "leaf_count").contains(column);
        var where = inEntry
                ? "mailbox_entry SET %s = ? WHERE expiry_day = ? AND device_id = ? AND sequence = ?"
                : "payload SET %s = ? WHERE expiry_day = ? AND sender_device = ? AND message_id = ?";
        try (var update = connection.prepareStatement("UPDATE " + where.formatted(column))) {
            update.setObject(1, value);
            update.setInt(2, envelope.getInt("expiry_day"));
            update.setObject(3, envelope.getObject(inEntry ? "device_id" : "sender_device"));
            update.setObject(4, envelope.getObject(inEntry ? "sequence" : "message_id"));
            assertThat(update.executeUpdate()).isEqualTo(1);
        }
    }

    /** Waits until nothing of a person's is left; fails after 60 s, the time the purge has. */
    void expectNothingFrom(String person) {
        Eventually.holds(Duration.ofSeconds(60), () -> payloadsFrom(person) == 0);
    }

    private int count(String sql, String person) {
        try (var connection = installation.database();
                var statement = connection.prepareStatement(sql)) {
            statement.setString(1, network);
            statement.setString(2, person);
            try (var result = statement.executeQuery()) {
                assertThat(result.next()).isTrue();
                return result.getInt(1);
            }
        } catch (IOException | SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
