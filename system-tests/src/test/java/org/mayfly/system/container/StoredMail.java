package org.mayfly.system.container;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import jakarta.annotation.Resource;
import jakarta.enterprise.context.Dependent;

/** The rows themselves, past the beans: what no bean shows may still be stored. */
@Dependent
public class StoredMail {
    /** Set by the container. */
    @Resource(lookup = "jdbc/mayfly")
    @SuppressWarnings("NullAway.Init")
    private DataSource database;

    /** Entries of a participant's mailbox that the database holds, expired or not. */
    int rowsFor(Participant owner) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement count =
                        connection.prepareStatement("SELECT count(*) FROM mailbox_entry WHERE device_id = ?")) {
            count.setObject(1, UUID.fromString(owner.actor().device().toString()));
            try (ResultSet rows = count.executeQuery()) {
                rows.next();
                return rows.getInt(1);
            }
        }
    }

    /** Returns once the database holds none. */
    void awaitNoRowFor(Participant owner, Duration limit) throws SQLException, InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        while (rowsFor(owner) > 0) {
            if (System.nanoTime() - end > 0) {
                throw new AssertionError("still stored after " + limit);
            }
            TimeUnit.MILLISECONDS.sleep(200);
        }
    }
}
