package org.mayfly.system.story;

import org.mayfly.system.Installation;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;

import static org.assertj.core.api.Assertions.assertThat;

/** What the server's database holds of one person's mail, asked as the owner of the schema. */
record StoredMail(Installation installation, String network) {

    private static final String DEVICES = """
            (SELECT d.id FROM device d JOIN app_user u ON u.id = d.user_id JOIN network n ON n.id = u.network_id
             WHERE n.name = ? AND u.name = ?)""";

    /** Payloads that a person's devices sent and that still lie here. */
    int payloadsFrom(String person) {
        return change("SELECT count(*) FROM payload WHERE sender_device IN " + DEVICES, person);
    }

    /** Envelopes that wait for a person. */
    int waitingFor(String person) {
        return change("SELECT count(*) FROM mailbox_entry WHERE device_id IN " + DEVICES, person);
    }

    /** Flips one bit in the middle of the ciphertext of everything that a person sent; returns how many payloads. */
    int flipCiphertextFrom(String person) {
        return change("""
                WITH flipped AS (
                    UPDATE payload SET ciphertext = set_byte(ciphertext, octet_length(ciphertext) / 2,
                        get_byte(ciphertext, octet_length(ciphertext) / 2) # 1)
                    WHERE sender_device IN %s RETURNING 1)
                SELECT count(*) FROM flipped""".formatted(DEVICES), person);
    }

    /** Waits until nothing of a person's is left; fails after 60 s, the time the purge has. */
    void expectNothingFrom(String person) {
        Eventually.holds(Duration.ofSeconds(60), () -> payloadsFrom(person) == 0);
    }

    private int change(String sql, String person) {
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
