package org.mayfly.admin.signin;

import org.junit.jupiter.api.Test;
import org.mayfly.admin.memory.MemoryAdministrators;
import org.mayfly.admin.memory.Signed;
import org.mayfly.messaging.access.Actor;
import org.mayfly.messaging.config.ServerSettings;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import static org.assertj.core.api.Assertions.assertThat;

class GateTest {

    private static final Map<String, String> OWN =
            Map.of("Origin", "https://localhost:8444", "Sec-Fetch-Site", "same-origin");

    private final Signed door = new Signed(new MemoryAdministrators());
    private final StringWriter body = new StringWriter();
    private final Map<String, String> headers = new HashMap<>();

    @Test
    void a_page_for_administrators_sends_others_to_sign_in() throws Exception {
        assertThat(ask("GET", "/people", Map.of())).isEqualTo("redirect /admin/sign-in?to=people");
        assertThat(ask("POST", "/people", OWN)).isEqualTo("redirect /admin/sign-in?to=people&ended=1");
    }

    @Test
    void a_partial_request_is_sent_to_sign_in_in_its_own_language() throws Exception {
        var headers = new HashMap<>(OWN);
        headers.put("Faces-Request", "partial/ajax");
        ask("POST", "/tokens", headers);
        assertThat(body.toString()).contains("<redirect url=\"/admin/sign-in?to=tokens&amp;ended=1\"/>");
    }

    @Test
    void sign_in_set_up_and_resources_are_open() throws Exception {
        for (var path : new String[] {"/sign-in", "/set-up", "/jakarta.faces.resource/portal.css.xhtml"}) {
            assertThat(ask("GET", path, Map.of())).isEqualTo("passed");
        }
    }

    @Test
    void what_is_no_page_is_not_found_signed_in_or_not() throws Exception {
        for (var path : new String[] {"/people.xhtml", "/nowhere", "/WEB-INF/web.xml", "/sign-in/x"}) {
            assertThat(ask("GET", path, Map.of())).as(path).isEqualTo("error 404");
        }
        admit();
        assertThat(ask("GET", "/people.xhtml", Map.of())).isEqualTo("error 404");
    }

    @Test
    void what_is_for_tools_passes_without_a_session_and_judges_their_tokens_itself() throws Exception {
        assertThat(ask("GET", "/metrics", Map.of())).isEqualTo("passed");
        assertThat(ask("GET", "/health", Map.of())).isEqualTo("passed");
        assertThat(ask("GET", "/metrics/x", Map.of())).isEqualTo("error 404");
    }

    @Test
    void an_administrator_passes_until_the_session_is_twelve_hours_old() throws Exception {
        admit();
        assertThat(ask("GET", "/people", Map.of())).isEqualTo("passed");
        assertThat(ask("GET", "/people", Map.of(), Clock.offset(Signed.CLOCK, Duration.ofHours(12))))
                .startsWith("redirect /admin/sign-in");
    }

    @Test
    void a_post_from_another_origin_is_refused() throws Exception {
        admit();
        assertThat(ask("POST", "/people", OWN)).isEqualTo("passed");
        assertThat(ask("POST", "/people", Map.of("Origin", "https://localhost:8444")))
                .isEqualTo("passed");
        assertThat(ask("POST", "/people", Map.of("Origin", "null", "Sec-Fetch-Site", "same-origin")))
                .isEqualTo("passed");
        assertThat(ask("POST", "/people", Map.of())).isEqualTo("error 403");
        assertThat(ask("POST", "/people", Map.of("Origin", "null"))).isEqualTo("error 403");
        assertThat(ask("POST", "/people", Map.of("Origin", "https://localhost:8443")))
                .isEqualTo("error 403");
        assertThat(ask("POST", "/people", Map.of("Origin", "https://localhost:8444", "Sec-Fetch-Site", "same-site")))
                .isEqualTo("error 403");
        assertThat(ask("POST", "/sign-in", Map.of("Origin", "https://evil.example", "Sec-Fetch-Site", "cross-site")))
                .isEqualTo("error 403");
    }

    @Test
    void no_page_is_kept_by_the_browser() throws Exception {
        ask("GET", "/sign-in", Map.of());
        assertThat(headers).containsEntry("Cache-Control", "no-store");
    }

    private void admit() {
        door.entrance().admit(new Actor.Administrator(UUID.fromString("00000000-0000-4000-8000-000000000001")));
    }

    private String ask(String method, String path, Map<String, String> headers) throws Exception {
        return ask(method, path, headers, Signed.CLOCK);
    }

    /** What came of it: passed, a redirect or an error. */
    private String ask(String method, String path, Map<String, String> headers, Clock clock) throws Exception {
        var settings = new ServerSettings(
                URI.create("https://localhost:8443"),
                URI.create("https://localhost:8444"),
                8443,
                8444,
                Path.of("."),
                Path.of("."));
        var came = new StringBuilder();
        new Gate(door.session(), settings, clock)
                .doFilter(request(method, path, headers), response(came), (request, response) -> came.append("passed"));
        return came.toString();
    }

    private static HttpServletRequest request(String method, String path, Map<String, String> headers) {
        return (HttpServletRequest) Proxy.newProxyInstance(
                GateTest.class.getClassLoader(),
                new Class<?>[] {HttpServletRequest.class},
                (proxy, call, arguments) -> switch (call.getName()) {
                    case "getMethod" -> method;
                    case "getServletPath" -> path;
                    case "getContextPath" -> "/admin";
                    case "getHeader" -> headers.get((String) arguments[0]);
                    case "getSession" -> null;
                    default -> throw new UnsupportedOperationException(call.getName());
                });
    }

    private HttpServletResponse response(StringBuilder came) {
        return (HttpServletResponse) Proxy.newProxyInstance(
                GateTest.class.getClassLoader(),
                new Class<?>[] {HttpServletResponse.class},
                (proxy, call, arguments) -> switch (call.getName()) {
                    case "sendRedirect" -> came.append("redirect ").append(arguments[0]) == null;
                    case "sendError" -> came.append("error ").append(arguments[0]) == null;
                    case "getWriter" -> new PrintWriter(body, true);
                    case "setHeader" -> headers.put((String) arguments[0], (String) arguments[1]);
                    case "setContentType", "setCharacterEncoding" -> null;
                    default -> throw new UnsupportedOperationException(call.getName());
                });
    }
}
