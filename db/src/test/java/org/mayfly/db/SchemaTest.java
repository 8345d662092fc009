package org.mayfly.db;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What the migrations make, and what the application can't do to it. */
class SchemaTest {

    private static final MigratedDatabase DATABASE = MigratedDatabase.fresh();

    @Test
    void every_column_says_its_purpose_whether_it_is_personal_and_its_life() {
        assertThat(rows(DATABASE.owner(), """
                        SELECT c.relname || '.' || a.attname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
                        WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
                            AND a.attnum > 0 AND NOT a.attisdropped AND c.relname <> 'flyway_schema_history'
                            AND coalesce(col_description(c.oid, a.attnum), '') !~ '^.+\\. Personal: (yes|no)\\. Life: .+\\.$'
                        """)).isEmpty();
    }

    @Test
    void an_undescribed_column_is_noticed() throws SQLException {
        var control = MigratedDatabase.fresh();
        execute(control.owner(), "ALTER TABLE network ADD COLUMN planted text");
        try (var connection = control.owner().getConnection()) {
            assertThat(SchemaDump.of(connection)).contains("planted text\n    -- (not described)");
        }
    }

    @Test
    void the_schema_is_the_committed_one() throws Exception {
        var file = Path.of("src/main/resources/db/schema.txt");
        String now;
        try (var connection = DATABASE.owner().getConnection()) {
            now = SchemaDump.of(connection);
        }
        if (Boolean.getBoolean("schema.write")) {
            Files.writeString(file, now);
        }
        assertThat(read(file))
                .as("db/%s is out of date: mvn -pl db test -Dtest=SchemaTest -Dschema.write=true", file)
                .isEqualTo(now);
    }

    @Test
    void the_application_owns_nothing() {
        assertThat(rows(
                        DATABASE.owner(),
                        "SELECT relname FROM pg_class WHERE relowner = 'mayfly_app'::regrole UNION ALL"
                                + " SELECT proname FROM pg_proc WHERE proowner = 'mayfly_app'::regrole"))
                .isEmpty();
    }

    @Test
    void the_application_can_make_no_table() {
        assertDenied("CREATE TABLE planted (id integer)");
    }

    @Test
    void the_application_can_not_rewrite_the_audit() {
        assertDenied(
                "INSERT INTO audit_event VALUES (1, 0, 'a', 'b', 'c', '{}', '{}', decode(repeat('00', 64), 'hex'))");
        assertDenied("UPDATE audit_event SET actor = 'nobody'");
        assertDenied("DELETE FROM audit_event");
        assertDenied("TRUNCATE audit_event");
    }

    @Test
    void the_application_can_not_make_a_prekey_unclaimed() {
        assertDenied("DELETE FROM prekey_claim");
        assertDenied("UPDATE prekey_claim SET prekey_id = device_id");
    }

    @Test
    void every_function_that_runs_as_the_owner_has_a_pinned_search_path_and_is_not_public() {
        assertThat(rows(DATABASE.owner(), """
                        SELECT proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace AND prosecdef
                            AND (NOT coalesce('search_path=pg_catalog, public, pg_temp' = ANY (proconfig), false)
                                 OR has_function_privilege('public', oid, 'EXECUTE'))
                        """)).isEmpty();
    }

    @Test
    void the_application_prepares_and_drops_expiry_days_through_the_owners_functions() {
        var database = MigratedDatabase.fresh();
        assertThat(rows(database.application(), "SELECT mailbox_prepare_days(20000, 20002)::text"))
                .containsExactly("6");
        assertThat(rows(database.application(), "SELECT mailbox_prepare_days(20000, 20003)::text"))
                .containsExactly("2");
        assertThat(rows(database.application(), "SELECT mailbox_drop_days_before(20002)::text"))
                .containsExactly("4");
        assertThat(rows(
                        database.owner(),
                        "SELECT relname FROM pg_class WHERE relispartition AND relkind = 'r' ORDER BY relname"))
                .containsExactly("mailbox_entry_20002", "mailbox_entry_20003", "payload_20002", "payload_20003");
    }

    @Test
    void the_test_server_keeps_what_it_commits() {
        assertThat(rows(DATABASE.owner(), "SHOW fsync")).containsExactly("on");
        assertThat(rows(DATABASE.owner(), "SHOW synchronous_commit")).containsExactly("on");
    }

    @Test
    void no_statement_of_the_migrations_asks_for_the_time() throws IOException {
        try (var files = Files.list(Path.of("src/main/resources/db/migration"))) {
            assertThat(files.map(SchemaTest::read))
                    .isNotEmpty()
                    .noneMatch(sql -> sql.toLowerCase(java.util.Locale.ROOT)
                            .matches("(?s).*(now\\(\\)|current_timestamp|clock_timestamp|current_date).*"));
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static void assertDenied(String sql) {
        assertThatThrownBy(() -> execute(DATABASE.application(), sql))
                .isInstanceOfSatisfying(
                        SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("42501"));
    }

    private static void execute(DataSource source, String sql) throws SQLException {
        try (var connection = source.getConnection();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static List<String> rows(DataSource source, String sql) {
        try (var connection = source.getConnection();
                var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            var found = new ArrayList<String>();
            while (rows.next()) {
                found.add(rows.getString(1));
            }
            return found;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
