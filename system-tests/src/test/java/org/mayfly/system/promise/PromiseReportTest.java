package org.mayfly.system.promise;

import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mayfly.system.promise.Check.Result.FAILED;
import static org.mayfly.system.promise.Check.Result.PASSED;
import static org.mayfly.system.promise.Check.Result.SKIPPED;
import static org.mayfly.system.promise.Verifies.Kind.CHECK;
import static org.mayfly.system.promise.Verifies.Kind.CHECK_WITH_CONTROL;
import static org.mayfly.system.promise.Verifies.Kind.CONTROL;

class PromiseReportTest {

    private static final Criterion CRITERION = new Criterion("P3.2", "The device's key", List.of("java", "browser"));

    @Test
    void a_criterion_without_a_check_is_not_verified() {
        assertThat(status()).isEqualTo("not verified");
    }

    @Test
    void a_criterion_needs_a_check_for_every_part() {
        assertThat(status(check(CHECK_WITH_CONTROL, PASSED, "java"))).isEqualTo("not verified");
        assertThat(status(check(CHECK_WITH_CONTROL, PASSED, "java", "browser"))).isEqualTo("verified");
    }

    @Test
    void a_check_without_a_control_does_not_verify() {
        assertThat(status(check(CHECK, PASSED, "java", "browser"))).isEqualTo("not verified");
        assertThat(status(check(CHECK, PASSED, "java", "browser"), check(CONTROL, PASSED, "java", "browser")))
                .isEqualTo("verified");
    }

    @Test
    void a_failing_check_fails_the_criterion_whatever_else_passed() {
        assertThat(status(check(CHECK_WITH_CONTROL, PASSED, "java", "browser"), check(CONTROL, FAILED, "browser")))
                .isEqualTo("failed");
    }

    @Test
    void a_skipped_check_is_no_check() {
        assertThat(status(check(CHECK_WITH_CONTROL, SKIPPED, "java", "browser")))
                .isEqualTo("not verified");
    }

    @Test
    void the_page_lists_every_promise_of_the_assessment() throws Exception {
        var ids = Criterion.read(Path.of("../docs/promises.md")).stream()
                .map(Criterion::id)
                .toList();
        assertThat(ids).doesNotHaveDuplicates().hasSize(43).contains("P1.1", "P9.3", "R1", "R9", "S6");
    }

    @Test
    void the_report_keeps_criteria_that_nothing_checked(@TempDir Path folder) throws Exception {
        new PromiseReport("1", "abc", Instant.EPOCH, List.of(Verdict.of(CRITERION, List.of()))).write(folder);
        var json = new ObjectMapper().readTree(folder.resolve("promises.json").toFile());
        assertThat(json.at("/criteria/0/id").asText()).isEqualTo("P3.2");
        assertThat(json.at("/criteria/0/status").asText()).isEqualTo("not verified");
        assertThat(json.at("/criteria/0/checks").isArray()).isTrue();
        assertThat(Files.readString(folder.resolve("index.html"))).contains("0 of 1 criteria verified");
    }

    private static String status(Check... checks) {
        var other = new Check("P1.1", "other", List.of("java"), CHECK, FAILED, "");
        return Verdict.of(
                        CRITERION,
                        Stream.concat(Arrays.stream(checks), Stream.of(other)).toList())
                .status();
    }

    private static Check check(Verifies.Kind kind, Check.Result result, String... parts) {
        return new Check("P3.2", "test", List.of(parts), kind, result, "");
    }
}
