package org.mayfly.system.installation;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mayfly.system.Installation;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSocket;

import static org.assertj.core.api.Assertions.assertThat;

/** Each unsafe default of Payara is off or generated. */
class HardeningTest {
    private static final Installation INSTALLATION = Installation.running();

    @Test
    void payara_listens_on_messenger_portal_and_its_own_port_on_loopback_only() throws Exception {
        Set<String> sockets = ListeningSockets.of(INSTALLATION.process("payara"));
        assertThat(sockets).allMatch(ListeningSockets::loopback);
        assertThat(sockets.stream().map(ListeningSockets::port).collect(Collectors.toSet()))
                .containsExactlyInAnyOrder(
                        INSTALLATION.publicUrl().getPort(),
                        INSTALLATION.adminUrl().getPort(),
                        Integer.parseInt(Files.readString(INSTALLATION.data().resolve("control-port"))
                                .strip()));
    }

    @Test
    void postgresql_listens_on_loopback_only() throws Exception {
        assertThat(ListeningSockets.of(INSTALLATION.process("postgresql")))
                .hasSize(1)
                .allMatch(ListeningSockets::loopback);
    }

    @Test
    void a_socket_open_to_the_network_would_be_seen() {
        assertThat(ListeningSockets.loopback("00000000:20FB")).isFalse();
        assertThat(ListeningSockets.loopback("00000000000000000000000000000000:20FB"))
                .isFalse();
    }

    @Test
    void jms_and_the_telephone_home_are_off() throws Exception {
        assertThat(serverConfig())
                .containsPattern("<jms-service[^>]* type=\"DISABLED\"")
                .containsPattern("<phone-home-runtime-configuration[^>]* enabled=\"false\"");
    }

    @Test
    void the_data_grid_is_off() throws Exception {
        assertThat(serverConfig()).containsPattern("<hazelcast-config-specific-configuration[^>]* enabled=\"false\"");
        assertThat(log()).doesNotContain("Data Grid Status").doesNotContain("Hazelcast Instance Bound");
    }

    @Test
    void there_is_no_h2_in_the_configuration_or_the_archive() throws Exception {
        assertThat(serverConfig()).doesNotContain("org.h2");
        assertThat(INSTALLATION.home().resolve("payara6/h2db")).doesNotExist();
    }

    @Test
    void the_control_port_asks_for_the_generated_password() throws Exception {
        int port = Integer.parseInt(
                Files.readString(INSTALLATION.data().resolve("control-port")).strip());
        URI address = URI.create("http://127.0.0.1:" + port + "/management/domain");
        assertThat(INSTALLATION.get(address).statusCode()).isEqualTo(401);
        for (String password : List.of("", "admin", "changeit")) {
            HttpRequest attempt = HttpRequest.newBuilder(address)
                    .header(
                            "Authorization",
                            "Basic "
                                    + Base64.getEncoder()
                                            .encodeToString(("admin:" + password).getBytes(StandardCharsets.UTF_8)))
                    .build();
            assertThat(INSTALLATION
                            .client()
                            .send(attempt, HttpResponse.BodyHandlers.discarding())
                            .statusCode())
                    .isEqualTo(401);
        }
    }

    @Test
    void the_key_store_has_another_password_than_changeit() throws Exception {
        Path store = INSTALLATION.data().resolve("payara/domains/mayfly/config/keystore.p12");
        assertThat(opens(store, "changeit")).isFalse();
        String master = Files.readString(INSTALLATION.data().resolve("secrets/payara-master"))
                .strip();
        assertThat(opens(store, master)).isTrue();
    }

    private static boolean opens(Path store, String password) throws Exception {
        try (var in = Files.newInputStream(store)) {
            KeyStore.getInstance("PKCS12").load(null, null);
            KeyStore opened = KeyStore.getInstance("PKCS12");
            opened.load(in, password.toCharArray());
            return opened.containsAlias("mayfly");
        } catch (IOException wrongPassword) {
            return false;
        }
    }

    @Test
    void no_file_of_the_data_folder_is_open_to_others() throws Exception {
        Set<PosixFilePermission> folder = Files.getPosixFilePermissions(INSTALLATION.data());
        assertThat(folder).allMatch(permission -> permission.name().startsWith("OWNER_"));
        for (String part : List.of("secrets", "tls", "payara/domains/mayfly/config", "logs", "postgresql/cluster")) {
            try (Stream<Path> files = Files.walk(INSTALLATION.data().resolve(part))) {
                assertThat(files.filter(Files::isRegularFile).filter(HardeningTest::openToOthers))
                        .as(part)
                        .isEmpty();
            }
        }
    }

    private static boolean openToOthers(Path file) {
        try {
            return Files.getPosixFilePermissions(file).stream()
                    .anyMatch(permission -> !permission.name().startsWith("OWNER_"));
        } catch (IOException goneMeanwhile) {
            return false;
        }
    }

    @ParameterizedTest
    @CsvSource({"/", "/nothing", "/api/v1/ready", "/api/v1/nothing", "/index.html", "/health", "/metrics", "/openapi"})
    void no_answer_of_the_messengers_port_says_what_serves(String path) throws Exception {
        saysNothing(INSTALLATION.get(INSTALLATION.publicUrl().resolve(path)));
    }

    @ParameterizedTest
    @CsvSource({"/", "/nothing", "/admin/", "/admin/sign-in", "/admin/nothing", "/asadmin", "/common/index.jsf"})
    void no_answer_of_the_portals_port_says_what_serves(String path) throws Exception {
        saysNothing(INSTALLATION.get(INSTALLATION.adminUrl().resolve(path)));
    }

    private static void saysNothing(HttpResponse<String> answer) {
        assertThat(answer.headers().map().keySet())
                .noneMatch(name -> name.equalsIgnoreCase("server") || name.equalsIgnoreCase("x-powered-by"));
        assertThat(answer.body()).doesNotContainIgnoringCase("payara").doesNotContainIgnoringCase("glassfish");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/health", "/metrics", "/openapi", "/index.html.bak"})
    void what_payara_serves_by_itself_is_closed(String path) throws Exception {
        HttpResponse<String> answer = INSTALLATION.get(INSTALLATION.publicUrl().resolve(path));
        assertThat(answer.statusCode()).isIn(403, 404);
        assertThat(answer.body()).doesNotContain("jvm").doesNotContain("paths:");
    }

    @Test
    void tls_1_2_is_refused_and_1_3_is_spoken() throws Exception {
        assertThat(speaks("TLSv1.2")).isFalse();
        assertThat(speaks("TLSv1.3")).isTrue();
    }

    private static boolean speaks(String protocol) throws IOException {
        SSLContext context = INSTALLATION.client().sslContext();
        try (SSLSocket socket = (SSLSocket) context.getSocketFactory()
                .createSocket("localhost", INSTALLATION.publicUrl().getPort())) {
            socket.setEnabledProtocols(new String[] {protocol});
            socket.startHandshake();
            return socket.getSession().getProtocol().equals(protocol);
        } catch (SSLHandshakeException refused) {
            return false;
        }
    }

    @Test
    void a_request_that_is_none_gets_no_page() throws Exception {
        SSLContext context = INSTALLATION.client().sslContext();
        try (SSLSocket socket = (SSLSocket) context.getSocketFactory()
                .createSocket("localhost", INSTALLATION.publicUrl().getPort())) {
            OutputStream out = socket.getOutputStream();
            out.write("GET /%00 HTTP/1.1\r\nHost: \r\nbad header\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            out.flush();
            socket.setSoTimeout(30_000);
            String answer = new String(socket.getInputStream().readNBytes(4_096), StandardCharsets.ISO_8859_1);
            assertThat(answer).doesNotContainIgnoringCase("payara").doesNotContainIgnoringCase("grizzly");
        }
    }

    @Test
    void heap_dumps_are_off_and_the_heap_is_set() throws Exception {
        assertThat(serverConfig())
                .contains("-XX:-HeapDumpOnOutOfMemoryError")
                .contains("-Xmx1024m")
                .doesNotContain("-Xmx512m");
    }

    @Test
    void the_http_threads_are_two_hundred_not_five() throws Exception {
        assertThat(serverConfig())
                .containsPattern("<thread-pool (?=[^>]*name=\"http-thread-pool\")[^>]*max-thread-pool-size=\"200\"");
    }

    @Test
    void the_access_log_has_neither_addresses_nor_paths() throws Exception {
        String control = "CONTROL" + System.nanoTime();
        INSTALLATION
                .client()
                .send(
                        HttpRequest.newBuilder(INSTALLATION.publicUrl().resolve("/api/v1/path-7d1f2b?query-7d1f2b"))
                                .method(control, HttpRequest.BodyPublishers.noBody())
                                .build(),
                        HttpResponse.BodyHandlers.discarding());
        INSTALLATION.await("the request is in the access log", () -> accessLog().contains(control));
        assertThat(accessLog()).doesNotContain("7d1f2b").doesNotContain("127.0.0.1");
    }

    private static String accessLog() {
        try {
            StringBuilder text = new StringBuilder();
            for (Path file : files(INSTALLATION.data().resolve("logs/access"))) {
                text.append(Files.readString(file));
            }
            return text.toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }

    @Test
    void the_log_is_of_json_lines() throws Exception {
        assertThat(log().lines().filter(line -> !line.isBlank()))
                .isNotEmpty()
                .allMatch(line -> line.startsWith("{") && line.endsWith("}"));
    }

    private static String serverConfig() throws IOException {
        String whole = Files.readString(INSTALLATION.data().resolve("payara/domains/mayfly/config/domain.xml"));
        int begin = whole.indexOf("<config name=\"server-config\"");
        int end = whole.indexOf("<config name=\"default-config\"");
        return whole.substring(0, end < 0 ? whole.length() : Math.max(begin, end));
    }

    private static String log() throws IOException {
        return Files.readString(INSTALLATION.data().resolve("logs/server.log"));
    }
}
