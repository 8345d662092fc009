package org.mayfly.launcher.postgres;

import org.mayfly.config.DatabaseSettings;
import org.mayfly.launcher.data.Secrets;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Makes the two roles and the database in the embedded PostgreSQL; repeating it changes nothing. */
public final class Roles {
    private final EmbeddedPostgres postgres;
    private final Secrets secrets;

    public Roles(EmbeddedPostgres postgres, Secrets secrets) {
        this.postgres = postgres;
        this.secrets = secrets;
    }

    public Database ensure() throws SQLException {
        String owner = secrets.obtain("database-owner");
        String app = secrets.obtain("database-app");
        try (Connection connection = postgres.asSuperuser("postgres");
                Statement statement = connection.createStatement()) {
            role(connection, DatabaseSettings.OWNER, owner);
            role(connection, DatabaseSettings.APP, app);
            if (missing(connection, "select 1 from pg_database where datname = ?", "mayfly")) {
                statement.execute("create database mayfly owner mayfly_owner");
            }
            statement.execute("revoke all on database mayfly from public");
            statement.execute("grant connect on database mayfly to mayfly_app");
        }
        try (Connection connection = postgres.asSuperuser("mayfly");
                Statement statement = connection.createStatement()) {
            statement.execute("revoke all on schema public from public");
            statement.execute("grant all on schema public to mayfly_owner");
            statement.execute("grant usage on schema public to mayfly_app");
        }
        return new Database(postgres.url(), owner, app);
    }

    /** The password is of base64url's alphabet, so it needs no quoting. */
    private static void role(Connection connection, String name, String password) throws SQLException {
        String verb = missing(connection, "select 1 from pg_roles where rolname = ?", name) ? "create" : "alter";
        try (Statement statement = connection.createStatement()) {
            statement.execute(verb + " role " + name
                    + " login nosuperuser nocreatedb nocreaterole noreplication nobypassrls password '" + password
                    + "'");
        }
    }

    private static boolean missing(Connection connection, String query, String name) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            statement.setString(1, name);
            try (ResultSet found = statement.executeQuery()) {
                return !found.next();
            }
        }
    }
}
