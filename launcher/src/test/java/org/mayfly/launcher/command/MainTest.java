package org.mayfly.launcher.command;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mayfly.launcher.data.DataFolder;
import org.mayfly.launcher.data.RecoverySeeds;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

class MainTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @TempDir
    private Path folder;

    private int execute(Map<String, String> environment, String... line) {
        return Main.execute(
                line,
                environment,
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
    }

    private int execute(String... line) {
        return execute(Map.of("MAYFLY_DATA", folder.resolve("data").toString()), line);
    }

    @Test
    void status_of_what_never_ran_is_3_and_makes_no_folder() {
        assertThat(execute("status")).isEqualTo(3);
        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("Mayfly is not running.\n");
        assertThat(folder.resolve("data")).doesNotExist();
    }

    @Test
    void a_command_that_is_none_is_2_with_the_usage() {
        assertThat(execute("restart")).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .startsWith("mayfly: “restart” is no command.")
                .contains("token create");
    }

    @Test
    void an_option_that_is_none_without_value_or_twice_is_2() {
        assertThat(execute("status", "--verbose=yes")).isEqualTo(2);
        assertThat(execute("status", "--data")).isEqualTo(2);
        assertThat(execute("--data", "a", "status", "--data=b")).isEqualTo(2);
    }

    @Test
    void an_unknown_setting_is_1_and_one_line() {
        assertThat(execute(Map.of("MAYFLY_PORT", "1"), "status")).isEqualTo(1);
        assertThat(err.toString(StandardCharsets.UTF_8).lines()).hasSize(1);
    }

    @Test
    void a_token_needs_a_name_a_known_scope_and_a_database() {
        assertThat(execute("token", "create", "--scope", "admin")).isEqualTo(2);
        assertThat(execute("token", "create", "--name", "x", "--scope", "root")).isEqualTo(2);
        assertThat(execute("token", "create", "--name", "x", "--scope", "admin"))
                .isEqualTo(1);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("Run: bin/mayfly start");
        assertThat(out.size()).isZero();
    }

    @Test
    void seeds_are_rotated_once_there_are_some_and_none_is_printed() throws Exception {
        assertThat(execute("seed", "rotate")).isEqualTo(1);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("Run: bin/mayfly start");
        var data = DataFolder.open(folder.resolve("data"));
        new RecoverySeeds(data, new SecureRandom()).make();
        assertThat(execute("seed", "rotate")).isZero();
        var lines = Files.readAllLines(data.serverSecrets().resolve("recovery-seeds"));
        assertThat(lines).hasSize(2);
        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("restart Mayfly")
                .doesNotContain(lines.get(1).substring(37));
    }

    @Test
    void data_may_stand_before_or_after_the_command() {
        assertThat(execute(Map.of(), "--data", folder.resolve("x").toString(), "status"))
                .isEqualTo(3);
        assertThat(execute(Map.of(), "status", "--data=" + folder.resolve("x"))).isEqualTo(3);
    }
}
