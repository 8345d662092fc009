package org.mayfly.system.relay;

import org.mayfly.system.Installation;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;

/** A copy of Mayfly's whole database, to set the installation back to. One at a time. */
record Backup(Installation installation) {

    private static final String SHUT = "ALTER DATABASE mayfly ALLOW_CONNECTIONS false";
    private static final String OTHERS = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            + " WHERE datname = 'mayfly' AND pid <> pg_backend_pid()";

    /** Requests are refused for the moment that it takes. */
    static Backup take(Installation installation) throws Exception {
        try (var cluster = installation.cluster()) {
            execute(cluster, "DROP DATABASE IF EXISTS backup");
            execute(cluster, SHUT);
            execute(cluster, OTHERS);
            execute(cluster, "CREATE DATABASE backup TEMPLATE mayfly OWNER mayfly_owner");
            execute(cluster, "ALTER DATABASE mayfly ALLOW_CONNECTIONS true");
        }
        installation.awaitReady();
        return new Backup(installation);
    }

    /** What came since is gone, and the server starts anew. */
    void restore() throws IOException, InterruptedException, SQLException {
        try (var cluster = installation.cluster()) {
            execute(cluster, SHUT);
            execute(cluster, "DROP DATABASE mayfly WITH (FORCE)");
            execute(cluster, "ALTER DATABASE backup RENAME TO mayfly");
            execute(cluster, "REVOKE ALL ON DATABASE mayfly FROM public");
            execute(cluster, "GRANT CONNECT ON DATABASE mayfly TO mayfly_app");
        }
        installation.kill("payara");
    }

    private static void execute(Connection cluster, String sql) throws SQLException {
        try (var statement = cluster.createStatement()) {
            statement.execute(sql);
        }
    }
}
