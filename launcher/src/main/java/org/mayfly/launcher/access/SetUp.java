package org.mayfly.launcher.access;

import org.mayfly.launcher.postgres.Database;

import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.Optional;

/** While an installation has no administrator, each start makes a new set-up code; older ones stop working. */
public final class SetUp {
    private final Database database;
    private final Clock clock;
    private final SecureRandom random;

    public SetUp(Database database, Clock clock, SecureRandom random) {
        this.database = database;
        this.clock = clock;
        this.random = random;
    }

    /** A fresh code, the only one that works; none once there is an administrator. */
    public Optional<SetUpCode> renew() throws SQLException {
        try (Connection connection = database.asOwner();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("delete from setup_code");
            Optional<SetUpCode> code = Optional.empty();
            if (!administered(statement)) {
                SetUpCode fresh = SetUpCode.random(random);
                store(connection, fresh);
                code = Optional.of(fresh);
            }
            connection.commit();
            return code;
        }
    }

    private static boolean administered(Statement statement) throws SQLException {
        try (ResultSet found = statement.executeQuery("select 1 from administrator limit 1")) {
            return found.next();
        }
    }

    private void store(Connection connection, SetUpCode code) throws SQLException {
        try (PreparedStatement insert =
                connection.prepareStatement("insert into setup_code (code_hash, created_at) values (?, ?)")) {
            insert.setBytes(1, code.hash());
            insert.setLong(2, clock.millis());
            insert.executeUpdate();
        }
    }
}
