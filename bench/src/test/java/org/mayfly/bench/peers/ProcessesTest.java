package org.mayfly.bench.peers;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@EnabledOnOs(OS.LINUX)
class ProcessesTest {

    private static final double WORK = 0.3;

    @TempDir
    private Path folder;

    private List<Path> own() throws Exception {
        return List.of(Files.writeString(
                folder.resolve("own.pid"), ProcessHandle.current().pid() + " and more"));
    }

    @Test
    void what_this_process_works_is_counted_for_it() throws Exception {
        var files = own();
        double before = Processes.now().cpuSeconds(files);
        var began = ProcessHandle.current().info().totalCpuDuration().orElseThrow();
        while (ProcessHandle.current()
                        .info()
                        .totalCpuDuration()
                        .orElseThrow()
                        .minus(began)
                        .toMillis()
                < WORK * 1000) {
            Thread.onSpinWait();
        }
        assertThat(Processes.now().cpuSeconds(files) - before).isGreaterThan(WORK / 2);
        assertThat(Processes.now().megabytes(files)).isPositive();
    }

    @Test
    void a_server_that_does_not_run_is_noticed() {
        assertThatThrownBy(() -> Processes.now().cpuSeconds(List.of(folder.resolve("none.pid"))))
                .hasMessageContaining("does the server run?");
    }
}
