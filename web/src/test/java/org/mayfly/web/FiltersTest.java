package org.mayfly.web;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import jakarta.servlet.FilterChain;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import static org.assertj.core.api.Assertions.assertThat;

class FiltersTest {
    private static final int MESSENGER = 8443;
    private static final int PORTAL = 8444;

    private final PortGate gate = new PortGate(new Ports(MESSENGER, PORTAL));
    private final Answer answer = new Answer();
    private final List<HttpServletResponse> passed = new ArrayList<>();
    private final FilterChain chain = (request, response) -> passed.add((HttpServletResponse) response);

    @ParameterizedTest
    @CsvSource({
        "8443, '', /",
        "8443, /api/v1, /api/v1/ready",
        "8443, '', /administration",
        "8444, /admin, /admin/set-up"
    })
    void what_belongs_to_a_port_passes(int port, String context, String uri) throws Exception {
        gate.doFilter(request("GET", port, context, uri), answer.proxy(), chain);
        assertThat(passed).hasSize(1);
        assertThat(answer.status).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({
        "8443, /admin, /admin/",
        "8443, /admin, /admin/set-up",
        "8444, '', /index.html",
        "8444, /api/v1, /api/v1/ready",
        "8444, '', //",
        "9999, '', /",
        "9999, /admin, /admin/"
    })
    void what_belongs_to_another_port_is_not_found(int port, String context, String uri) throws Exception {
        gate.doFilter(request("GET", port, context, uri), answer.proxy(), chain);
        assertThat(passed).isEmpty();
        assertThat(answer.status).isEqualTo(404);
    }

    @Test
    void the_root_of_the_portals_port_leads_to_the_portal() throws Exception {
        gate.doFilter(request("GET", PORTAL, "", "/"), answer.proxy(), chain);
        assertThat(answer.status).isEqualTo(302);
        assertThat(answer.headers).containsEntry("Location", List.of("/admin/"));
    }

    @Test
    void a_post_to_that_root_is_not_found() throws Exception {
        gate.doFilter(request("POST", PORTAL, "", "/"), answer.proxy(), chain);
        assertThat(answer.status).isEqualTo(404);
    }

    @Test
    void every_answer_has_the_headers_before_anything_else_runs() throws Exception {
        new SecurityHeaders(ContentSecurityPolicy.STRICT, false)
                .doFilter(request("GET", MESSENGER, "", "/"), answer.proxy(), (request, response) -> {
                    assertThat(answer.headers)
                            .containsEntry("X-Content-Type-Options", List.of("nosniff"))
                            .containsEntry("Referrer-Policy", List.of("no-referrer"))
                            .containsEntry("Strict-Transport-Security", List.of("max-age=63072000"))
                            .containsEntry("Cross-Origin-Opener-Policy", List.of("same-origin"))
                            .containsEntry("Cross-Origin-Resource-Policy", List.of("same-origin"))
                            .containsEntry("Content-Security-Policy", List.of(ContentSecurityPolicy.STRICT.text()))
                            .containsKey("Permissions-Policy");
                    passed.add((HttpServletResponse) response);
                });
        assertThat(passed).hasSize(1);
    }

    @Test
    void no_page_may_ask_for_the_camera_unless_its_archive_says_so() throws Exception {
        for (boolean camera : new boolean[] {false, true}) {
            new SecurityHeaders(ContentSecurityPolicy.STRICT, camera)
                    .doFilter(request("GET", MESSENGER, "", "/"), answer.proxy(), chain);
            assertThat(answer.headers.get("Permissions-Policy"))
                    .singleElement()
                    .asString()
                    .contains("microphone=()")
                    .endsWith(camera ? " camera=(self)" : " camera=()");
        }
    }

    @Test
    void a_page_replaces_the_policy_and_never_adds_a_second() throws Exception {
        new SecurityHeaders(ContentSecurityPolicy.STRICT, false)
                .doFilter(request("GET", PORTAL, "/admin", "/admin/"), answer.proxy(), (request, response) -> {
                    ((HttpServletResponse) response).addHeader("content-security-policy", "script-src 'nonce-x'");
                    ((HttpServletResponse) response).addHeader("Link", "a");
                    ((HttpServletResponse) response).addHeader("Link", "b");
                });
        assertThat(answer.headers)
                .containsEntry("Content-Security-Policy", List.of("script-src 'nonce-x'"))
                .containsEntry("Link", List.of("a", "b"));
    }

    private static HttpServletRequest request(String method, int port, String context, String uri) {
        Map<String, Object> values =
                Map.of("getMethod", method, "getLocalPort", port, "getContextPath", context, "getRequestURI", uri);
        return (HttpServletRequest) Proxy.newProxyInstance(
                FiltersTest.class.getClassLoader(),
                new Class<?>[] {HttpServletRequest.class},
                (proxy, called, arguments) -> values.get(called.getName()));
    }

    /** Keeps what a filter does to an answer. */
    private static final class Answer {
        private final Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        private int status = 200;

        HttpServletResponse proxy() {
            return (HttpServletResponse) Proxy.newProxyInstance(
                    FiltersTest.class.getClassLoader(),
                    new Class<?>[] {HttpServletResponse.class},
                    (proxy, called, arguments) -> {
                        switch (called.getName()) {
                            case "setStatus" -> status = (int) arguments[0];
                            case "setHeader" ->
                                headers.put((String) arguments[0], new ArrayList<>(List.of((String) arguments[1])));
                            case "addHeader" ->
                                headers.computeIfAbsent((String) arguments[0], name -> new ArrayList<>())
                                        .add((String) arguments[1]);
                            default -> {}
                        }
                        return null;
                    });
        }
    }
}
