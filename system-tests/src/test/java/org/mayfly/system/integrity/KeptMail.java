package org.mayfly.system.integrity;

import org.mayfly.protocol.value.DeviceId;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.UUID;

/** What waited for a device, kept by a hostile operator to be delivered again. The connection stays the caller's. */
public final class KeptMail {

    private KeptMail() {}

    /** Copies what waits for a device where the server's deletion does not reach. */
    public static void keep(Connection database, DeviceId device) throws SQLException {
        try (var statement = database.createStatement()) {
            statement.execute("CREATE TEMP TABLE kept_entry AS SELECT * FROM mailbox_entry WHERE device_id = '"
                    + UUID.fromString(device.toString()) + "'");
            statement.execute("""
                    CREATE TEMP TABLE kept_payload AS SELECT * FROM payload p WHERE EXISTS
                        (SELECT 1 FROM kept_entry e WHERE e.sender_device = p.sender_device AND e.message_id = p.message_id)""");
        }
    }

    /** Puts it into the mailbox as if it had just come. */
    public static void putBack(Connection database, DeviceId device) throws SQLException {
        database.setAutoCommit(false);
        try (var statement = database.createStatement()) {
            statement.execute("""
                    UPDATE mailbox SET entries = entries + 1, bytes = bytes +
                        (SELECT sum(size) FROM kept_entry) WHERE device_id = '%s'""".formatted(UUID.fromString(device.toString())));
            statement.execute("INSERT INTO payload SELECT * FROM kept_payload");
            statement.execute("UPDATE mailbox_order SET last_sequence = last_sequence + 1");
            statement.execute("UPDATE kept_entry e SET sequence = o.last_sequence FROM mailbox_order o");
            statement.execute("INSERT INTO mailbox_entry SELECT * FROM kept_entry");
        }
        database.commit();
        database.setAutoCommit(true);
    }
}
