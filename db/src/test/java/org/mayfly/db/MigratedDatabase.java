package org.mayfly.db;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.flywaydb.core.Flyway;
import org.postgresql.ds.PGSimpleDataSource;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;

/**
 * A real PostgreSQL with the schema as in production: migrated by {@code mayfly_owner}, used by {@code mayfly_app}, fsync
 * on. One server a JVM, ended with it; {@link #fresh()} gives each caller a database of its own. Thread-safe.
 */
public record MigratedDatabase(DataSource owner, DataSource application, DataSource superuser) {

    private static final AtomicInteger COUNT = new AtomicInteger();

    /** A new, migrated, empty database. */
    public static MigratedDatabase fresh() {
        var name = "mayfly_" + COUNT.incrementAndGet();
        execute(Server.POSTGRES.getPostgresDatabase(), "CREATE DATABASE " + name + " OWNER mayfly_owner");
        var owner = source(name, "mayfly_owner");
        Flyway.configure().dataSource(owner).load().migrate();
        return new MigratedDatabase(owner, source(name, "mayfly_app"), source(name, "postgres"));
    }

    private static DataSource source(String database, String user) {
        var source = new PGSimpleDataSource();
        source.setServerNames(new String[] {"localhost"});
        source.setPortNumbers(new int[] {Server.POSTGRES.getPort()});
        source.setDatabaseName(database);
        source.setUser(user);
        return source;
    }

    private static void execute(DataSource source, String sql) {
        try (var connection = source.getConnection();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static final class Server {

        static final EmbeddedPostgres POSTGRES = start();

        private static EmbeddedPostgres start() {
            try {
                var postgres = EmbeddedPostgres.builder()
                        .setServerConfig("fsync", "on")
                        .setServerConfig("synchronous_commit", "on")
                        .setServerConfig("full_page_writes", "on")
                        .start();
                execute(postgres.getPostgresDatabase(), "CREATE ROLE mayfly_owner LOGIN; CREATE ROLE mayfly_app LOGIN");
                return postgres;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
