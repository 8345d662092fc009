package org.mayfly.db;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.flywaydb.core.Flyway;
import org.postgresql.ds.PGSimpleDataSource;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;

/**
 * A real PostgreSQL with the schema as in production: migrated by {@code mayfly_owner}, used by {@code mayfly_app}, fsync
 * on. One server a JVM, ended with it; {@link #fresh()} gives each caller a database of its own, which lives as long as
 * {@link DroppedDatabases} says. Thread-safe.
 */
public record MigratedDatabase(DataSource owner, DataSource application, DataSource superuser) {

    private static final AtomicInteger COUNT = new AtomicInteger();
    private static final Deque<String> LIVING = new ArrayDeque<>();

    /** A new, migrated, empty database. */
    public static MigratedDatabase fresh() {
        var name = "mayfly_" + COUNT.incrementAndGet();
        synchronized (LIVING) {
            LIVING.push(name);
        }
        execute(
                Server.POSTGRES.getPostgresDatabase(),
                "CREATE DATABASE " + name + " TEMPLATE " + Server.MIGRATED + " OWNER mayfly_owner");
        return new MigratedDatabase(
                source(Server.POSTGRES, name, "mayfly_owner"),
                source(Server.POSTGRES, name, "mayfly_app"),
                source(Server.POSTGRES, name, "postgres"));
    }

    /** How many there are. */
    static int living() {
        synchronized (LIVING) {
            return LIVING.size();
        }
    }

    /** Drops the youngest until there are no more than so many, whoever is connected to them. */
    static void dropDownTo(int left) {
        synchronized (LIVING) {
            while (LIVING.size() > left) {
                execute(
                        Server.POSTGRES.getPostgresDatabase(),
                        "DROP DATABASE IF EXISTS " + LIVING.pop() + " WITH (FORCE)");
            }
        }
    }

    private static DataSource source(EmbeddedPostgres postgres, String database, String user) {
        var source = new PGSimpleDataSource();
        source.setServerNames(new String[] {"localhost"});
        source.setPortNumbers(new int[] {postgres.getPort()});
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

        /** Migrated once, and never used: each other database is a copy of it. */
        static final String MIGRATED = "mayfly_migrated";

        static final EmbeddedPostgres POSTGRES = start();

        private static EmbeddedPostgres start() {
            try {
                var postgres = EmbeddedPostgres.builder()
                        .setServerConfig("fsync", "on")
                        .setServerConfig("synchronous_commit", "on")
                        .setServerConfig("full_page_writes", "on")
                        .start();
                var cluster = postgres.getPostgresDatabase();
                execute(cluster, "CREATE ROLE mayfly_owner LOGIN; CREATE ROLE mayfly_app LOGIN");
                execute(cluster, "CREATE DATABASE " + MIGRATED + " OWNER mayfly_owner");
                Flyway.configure()
                        .dataSource(source(postgres, MIGRATED, "mayfly_owner"))
                        .load()
                        .migrate();
                return postgres;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
