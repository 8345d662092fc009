package org.mayfly.launcher.postgres;

import org.mayfly.launcher.OperatorError;
import org.mayfly.launcher.data.DataFolder;
import org.mayfly.launcher.data.Folders;
import org.mayfly.launcher.data.Secrets;
import org.mayfly.launcher.process.Port;
import org.mayfly.launcher.process.Shell;
import org.mayfly.launcher.process.Waiting;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * The PostgreSQL of an installation: made at the first start with a generated password, then started and stopped. Its
 * files are made whole or not at all.
 */
public final class EmbeddedPostgres {
    static final String SUPERUSER = "postgres";

    private static final Duration START_LIMIT = Duration.ofMinutes(5);

    private final DataFolder data;
    private final Secrets secrets;
    private final PostgresBinaries binaries;
    private final int port;

    private EmbeddedPostgres(DataFolder data, Secrets secrets, PostgresBinaries binaries, int port) {
        this.data = data;
        this.secrets = secrets;
        this.binaries = binaries;
        this.port = port;
    }

    /** Unpacks and initialises what is missing. Nothing may run in that folder. */
    public static EmbeddedPostgres prepare(DataFolder data, Secrets secrets) throws IOException, InterruptedException {
        Files.createDirectories(data.postgresql());
        PostgresBinaries binaries = PostgresBinaries.unpack(data.postgresql());
        int port = Port.internal(data.postgresql().resolve("port"));
        EmbeddedPostgres postgres = new EmbeddedPostgres(data, secrets, binaries, port);
        postgres.initialise();
        return postgres;
    }

    private Path cluster() {
        return data.postgresql().resolve("cluster");
    }

    private void initialise() throws IOException, InterruptedException {
        if (Files.exists(cluster())) {
            return;
        }
        Path fresh = data.postgresql().resolve("cluster.new");
        Folders.delete(fresh);
        secrets.obtain("database-superuser");
        Shell.Outcome outcome = Shell.run(
                binaries.command(
                        "initdb",
                        List.of(
                                "--pgdata=" + fresh,
                                "--username=" + SUPERUSER,
                                "--pwfile=" + secrets.file("database-superuser"),
                                "--auth=scram-sha-256",
                                "--encoding=UTF8",
                                "--locale=C",
                                "--data-checksums")),
                data.postgresql().toFile(),
                "",
                Map.of());
        if (!outcome.good()) {
            throw new OperatorError("PostgreSQL could not make its files in " + data.postgresql() + ": "
                    + outcome.said()
                            .strip()
                            .lines()
                            .reduce((first, last) -> last)
                            .orElse("no reason given"));
        }
        Files.move(fresh, cluster(), StandardCopyOption.ATOMIC_MOVE);
    }

    /** Starts it; returns at once. */
    public Process start() throws IOException {
        PostgresConfiguration.write(cluster(), port);
        return Shell.start(
                binaries.command("postgres", List.of("-D", cluster().toString())), data.postgresql(), log(), Map.of());
    }

    /** Waits until it answers a query. @throws OperatorError if it ended instead */
    public void awaitAnswer(Process process) throws InterruptedException {
        boolean answers = Waiting.until(START_LIMIT, () -> !process.isAlive() || answers());
        if (!answers || !process.isAlive()) {
            throw new OperatorError("PostgreSQL did not start. Its reason stands at the end of " + log() + ".");
        }
    }

    private boolean answers() {
        try (Connection connection = asSuperuser("postgres")) {
            return connection.isValid(5);
        } catch (SQLException e) {
            return false;
        }
    }

    /** Ends all connections, writes everything to disk, and returns when it has stopped. */
    public void stop() throws IOException, InterruptedException {
        stop(data);
    }

    /** As {@link #stop()}, also for one whose launcher is gone. */
    public static void stop(DataFolder data) throws IOException, InterruptedException {
        Path cluster = data.postgresql().resolve("cluster");
        if (Files.exists(cluster.resolve("postmaster.pid"))) {
            Shell.run(
                    PostgresBinaries.unpack(data.postgresql())
                            .command(
                                    "pg_ctl",
                                    List.of("stop", "-D", cluster.toString(), "-m", "fast", "-w", "-t", "60")),
                    data.postgresql().toFile(),
                    "",
                    Map.of());
        }
    }

    private Path log() {
        return data.logs().resolve("postgresql.log");
    }

    public String url() {
        return url("mayfly");
    }

    private String url(String database) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
    }

    Connection asSuperuser(String database) throws SQLException {
        return Database.connect(url(database), SUPERUSER, secrets.obtain("database-superuser"));
    }
}
