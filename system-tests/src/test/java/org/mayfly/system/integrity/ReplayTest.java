package org.mayfly.system.integrity;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;
import org.mayfly.protocol.client.Check;
import org.mayfly.protocol.client.Reception;
import org.mayfly.protocol.value.DeviceId;
import org.mayfly.system.Installation;
import org.mayfly.system.people.TestNetwork;
import org.mayfly.system.promise.Verifies;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;

import static org.assertj.core.api.Assertions.assertThat;

/** The server keeps what it should have deleted, and delivers it again. */
class ReplayTest {

    @TempDir
    Path homes;

    @Test
    @Verifies(value = "R3", parts = "java", kind = Verifies.Kind.CHECK_WITH_CONTROL)
    void an_envelope_that_is_delivered_again_is_not_shown_again(TestReporter report) throws Exception {
        var network = TestNetwork.create(Installation.running(), TestNetwork.unique("replay"), homes);
        var alice = network.enrol("alice");
        var bob = network.enrol("bob");
        var carol = network.enrol("carol");
        bob.send(alice, "Bob knows Alice's keys", Optional.empty());
        carol.send(alice, "and so does Carol", Optional.empty());
        assertThat(Mailbox.take(alice)).hasSize(2);
        assertThat(Mailbox.take(bob)).isEmpty();
        alice.send(bob, "once", Optional.empty());
        var device = Recipient.device(bob);

        try (var database = Installation.running().database()) {
            keep(database, device);
            var envelope = Mailbox.read(database, device).get(0);
            assertThat(Recipient.judges(bob, envelope)).as("control: new").isInstanceOf(Reception.Accepted.class);
            assertThat(Recipient.judges(carol, envelope))
                    .as("another person's device, in another conversation")
                    .isInstanceOfSatisfying(
                            Reception.Failed.class,
                            failed -> assertThat(failed.check()).isEqualTo(Check.R6));

            assertThat(Mailbox.take(bob)).as("control: the first delivery").containsExactly("once");
            assertThat(Recipient.judges(bob, envelope))
                    .as("after a restart of the client")
                    .isInstanceOfSatisfying(
                            Reception.DroppedSilently.class,
                            dropped -> assertThat(dropped.check()).isEqualTo(Check.R8));

            for (int again = 0; again < 2; again++) {
                putBack(database, device);
                assertThat(Mailbox.read(database, device)).hasSize(1).contains(envelope);
                assertThat(Mailbox.take(bob))
                        .as("delivered again by the server itself")
                        .isEmpty();
            }
        }
        report.publishEntry(
                "evidence",
                "one live envelope shown once; delivered again by the running server after restarts of the client:"
                        + " dropped; on another person's device: refused");
    }

    /** Copies what waits for a device where the server's deletion does not reach. */
    private static void keep(Connection database, DeviceId device) throws SQLException {
        try (var statement = database.createStatement()) {
            statement.execute("CREATE TEMP TABLE kept_entry AS SELECT * FROM mailbox_entry WHERE device_id = '"
                    + UUID.fromString(device.toString()) + "'");
            statement.execute("""
                    CREATE TEMP TABLE kept_payload AS SELECT * FROM payload p WHERE EXISTS
                        (SELECT 1 FROM kept_entry e WHERE e.expiry_day = p.expiry_day AND e.payload_id = p.id)""");
        }
    }

    /** Puts it into the mailbox as if it had just come. */
    private static void putBack(Connection database, DeviceId device) throws SQLException {
        database.setAutoCommit(false);
        try (var statement = database.createStatement()) {
            statement.execute("""
                    UPDATE mailbox SET last_sequence = last_sequence + 1, entries = entries + 1, bytes = bytes +
                        (SELECT sum(size) FROM kept_entry) WHERE device_id = '%s'""".formatted(UUID.fromString(device.toString())));
            statement.execute("INSERT INTO payload SELECT * FROM kept_payload");
            statement.execute("""
                    UPDATE kept_entry e SET sequence = m.last_sequence FROM mailbox m WHERE m.device_id = e.device_id""");
            statement.execute("INSERT INTO mailbox_entry SELECT * FROM kept_entry");
        }
        database.commit();
        database.setAutoCommit(true);
    }
}
