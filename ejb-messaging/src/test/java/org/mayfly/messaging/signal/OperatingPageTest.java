package org.mayfly.messaging.signal;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/** docs/operating.md, the rules beside it and the code tell of the same metrics. */
class OperatingPageTest {

    private static final Path PAGE = Path.of("../docs/operating.md");
    private static final Path RULES = Path.of("../config/mayfly-alerts.yml");
    private static final Pattern METRIC = Pattern.compile("\\bmayfly_[a-z_]+");
    private static final Pattern ALERT = Pattern.compile("^ +- alert: (\\w+)$", Pattern.MULTILINE);
    private static final Pattern ALERT_ROW = Pattern.compile("^\\| `(\\w+)` \\|", Pattern.MULTILINE);

    /** As the table has them: with the label in braces, the meaning and the buckets. */
    private static Stream<String> rows() {
        return Stream.of(
                        Arrays.stream(Count.values()).map(count -> row(count.metric(), "counter", count.meaning())),
                        Arrays.stream(CountBy.values())
                                .map(count ->
                                        row(count.metric() + "{" + count.label() + "}", "counter", count.meaning())),
                        Arrays.stream(Level.values()).map(level -> row(level.metric(), "gauge", level.meaning())),
                        Stream.of(row(
                                Signals.PART_UP + "{part}", "gauge", "Whether a part of the server works: 1 or 0.")),
                        Arrays.stream(Spread.values())
                                .map(spread -> row(
                                        spread.metric(),
                                        "histogram",
                                        spread.meaning() + " Buckets: " + buckets(spread) + ".")))
                .flatMap(each -> each);
    }

    private static String buckets(Spread spread) {
        return Arrays.stream(spread.bounds())
                .mapToObj(bound -> bound == Math.rint(bound) ? Long.toString((long) bound) : Double.toString(bound))
                .collect(Collectors.joining(", "));
    }

    private static String row(String metric, String type, String meaning) {
        return "| `%s` | %s | %s |".formatted(metric, type, meaning);
    }

    @Test
    void every_metric_has_its_row_and_no_other_has_one() throws IOException {
        assertThat(Files.readAllLines(PAGE).stream().filter(line -> line.startsWith("| `mayfly_")))
                .containsExactlyElementsOf(rows().toList());
    }

    @Test
    void page_and_rules_name_no_metric_that_is_not_scraped() throws IOException {
        var signals = new Signals();
        for (var level : Level.values()) {
            signals.watch(level, () -> 1);
        }
        var scraped = METRIC.matcher(new String(signals.text(), StandardCharsets.UTF_8))
                .results()
                .map(found -> found.group())
                .collect(Collectors.toSet());
        for (var file : List.of(PAGE, RULES)) {
            assertThat(METRIC.matcher(Files.readString(file)).results().map(found -> found.group()))
                    .as("%s", file)
                    .isNotEmpty()
                    .isSubsetOf(scraped);
        }
    }

    @Test
    void every_alert_has_a_rule_and_a_row_that_says_what_to_do() throws IOException {
        var rules = ALERT.matcher(Files.readString(RULES))
                .results()
                .map(found -> found.group(1))
                .toList();
        assertThat(rules).hasSizeGreaterThan(10).doesNotHaveDuplicates();
        assertThat(ALERT_ROW
                        .matcher(Files.readString(PAGE))
                        .results()
                        .map(found -> found.group(1))
                        .filter(name -> name.startsWith("Mayfly")))
                .containsExactlyElementsOf(rules);
    }

    @Test
    void the_parts_are_those_of_the_code_with_what_stops_without_them() throws IOException {
        var page = Files.readString(PAGE);
        var parts = new TreeSet<String>();
        for (var part : Part.values()) {
            parts.add(part.name().toLowerCase(Locale.ROOT).replace('_', '-'));
            assertThat(page)
                    .containsPattern(Pattern.compile(
                            "^\\| `%s` \\| .* \\| %s \\| %s \\|$"
                                    .formatted(
                                            part.name().toLowerCase(Locale.ROOT).replace('_', '-'),
                                            part.isVital() ? "no" : "yes",
                                            part.isNeeded() ? "no" : "yes"),
                            Pattern.MULTILINE));
        }
        var rows = Pattern.compile("^\\| `([a-z-]+)` \\| .* \\| (yes|no) \\| (yes|no) \\|$", Pattern.MULTILINE)
                .matcher(page)
                .results()
                .map(found -> found.group(1));
        assertThat(rows).containsExactlyInAnyOrderElementsOf(parts);
    }
}
