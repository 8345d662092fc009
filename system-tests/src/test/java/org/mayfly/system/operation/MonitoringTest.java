package org.mayfly.system.operation;

import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mayfly.system.Installation;
import org.mayfly.system.people.TestNetwork;
import org.mayfly.system.promise.Verifies;
import org.mayfly.system.search.Found;
import org.mayfly.system.search.StoreSearch;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import static org.assertj.core.api.Assertions.assertThat;

/** Metrics and health of the running installation, as a Prometheus server and a load balancer ask for them. */
class MonitoringTest {

    private static final Installation INSTALLATION = Installation.running();
    private static final Pattern ROW =
            Pattern.compile("^\\| `(mayfly_[a-z_]+)(?:\\{[a-z]+})?` \\| (\\w+) \\|", Pattern.MULTILINE);

    @TempDir
    Path folder;

    private static String token(String scope) throws Exception {
        return INSTALLATION.createToken(TestNetwork.unique("scraper"), scope);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/admin/metrics", "/admin/health"})
    void they_are_not_on_the_messengers_port(String path) throws Exception {
        assertThat(INSTALLATION.get(INSTALLATION.publicUrl().resolve(path)).statusCode())
                .isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/admin/metrics", "/admin/health"})
    void nobody_reads_them_without_a_token(String path) throws Exception {
        for (var token : List.of("", "mfa_" + "A".repeat(43), "x".repeat(43))) {
            var answer = Scrape.ask(INSTALLATION, path, token);
            assertThat(answer.statusCode()).isEqualTo(401);
            assertThat(answer.headers().firstValue("www-authenticate")).hasValue("Bearer");
            assertThat(answer.body()).contains("scope metrics").doesNotContain("mayfly_", "database");
        }
    }

    @Test
    void a_token_of_scope_metrics_administers_nothing() throws Exception {
        var request = HttpRequest.newBuilder(INSTALLATION.publicUrl().resolve("/api/v1/admin/networks"))
                .header("Authorization", "Bearer " + token("metrics"))
                .build();
        var answer = INSTALLATION.client().send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(403);
    }

    @Test
    void no_session_is_made() throws Exception {
        for (var path : List.of("/admin/metrics", "/admin/health")) {
            var answer = Scrape.ask(INSTALLATION, path, token("metrics"));
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.headers().allValues("set-cookie")).isEmpty();
            assertThat(answer.headers().firstValue("cache-control")).hasValue("no-store");
        }
    }

    @Test
    void every_part_is_up_and_anybody_is_told_yes() throws Exception {
        var health = new ObjectMapper()
                .readTree(Scrape.ask(INSTALLATION, "/admin/health", token("metrics"))
                        .body());
        assertThat(health.path("live").asBoolean()).isTrue();
        assertThat(health.path("ready").asBoolean()).isTrue();
        assertThat(health.path("parts"))
                .hasSizeGreaterThan(3)
                .allMatch(part -> part.asText().equals("up"));
        for (var question : List.of("live", "ready")) {
            assertThat(INSTALLATION
                            .get(INSTALLATION.publicUrl().resolve("/api/v1/" + question))
                            .body())
                    .isEqualTo("{\"" + question + "\":true}");
        }
    }

    @Test
    void the_page_and_a_scrape_have_the_same_metrics_of_the_same_types() throws Exception {
        var rows = ROW.matcher(Files.readString(Path.of("../docs/operating.md")))
                .results()
                .map(row -> row.group(1) + " " + row.group(2))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(Scrape.of(INSTALLATION, token("metrics")).declared()).isEqualTo(rows);
    }

    @Test
    @Verifies(value = "P8.1", parts = "server", kind = Verifies.Kind.CHECK_WITH_CONTROL)
    void a_story_moves_the_counts_and_leaves_nobodys_name(TestReporter report) throws Exception {
        var token = token("metrics");
        var before = Scrape.of(INSTALLATION, token);
        var network = TestNetwork.create(INSTALLATION, TestNetwork.unique("network"), folder.resolve("homes"));
        var alice = network.enrol(TestNetwork.unique("alice"));
        var bob = network.enrol(TestNetwork.unique("bob"));
        alice.send(bob, "hello", Optional.empty());
        assertThat(bob.receive()).containsExactly("hello");
        INSTALLATION.get(INSTALLATION.publicUrl().resolve("/api/v1/directory?name=" + alice.name()));
        var after = Scrape.of(INSTALLATION, token);
        for (var count : MOVED) {
            assertThat(after.value(count)).as(count).isGreaterThan(before.value(count));
        }
        assertThat(after.value("mayfly_failures_total")).isEqualTo(before.value("mayfly_failures_total"));

        var needles = new LinkedHashMap<String, String>();
        needles.put("control", "mayfly_failures_total");
        needles.put("network's name", network.name());
        needles.put("loopback", "127.0.0.1");
        needles.put("token", token);
        for (var person : List.of(alice, bob)) {
            needles.put("name of " + person.name(), person.name());
            needles.put("id of " + person.name(), person.user().toString());
            needles.put(
                    "device of " + person.name(), network.device(person.name()).toString());
        }
        var scraped = Files.createDirectory(folder.resolve("scraped"));
        Files.writeString(scraped.resolve("metrics"), after.text());
        Files.writeString(
                scraped.resolve("health"),
                Scrape.ask(INSTALLATION, "/admin/health", token).body());
        assertThat(StoreSearch.forTexts(needles).in(scraped))
                .extracting(Found::needle)
                .containsOnly("control");
        assertThat(after.labels())
                .as("every label is a word of the source code")
                .allMatch(label -> label.matches("[a-z]+(-[a-z]+)*|[0-9.]+(E[0-9]+)?|\\+Inf"));
        report.publishEntry(
                "evidence",
                "metrics and health after enrolments, a message and a refusal: " + MOVED.size()
                        + " counts moved; names," + " ids, devices, token and address nowhere in "
                        + after.series().size() + " series");
    }

    private static final List<String> MOVED = List.of(
            "mayfly_connections_opened_total",
            "mayfly_log_ins_total{outcome=\"admitted\"}",
            "mayfly_refusals_total{code=\"unauthenticated\"}",
            "mayfly_receipts_total",
            "mayfly_entries_stored_total",
            "mayfly_deliveries_total",
            "mayfly_entries_acknowledged_total",
            "mayfly_prekeys_claimed_total",
            "mayfly_commit_seconds_count",
            "mayfly_commit_entries_sum");
}
