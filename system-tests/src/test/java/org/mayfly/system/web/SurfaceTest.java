package org.mayfly.system.web;

import com.fasterxml.jackson.databind.ObjectMapper;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mayfly.system.Installation;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What both ports answer to anyone who asks. {@code org.mayfly.system.installation} looks at what is not the application's. */
class SurfaceTest {

    private static final Installation INSTALLATION = Installation.running();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/index.html",
                "/nothing",
                "/api/v1/live",
                "/api/v1/ready",
                "/api/v1/server",
                "/api/v1/openapi.json",
                "/api/v1/directory",
                "/api/v1/policy",
                "/api/v1/users/nobody/device-list",
                "/api/v1/admin/networks",
                "/api/v1/admin/audit",
                "/api/v1/socket",
                "/api/v1/nothing",
                "/admin/sign-in"
            })
    void every_answer_of_the_messengers_port_makes_browsers_careful(String path) throws Exception {
        makesBrowsersCareful(INSTALLATION.get(INSTALLATION.publicUrl().resolve(path)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/admin/",
                "/admin/sign-in",
                "/admin/set-up",
                "/admin/overview",
                "/admin/networks",
                "/admin/metrics",
                "/admin/health",
                "/admin/nothing",
                "/api/v1/ready",
                "/nothing"
            })
    void every_answer_of_the_portals_port_makes_browsers_careful(String path) throws Exception {
        makesBrowsersCareful(INSTALLATION.get(INSTALLATION.adminUrl().resolve(path)));
    }

    private static void makesBrowsersCareful(HttpResponse<String> answer) {
        var headers = answer.headers();
        assertThat(headers.allValues("strict-transport-security")).containsExactly("max-age=63072000");
        assertThat(headers.allValues("x-content-type-options")).containsExactly("nosniff");
        assertThat(headers.allValues("x-frame-options")).containsExactly("DENY");
        assertThat(headers.allValues("referrer-policy")).containsExactly("no-referrer");
        assertThat(headers.allValues("cross-origin-opener-policy")).containsExactly("same-origin");
        assertThat(headers.allValues("content-security-policy"))
                .singleElement()
                .asString()
                .contains("frame-ancestors 'none'", "base-uri 'none'")
                .containsPattern("default-src 'none'|object-src 'none'")
                .doesNotContain("'unsafe-eval'")
                .doesNotContainPattern("script-src[^;]*'unsafe-inline'");
        assertThat(headers.allValues("server")).isEmpty();
        assertThat(headers.allValues("x-powered-by")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"/, true", "/index.html, true", "/api/v1/ready, false"})
    void only_the_messengers_pages_may_ask_for_the_camera(String path, boolean camera) throws Exception {
        mayAskForTheCamera(INSTALLATION.get(INSTALLATION.publicUrl().resolve(path)), camera);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/admin/", "/admin/sign-in", "/admin/set-up", "/admin/nothing"})
    void no_page_of_the_portal_may(String path) throws Exception {
        mayAskForTheCamera(INSTALLATION.get(INSTALLATION.adminUrl().resolve(path)), false);
    }

    private static void mayAskForTheCamera(HttpResponse<String> answer, boolean camera) {
        var features = answer.headers().allValues("permissions-policy");
        assertThat(features).singleElement().asString().contains("microphone=()", "geolocation=()");
        assertThat(List.of(features.get(0).split(", "))).contains(camera ? "camera=(self)" : "camera=()");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/admin/",
                "/admin/sign-in",
                "/admin/set-up",
                "/admin/overview",
                "/admin/metrics",
                "/admin/health",
                "/admin/nothing"
            })
    void the_portal_is_not_there_on_the_messengers_port(String path) throws Exception {
        assertThat(INSTALLATION.get(INSTALLATION.publicUrl().resolve(path)).statusCode())
                .isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/index.html",
                "/api/v1/ready",
                "/api/v1/server",
                "/api/v1/openapi.json",
                "/api/v1/admin/networks",
                "/api/v1/socket"
            })
    void the_messenger_is_not_there_on_the_portals_port(String path) throws Exception {
        assertThat(INSTALLATION.get(INSTALLATION.adminUrl().resolve(path)).statusCode())
                .isEqualTo(404);
    }

    @Test
    void each_is_there_on_its_own_port() throws Exception {
        assertThat(INSTALLATION
                        .get(INSTALLATION.publicUrl().resolve("/api/v1/ready"))
                        .statusCode())
                .isEqualTo(200);
        assertThat(INSTALLATION
                        .get(INSTALLATION.adminUrl().resolve("/admin/sign-in"))
                        .statusCode())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '"', textBlock = """
                    GET, /api/v1/directory, application/json, , 401
                    GET, /api/v1/admin/networks, application/json, , 401
                    GET, /api/v1/nothing, application/json, , 404
                    GET, /api/v1/socket, application/json, , 400
                    DELETE, /api/v1/ready, application/json, , 405
                    POST, /api/v1/invitations/open, application/json, {, 400
                    POST, /api/v1/invitations/open, application/json, {"code":"AAAAA"}, 410
                    POST, /api/v1/invitations/open, text/plain, AAAAA, 415
                    """)
    void every_refusal_says_what_happened_in_the_same_form(
            String method, String path, String type, @Nullable String body, int status) throws Exception {
        var request = HttpRequest.newBuilder(INSTALLATION.publicUrl().resolve(path))
                .header("Content-Type", type)
                .method(
                        method,
                        body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body))
                .build();
        var answer = INSTALLATION.client().send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.headers().firstValue("content-type")).hasValue("application/problem+json");
        var problem = new ObjectMapper().readTree(answer.body());
        assertThat(problem.path("status").asInt()).isEqualTo(status);
        assertThat(problem.path("type").asText()).isNotEmpty();
        assertThat(problem.path("title").asText()).isNotEmpty();
        assertThat(problem.path("detail").asText()).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/openapi", "/openapi/", "/health", "/health/ready", "/metrics", "/asadmin", "/management/domain"
            })
    void nothing_of_payara_itself_is_there_on_either_port(String path) throws Exception {
        for (var origin : List.of(INSTALLATION.publicUrl(), INSTALLATION.adminUrl())) {
            var answer = INSTALLATION.get(origin.resolve(path));
            assertThat(answer.statusCode()).isIn(403, 404);
            assertThat(answer.body()).isEmpty();
        }
    }

    @Test
    void a_page_of_another_origin_gets_no_socket() throws Exception {
        var own = INSTALLATION.publicUrl();
        socketFrom(own.toString()).abort();
        for (var other : List.of(
                "https://evil.example",
                INSTALLATION.adminUrl().toString(),
                "null",
                own + "0",
                "http://localhost:" + own.getPort())) {
            assertThatThrownBy(() -> socketFrom(other).abort())
                    .as(other)
                    .isInstanceOf(ExecutionException.class)
                    .cause()
                    .isInstanceOfSatisfying(
                            WebSocketHandshakeException.class,
                            refused -> assertThat(refused.getResponse().statusCode())
                                    .isEqualTo(403));
        }
    }

    private static WebSocket socketFrom(String origin) throws Exception {
        var address = URI.create(INSTALLATION.publicUrl().toString().replaceFirst("^https", "wss") + "/api/v1/socket");
        return INSTALLATION
                .client()
                .newWebSocketBuilder()
                .header("Origin", origin)
                .subprotocols("mayfly.v1")
                .buildAsync(address, new WebSocket.Listener() {})
                .get(30, TimeUnit.SECONDS);
    }
}
