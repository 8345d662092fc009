package org.mayfly.system.installation;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mayfly.system.Installation;
import org.mayfly.system.MayflyProgram;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/** Starting, stopping, being killed. Each test leaves the installation running. */
class LifecycleTest {
    private static final Installation INSTALLATION = Installation.running();
    private static final List<String> PROCESSES = List.of("launcher", "postgresql", "payara");

    @TempDir
    private Path folder;

    @Test
    void status_names_the_three_processes_and_is_0() throws Exception {
        MayflyProgram.Outcome status = INSTALLATION.mayfly("status");
        assertThat(status.exitCode()).isZero();
        assertThat(status.output().lines())
                .containsExactly(
                        "launcher pid=" + INSTALLATION.process("launcher").pid(),
                        "postgresql pid=" + INSTALLATION.process("postgresql").pid(),
                        "payara pid=" + INSTALLATION.process("payara").pid());
    }

    @Test
    void a_second_start_of_what_runs_is_refused_in_one_line() throws Exception {
        for (String command : new String[] {"start", "run"}) {
            MayflyProgram.Outcome outcome = INSTALLATION.mayfly(command);
            assertThat(outcome.exitCode()).isEqualTo(1);
            assertThat(outcome.errors().lines()).hasSize(1);
            assertThat(outcome.errors()).contains("already runs");
        }
        assertThat(INSTALLATION.ready()).isTrue();
    }

    @Test
    void a_port_in_use_is_one_line_with_the_setting_that_moves_it() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            MayflyProgram other = INSTALLATION
                    .program()
                    .with("MAYFLY_DATA", folder.resolve("data").toString())
                    .with("MAYFLY_HTTPS_PORT", Integer.toString(taken.getLocalPort()));
            for (String command : new String[] {"run", "start"}) {
                MayflyProgram.Outcome outcome = other.run(command);
                assertThat(outcome.exitCode()).isEqualTo(1);
                assertThat(outcome.errors().lines()).hasSize(1);
                assertThat(outcome.errors())
                        .contains("Port " + taken.getLocalPort())
                        .contains("MAYFLY_HTTPS_PORT");
            }
        }
    }

    @Test
    void a_token_made_on_the_server_opens_the_administrators_interface() throws Exception {
        String token = INSTALLATION.createToken("lifecycle");
        assertThat(networks(token)).isEqualTo(200);
        assertThat(networks(token.substring(0, token.length() - 1) + "_")).isEqualTo(401);
    }

    private static int networks(String token) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(INSTALLATION.publicUrl().resolve("/api/v1/admin/networks"))
                .header("Authorization", "Bearer " + token)
                .build();
        return INSTALLATION
                .client()
                .send(request, HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    @Test
    void postgresql_killed_is_started_again_and_requests_are_served() throws Exception {
        String token = INSTALLATION.createToken("before the kill");
        INSTALLATION.kill("postgresql");
        INSTALLATION.await("the token works again", () -> {
            try {
                return networks(token) == 200;
            } catch (Exception e) {
                return false;
            }
        });
    }

    @Test
    void the_server_killed_is_started_again_and_requests_are_served() throws Exception {
        INSTALLATION.kill("payara");
        assertThat(INSTALLATION.get(INSTALLATION.publicUrl().resolve("/")).statusCode())
                .isEqualTo(200);
    }

    @Test
    void what_a_killed_launcher_left_is_stopped_by_the_next_start() throws Exception {
        ProcessHandle payara = INSTALLATION.process("payara");
        ProcessHandle postgresql = INSTALLATION.process("postgresql");
        ProcessHandle launcher = INSTALLATION.process("launcher");
        launcher.destroyForcibly();
        launcher.onExit().join();
        assertThat(payara.isAlive()).isTrue();
        assertThat(INSTALLATION.mayfly("status").exitCode()).isEqualTo(1);
        INSTALLATION.start();
        assertThat(payara.isAlive()).isFalse();
        assertThat(postgresql.isAlive()).isFalse();
        assertThat(INSTALLATION.ready()).isTrue();
    }

    @Test
    void a_stop_ends_every_process_and_a_second_start_keeps_all_data() throws Exception {
        String token = INSTALLATION.createToken("kept");
        String authority = Files.readString(INSTALLATION.certificateAuthority());
        List<ProcessHandle> processes = new ArrayList<>();
        for (String name : PROCESSES) {
            processes.add(INSTALLATION.process(name));
        }
        INSTALLATION.stop();
        assertThat(processes).noneMatch(ProcessHandle::isAlive);
        assertThat(INSTALLATION.mayfly("status").exitCode()).isEqualTo(3);
        INSTALLATION.start();
        assertThat(networks(token)).isEqualTo(200);
        assertThat(Files.readString(INSTALLATION.certificateAuthority())).isEqualTo(authority);
        assertThat(Files.readString(INSTALLATION.data().resolve("logs/server.log"))
                        .lines())
                .as("Payara's tools write theirs at a second start, in another form")
                .allMatch(line -> line.isBlank() || line.startsWith("{"));
    }
}
