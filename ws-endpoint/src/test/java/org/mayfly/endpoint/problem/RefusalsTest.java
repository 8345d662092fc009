package org.mayfly.endpoint.problem;

import org.junit.jupiter.api.Test;
import org.mayfly.messaging.refusal.Reason;
import org.mayfly.messaging.refusal.Refusal;
import org.mayfly.protocol.value.DeviceId;

import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import jakarta.json.Json;
import jakarta.json.JsonObject;

import static org.assertj.core.api.Assertions.assertThat;

/** The table of docs/refusals.md and the code agree, line by line. */
class RefusalsTest {

    private static final Pattern ROW = Pattern.compile("^\\| ((?:`[a-z-]+` ?)+)\\| (\\d{3}) \\|.*$", Pattern.MULTILINE);

    @Test
    void every_reason_has_the_status_the_page_states_and_the_page_states_no_other() throws Exception {
        var code = Arrays.stream(Reason.values()).collect(Collectors.toMap(Reason::code, Statuses::of));
        var page = page();
        assertThat(page.remove("internal")).isEqualTo(500);
        assertThat(code).isEqualTo(page);
    }

    @Test
    void every_reason_has_sentences_of_its_own() {
        var other = json(Problem.ofStatus(418)).getString("title");
        for (var reason : Reason.values()) {
            var json = json(Problem.of(Refused.of(new Refusal.Plain(reason))));
            assertThat(json.getString("type")).isEqualTo("urn:mayfly:refusal:" + reason.code());
            assertThat(json.getString("code")).isEqualTo(reason.code());
            assertThat(json.getString("title")).as(reason.code()).isNotBlank().isNotEqualTo(other);
        }
    }

    @Test
    void a_problem_says_when_to_come_again_and_whom_it_is_about() {
        var later = Problem.of(Refused.of(new Refusal.Later(Reason.BUSY, Duration.ofMillis(1500))));
        assertThat(later.retryAfterSeconds()).isEqualTo(2);
        assertThat(json(later).getInt("retryAfterMs")).isEqualTo(1500);
        var device = DeviceId.of(new byte[16]);
        var about = Problem.of(Refused.of(new Refusal.Recipients(Reason.MAILBOX_FULL, List.of(device))));
        assertThat(json(about).getJsonArray("devices").getString(0)).isEqualTo(device.toString());
    }

    @Test
    void a_refusal_is_found_inside_what_a_container_wrapped_around_it() {
        var wrapped = new CompletionException(new IllegalStateException(Reason.EXPIRED.refused()));
        assertThat(Refused.in(wrapped)).map(Refused::reason).contains(Reason.EXPIRED);
        assertThat(Refused.in(new IllegalStateException())).isEmpty();
    }

    @Test
    void the_log_of_a_bug_names_types_and_places_and_no_text() {
        var description =
                FailureLog.describe(new IllegalStateException("canary-one", new RuntimeException("canary-two")));
        assertThat(description)
                .contains("IllegalStateException", "RuntimeException", "RefusalsTest")
                .doesNotContain("canary");
    }

    private static Map<String, Integer> page() throws Exception {
        var found = new HashMap<String, Integer>();
        var rows = ROW.matcher(Files.readString(Path.of("../docs/refusals.md")));
        while (rows.find()) {
            for (var code : rows.group(1).strip().split(" ", -1)) {
                found.put(code.replace("`", ""), Integer.valueOf(rows.group(2)));
            }
        }
        return found;
    }

    private static JsonObject json(Problem problem) {
        try (var reader = Json.createReader(new StringReader(problem.toJson()))) {
            return reader.readObject();
        }
    }
}
