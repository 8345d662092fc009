package org.mayfly.system.docs;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import static org.assertj.core.api.Assertions.assertThat;

/** The tables of checks and attacks say where code and tests are: they are there. */
class ChecksTest {

    private static final Path PAGE = Path.of("../docs/checks.md");
    private static final Path OPERATING = Path.of("../docs/operating.md");
    private static final Path PROTOCOL = Path.of("../docs/protocol.md");
    private static final Pattern CHECK = Pattern.compile("^\\| (R\\d+) \\|", Pattern.MULTILINE);
    private static final Pattern ROW = Pattern.compile("^\\| (?!---|check |attack ).*\\|$", Pattern.MULTILINE);
    private static final Pattern LINK = Pattern.compile("\\[([^\\]]+)\\]\\((\\.\\.[^)]+)\\)");

    /** A rule that the server carries out. */
    private static final Pattern SERVERS = Pattern.compile("\\]\\(\\.\\./(ejb-messaging|ws-endpoint)/");

    @Test
    void every_numbered_check_of_the_protocol_has_its_row() throws IOException {
        assertThat(checks(PAGE)).isNotEmpty().isEqualTo(checks(PROTOCOL));
    }

    @Test
    void every_row_names_code_or_a_rule_and_a_test_of_the_server_or_both_clients_that_are_there() throws IOException {
        var rows = ROW.matcher(Files.readString(PAGE))
                .results()
                .map(MatchResult::group)
                .toList();
        assertThat(rows).hasSizeGreaterThan(17);
        for (var row : rows) {
            assertThat(row).contains("Test.java)");
            if (!SERVERS.matcher(row).find()) {
                assertThat(row).contains(".test.ts)");
            }
        }
        assertThat(missing(PAGE)).isEmpty();
    }

    @Test
    void the_checks_of_metrics_and_health_name_tests_that_are_there() throws IOException {
        assertThat(Files.readString(OPERATING).lines().filter(line -> line.startsWith("| M")))
                .hasSize(9)
                .allMatch(line -> line.contains("Test.java)"));
        assertThat(missing(OPERATING)).isEmpty();
    }

    @Test
    void a_planted_name_that_is_not_there_is_found(@TempDir Path folder) throws IOException {
        var page = Files.writeString(
                Files.createDirectory(folder.resolve("docs")).resolve("page.md"),
                "[here_it_is](../Code.java) [Check.R1](../Code.java) [gone](../Code.java) [Check.R](../Code.java)");
        Files.writeString(
                folder.resolve("Code.java"), "void here_it_is() { throw Check.R1; } // gone_elsewhere, Check.R12");
        assertThat(missing(page)).containsExactly("gone in ../Code.java", "Check.R in ../Code.java");
    }

    private static List<String> checks(Path page) throws IOException {
        return CHECK.matcher(Files.readString(page))
                .results()
                .map(row -> row.group(1))
                .toList();
    }

    private static List<String> missing(Path page) throws IOException {
        return LINK.matcher(Files.readString(page))
                .results()
                .filter(link -> !stands(link.group(1), page.resolveSibling(link.group(2))))
                .map(link -> link.group(1) + " in " + link.group(2))
                .toList();
    }

    /** As a whole word. */
    private static boolean stands(String name, Path file) {
        try {
            return Pattern.compile("(?<!\\w)" + Pattern.quote(name) + "(?!\\w)")
                    .matcher(Files.readString(file))
                    .find();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
