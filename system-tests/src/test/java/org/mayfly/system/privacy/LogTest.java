package org.mayfly.system.privacy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;
import org.mayfly.system.Installation;
import org.mayfly.system.people.TestNetwork;
import org.mayfly.system.promise.Verifies;
import org.mayfly.system.search.Found;
import org.mayfly.system.search.StoreSearch;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSocket;

import static org.assertj.core.api.Assertions.assertThat;

/** Every log file, after all that people do: enrol, sign in, look each other up, send and receive. */
class LogTest {

    private static final Installation INSTALLATION = Installation.running();

    /** A source address that stands for nothing else: the server itself listens on another loopback address. */
    private static final String SOURCE = "127.77.31.93";

    @TempDir
    Path homes;

    @Test
    @Verifies(value = "P8.1", parts = "server", kind = Verifies.Kind.CHECK_WITH_CONTROL)
    void no_log_file_tells_who_came_from_where_or_what_for(TestReporter report) throws Exception {
        var logs = INSTALLATION.data().resolve("logs");
        var network = TestNetwork.create(INSTALLATION, TestNetwork.unique("network"), homes);
        var alice = network.enrol(TestNetwork.unique("alice"));
        var bob = network.enrol(TestNetwork.unique("bob"));
        alice.send(bob, "hello", Optional.empty());
        assertThat(bob.receive()).containsExactly("hello");
        var method = TestNetwork.unique("CONTROL").toUpperCase(Locale.ROOT);
        ask(method);

        var needles = new LinkedHashMap<String, String>();
        needles.put("control", method);
        needles.put("source address", SOURCE);
        needles.put("network's name", network.name());
        for (var person : List.of(alice, bob)) {
            needles.put("name of " + person.name(), person.name());
            needles.put("id of " + person.name(), person.user().toString());
            needles.put("invitation of " + person.name(), person.code());
        }
        var search = StoreSearch.forTexts(needles);
        awaitLine(logs, method);
        assertThat(search.in(logs))
                .extracting(Found::needle)
                .as("the control, which the access log keeps, and nothing else")
                .containsOnly("control");
        report.publishEntry(
                "evidence",
                "after enrolments, a lookup, a message and a refused request: names, ids, codes and the source address in"
                        + " no log file; the request's made-up method in the access log");
    }

    /** One request from the source address; its method, its path and its agent are all that it says. */
    private static void ask(String method) throws IOException {
        var factory = INSTALLATION.client().sslContext().getSocketFactory();
        var local = InetAddress.getByName(SOURCE);
        try (var socket = (SSLSocket) factory.createSocket(
                InetAddress.getByName("127.0.0.1"), INSTALLATION.publicUrl().getPort(), local, 0)) {
            socket.setSoTimeout(30_000);
            socket.getOutputStream()
                    .write((method + " /api/v1/ready HTTP/1.1\r\nHost: localhost\r\nX-Forwarded-For: " + SOURCE
                                    + "\r\nConnection: close\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            assertThat(socket.getInputStream().readAllBytes()).isNotEmpty();
        }
    }

    /** The access log is written every ten seconds. */
    private static void awaitLine(Path logs, String text) throws Exception {
        var end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        var search = StoreSearch.forTexts(Map.of("line", text));
        while (search.in(logs.resolve("access")).isEmpty()) {
            assertThat(System.nanoTime()).as("the line was written in time").isLessThan(end);
            TimeUnit.MILLISECONDS.sleep(200);
        }
    }
}
