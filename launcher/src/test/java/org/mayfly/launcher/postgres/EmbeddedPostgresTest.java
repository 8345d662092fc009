package org.mayfly.launcher.postgres;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mayfly.launcher.access.OperatorTokens;
import org.mayfly.launcher.access.SetUp;
import org.mayfly.launcher.access.SetUpCode;
import org.mayfly.launcher.data.DataFolder;
import org.mayfly.launcher.data.Secrets;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** With the real PostgreSQL, made and started as an installation does. */
class EmbeddedPostgresTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-22T00:00:00Z"), ZoneOffset.UTC);

    @TempDir
    private static Path folder;

    private static DataFolder data;
    private static Secrets secrets;
    private static EmbeddedPostgres postgres;
    private static Process process;
    private static Database database;

    @BeforeAll
    static void start_it_for_the_first_time() throws Exception {
        data = DataFolder.open(folder.resolve("data"));
        secrets = new Secrets(data, new SecureRandom());
        postgres = EmbeddedPostgres.prepare(data, secrets);
        process = postgres.start();
        postgres.awaitAnswer(process);
        database = new Roles(postgres, secrets).ensure();
        Schema.migrate(database);
    }

    @AfterAll
    static void stop_it() throws Exception {
        postgres.stop();
        assertThat(process.waitFor()).isZero();
    }

    private static String ask(Connection connection, String query) throws SQLException {
        try (connection;
                Statement statement = connection.createStatement();
                ResultSet answer = statement.executeQuery(query)) {
            answer.next();
            return String.valueOf(answer.getString(1));
        }
    }

    private static Connection app() throws SQLException {
        return Database.connect(database.url(), "mayfly_app", database.appPassword());
    }

    @ParameterizedTest
    @CsvSource({
        "fsync, on",
        "synchronous_commit, on",
        "full_page_writes, on",
        "data_checksums, on",
        "password_encryption, scram-sha-256",
        "listen_addresses, 127.0.0.1",
        "unix_socket_directories, ''",
        "log_statement, none",
        "log_min_error_statement, panic",
        "log_parameter_max_length_on_error, 0",
        "TimeZone, UTC"
    })
    void it_runs_with(String setting, String value) throws Exception {
        assertThat(ask(postgres.asSuperuser("mayfly"), "show " + setting)).isEqualTo(value);
    }

    @ParameterizedTest
    @CsvSource({"postgres, ''", "postgres, postgres", "mayfly_owner, ''", "mayfly_app, mayfly_app"})
    void nobody_comes_in_without_the_password(String role, String password) {
        assertThatThrownBy(() -> Database.connect(database.url(), role, password))
                .isInstanceOf(SQLException.class);
    }

    @Test
    void every_password_is_kept_as_scram() throws Exception {
        assertThat(ask(
                        postgres.asSuperuser("postgres"),
                        "select count(*) from pg_authid where rolcanlogin and rolpassword not like 'SCRAM-SHA-256$%'"))
                .isEqualTo("0");
        assertThat(Files.readString(data.postgresql().resolve("cluster/pg_hba.conf")))
                .doesNotContain("trust")
                .contains("scram-sha-256");
    }

    @Test
    void it_does_not_listen_beyond_loopback() throws Exception {
        int port = Integer.parseInt(
                Files.readString(data.postgresql().resolve("port")).strip());
        for (NetworkInterface network : Collections.list(NetworkInterface.getNetworkInterfaces())) {
            for (InetAddress address : Collections.list(network.getInetAddresses())) {
                if (!address.isLoopbackAddress()) {
                    assertThatThrownBy(() -> connect(address, port)).isInstanceOf(IOException.class);
                }
            }
        }
        connect(InetAddress.getLoopbackAddress(), port);
    }

    private static void connect(InetAddress address, int port) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(address, port), 5_000);
        }
    }

    @Test
    void the_servers_role_owns_nothing_and_may_create_nothing() throws Exception {
        assertThat(
                        ask(
                                database.asOwner(),
                                "select count(*) from pg_class c join pg_roles r on r.oid = c.relowner where r.rolname = 'mayfly_app'"))
                .isEqualTo("0");
        try (Connection connection = app();
                Statement statement = connection.createStatement()) {
            for (String forbidden : List.of(
                    "create table x (y int)",
                    "create schema x",
                    "delete from audit_event",
                    "truncate api_token",
                    "create role x")) {
                assertThatThrownBy(() -> statement.execute(forbidden))
                        .as(forbidden)
                        .isInstanceOf(SQLException.class);
            }
        }
    }

    @Test
    void the_secrets_are_for_this_user_only() throws Exception {
        for (String name : List.of("database-superuser", "database-owner", "database-app")) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(secrets.file(name))))
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void what_a_statement_holds_is_not_logged_when_it_fails() throws Exception {
        try (Connection connection = app();
                Statement statement = connection.createStatement()) {
            assertThatThrownBy(() -> statement.execute("select 'canary-41c9' from missing_table"))
                    .isInstanceOf(SQLException.class);
        }
        assertThat(Files.readString(data.logs().resolve("postgresql.log"))).doesNotContain("canary-41c9");
    }

    @Test
    void it_keeps_its_data_over_a_restart() throws Exception {
        try (Connection connection = database.asOwner();
                Statement statement = connection.createStatement()) {
            statement.execute("create table kept as select 42 as answer");
        }
        postgres.stop();
        assertThat(process.waitFor()).isZero();
        postgres = EmbeddedPostgres.prepare(data, secrets);
        process = postgres.start();
        postgres.awaitAnswer(process);
        database = new Roles(postgres, secrets).ensure();
        Schema.migrate(database);
        assertThat(ask(database.asOwner(), "select answer from kept")).isEqualTo("42");
    }

    @Test
    void each_start_replaces_the_set_up_code_until_there_is_an_administrator() throws Exception {
        SetUp setUp = new SetUp(database, CLOCK, new SecureRandom());
        Optional<SetUpCode> first = setUp.renew();
        Optional<SetUpCode> second = setUp.renew();
        assertThat(first).isPresent();
        assertThat(second).isPresent().isNotEqualTo(first);
        assertThat(ask(database.asOwner(), "select count(*) from setup_code")).isEqualTo("1");
        try (Connection connection = database.asOwner();
                Statement statement = connection.createStatement()) {
            statement.execute("insert into administrator values ('00000000-0000-0000-0000-000000000001', 'a', 'a',"
                    + " decode(repeat('00', 16), 'hex'), decode(repeat('00', 32), 'hex'), 'x', '', 0, 0)");
            assertThat(setUp.renew()).isEmpty();
            assertThat(ask(database.asOwner(), "select count(*) from setup_code"))
                    .isEqualTo("0");
            statement.execute("delete from administrator");
        }
    }

    @Test
    void a_token_is_stored_as_a_hash_and_told_to_the_audit() throws Exception {
        String token = new OperatorTokens(database, CLOCK, new SecureRandom()).create("backup \"x\"", "metrics");
        assertThat(token).matches("mfa_[A-Za-z0-9_-]{43}");
        assertThat(ask(
                        database.asOwner(),
                        "select count(*) from api_token where token_hash = sha256('" + token + "'::bytea)"
                                + " and expires_at > created_at"))
                .isEqualTo("1");
        assertThat(ask(
                        database.asOwner(),
                        "select actor || ' ' || action || ' ' || (after::jsonb ->> 'name') || ' ' || (after::jsonb ->> 'scope') from audit_event"
                                + " order by sequence desc limit 1"))
                .isEqualTo("operator token.create backup \"x\" metrics");
    }
}
