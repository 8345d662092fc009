package org.mayfly.admin.monitoring;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mayfly.admin.words.Words;
import org.mayfly.messaging.access.Actor;
import org.mayfly.messaging.health.Monitoring;
import org.mayfly.messaging.limits.SourceLimits;
import org.mayfly.messaging.refusal.Reason;
import org.mayfly.messaging.signal.Part;
import org.mayfly.protocol.value.Bytes;

import java.io.ByteArrayOutputStream;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import static org.assertj.core.api.Assertions.assertThat;

/** Each of the checks of docs/operating.md that this servlet makes. */
class MonitoringServletTest {

    private static final String METRICS_TOKEN = "Bearer mfa_" + "M".repeat(43);
    private static final String OTHER_TOKEN = "Bearer mfa_" + "O".repeat(43);

    private final List<String> asked = new ArrayList<>();
    private final Map<String, String> headers = new HashMap<>();
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private final AtomicInteger status = new AtomicInteger(200);
    private boolean limited;
    private boolean away;

    @Test
    void metrics_come_as_text_of_prometheus_and_health_as_json() throws Exception {
        assertThat(ask("GET", "/metrics", METRICS_TOKEN)).isEqualTo(200);
        assertThat(headers).containsEntry("Content-Type", "text/plain; version=0.0.4; charset=utf-8");
        assertThat(headers).containsEntry("Cache-Control", "no-store").containsEntry("Content-Length", "10");
        assertThat(text()).isEqualTo("mayfly 1.0");
        assertThat(ask("GET", "/health", METRICS_TOKEN)).isEqualTo(200);
        assertThat(headers).containsEntry("Content-Type", "application/json");
        assertThat(text())
                .isEqualTo("{\"live\":true,\"ready\":false,\"parts\":{\"database\":\"down\",\"mailbox-days\":\"up\","
                        + "\"committer\":\"up\",\"socket\":\"up\",\"disk\":\"up\"}}");
    }

    @Test
    void the_source_is_counted_before_the_token_is_looked_at() throws Exception {
        ask("GET", "/metrics", null);
        assertThat(asked).containsExactly("SCRAPE 192.0.2.7");
        limited = true;
        assertThat(ask("GET", "/metrics", METRICS_TOKEN)).isEqualTo(429);
        assertThat(headers).containsEntry("Retry-After", "41");
        assertThat(asked).doesNotContain("authenticate");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Basic YTpi", "Bearer ", "Bearer mfa_<script>", "mfa_MMMMMMMMMMMMMMMMMMMM"})
    void without_a_token_nothing_is_told_but_how_to_get_one(String authorization) throws Exception {
        for (var path : MonitoringServlet.PATHS) {
            assertThat(ask("GET", path, authorization)).isEqualTo(401);
            assertThat(headers).containsEntry("WWW-Authenticate", "Bearer");
            assertThat(text()).contains("scope metrics").doesNotContain("mayfly 1.0", "database");
        }
        assertThat(asked).doesNotContain("authenticate");
    }

    @Test
    void an_actor_who_may_not_is_refused_by_the_business_method() throws Exception {
        for (var path : MonitoringServlet.PATHS) {
            assertThat(ask("GET", path, OTHER_TOKEN)).isEqualTo(403);
            assertThat(text()).doesNotContain("mayfly 1.0", "database");
        }
    }

    @Test
    void a_server_that_can_not_judge_the_token_says_when_to_ask_again() throws Exception {
        away = true;
        assertThat(ask("GET", "/metrics", METRICS_TOKEN)).isEqualTo(503);
        assertThat(headers).containsEntry("Retry-After", "5");
    }

    @Test
    void only_get_and_head_are_answered() throws Exception {
        for (var method : new String[] {"POST", "PUT", "DELETE", "OPTIONS", "TRACE", "PATCH"}) {
            assertThat(ask(method, "/metrics", METRICS_TOKEN)).isEqualTo(405);
            assertThat(headers).containsEntry("Allow", "GET, HEAD");
            assertThat(text()).isEmpty();
        }
        assertThat(asked).isEmpty();
        assertThat(ask("HEAD", "/metrics", METRICS_TOKEN)).isEqualTo(200);
        assertThat(headers).containsEntry("Content-Length", "10");
        assertThat(text()).isEmpty();
    }

    private String text() {
        return body.toString(StandardCharsets.UTF_8);
    }

    private int ask(String method, String path, @Nullable String authorization) throws Exception {
        body.reset();
        headers.clear();
        status.set(200);
        new MonitoringServlet(new MemoryMonitoring(), limits(), new Words())
                .service(request(method, path, authorization), response());
        return status.get();
    }

    private SourceLimits limits() {
        return (SourceLimits.Limit limit, String source, Bytes account) -> {
            if (limited) {
                throw Reason.RATE_LIMITED.refusedUntil(Duration.ofMillis(40_001));
            }
            asked.add(limit + " " + source);
        };
    }

    private final class MemoryMonitoring implements Monitoring {
        @Override
        public Actor authenticate(String token) {
            asked.add("authenticate");
            if (away) {
                throw Reason.BUSY.refusedUntil(Duration.ofSeconds(5));
            }
            return METRICS_TOKEN.endsWith(token) ? new Actor.Scraper(new UUID(0, 1)) : new Actor.Anonymous();
        }

        @Override
        public byte[] metrics(Actor actor) {
            check(actor);
            return "mayfly 1.0".getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public Report health(Actor actor) {
            check(actor);
            var parts = new HashMap<Part, Boolean>();
            for (var part : Part.values()) {
                parts.put(part, part != Part.DATABASE);
            }
            return new Report(true, false, parts);
        }

        private void check(Actor actor) {
            if (!(actor instanceof Actor.Scraper)) {
                throw Reason.FORBIDDEN.refused();
            }
        }
    }

    private static HttpServletRequest request(String method, String path, @Nullable String authorization) {
        return (HttpServletRequest) Proxy.newProxyInstance(
                MonitoringServletTest.class.getClassLoader(),
                new Class<?>[] {HttpServletRequest.class},
                (proxy, call, arguments) -> switch (call.getName()) {
                    case "getMethod" -> method;
                    case "getServletPath" -> path;
                    case "getRemoteAddr" -> "192.0.2.7";
                    case "getHeader" -> arguments[0].equals("Authorization") ? authorization : null;
                    default -> throw new UnsupportedOperationException(call.getName());
                });
    }

    private HttpServletResponse response() {
        return (HttpServletResponse) Proxy.newProxyInstance(
                MonitoringServletTest.class.getClassLoader(),
                new Class<?>[] {HttpServletResponse.class},
                (proxy, call, arguments) -> {
                    switch (call.getName()) {
                        case "setHeader" -> headers.put((String) arguments[0], (String) arguments[1]);
                        case "setContentType" -> headers.put("Content-Type", (String) arguments[0]);
                        case "setContentLength" -> headers.put("Content-Length", arguments[0].toString());
                        case "setStatus" -> status.set((int) arguments[0]);
                        case "getOutputStream" -> {
                            return new Written();
                        }
                        default -> throw new UnsupportedOperationException(call.getName());
                    }
                    return null;
                });
    }

    private final class Written extends ServletOutputStream {
        @Override
        public void write(int one) {
            body.write(one);
        }

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public void setWriteListener(WriteListener listener) {
            throw new UnsupportedOperationException();
        }
    }
}
