package org.mayfly.launcher.access;

import org.mayfly.launcher.postgres.Database;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** What the database keeps for people to come back with. */
public final class RecoveryBundles {
    private final Database database;

    public RecoveryBundles(Database database) {
        this.database = database;
    }

    /** Whether somebody's bundle was made under a seed. */
    public boolean needSeeds() throws SQLException {
        try (Connection connection = database.asOwner();
                Statement statement = connection.createStatement();
                ResultSet found =
                        statement.executeQuery("select 1 from recovery_bundle where seed_id is not null limit 1")) {
            return found.next();
        }
    }
}
