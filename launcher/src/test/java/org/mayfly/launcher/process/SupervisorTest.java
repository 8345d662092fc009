package org.mayfly.launcher.process;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

class SupervisorTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @TempDir
    private Path folder;

    private final List<String> said = Collections.synchronizedList(new ArrayList<>());
    private final List<String> stopped = Collections.synchronizedList(new ArrayList<>());
    private final List<Process> started = Collections.synchronizedList(new ArrayList<>());

    @AfterEach
    void leave_nothing_running() {
        started.forEach(Process::destroyForcibly);
    }

    private Service sleeper(String name) {
        return new Service() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public Process start() throws Exception {
                Process process = new ProcessBuilder("sleep", "1000").start();
                started.add(process);
                return process;
            }

            @Override
            public void awaitReady(Process process) {}

            @Override
            public void stop(Process process) throws Exception {
                stopped.add(name);
                Ending.end(process.toHandle(), LIMIT);
            }
        };
    }

    @Test
    void a_service_that_is_killed_is_started_again_and_recorded_anew() throws Exception {
        Supervisor supervisor = new Supervisor(folder, said::add);
        supervisor.run(sleeper("one"));
        started.get(0).destroyForcibly();
        assertThat(Waiting.until(LIMIT, () -> said.contains("one serves again.")))
                .isTrue();
        assertThat(ProcessRecord.read(folder.resolve("one.pid")).orElseThrow().pid())
                .isEqualTo(started.get(1).pid());
        supervisor.stop();
        assertThat(started).noneMatch(Process::isAlive);
    }

    @Test
    void services_are_stopped_in_the_opposite_order_and_their_records_removed() throws Exception {
        Supervisor supervisor = new Supervisor(folder, said::add);
        supervisor.run(sleeper("first"));
        supervisor.run(sleeper("second"));
        supervisor.stop();
        supervisor.stop();
        assertThat(stopped).containsExactly("second", "first");
        try (var left = Files.list(folder)) {
            assertThat(left).isEmpty();
        }
        assertThat(started).hasSize(2).noneMatch(Process::isAlive);
    }
}
