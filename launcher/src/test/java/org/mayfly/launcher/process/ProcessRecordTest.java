package org.mayfly.launcher.process;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;

import static org.assertj.core.api.Assertions.assertThat;

class ProcessRecordTest {
    @TempDir
    private Path folder;

    @Test
    void a_running_process_is_found_again_by_its_record() throws Exception {
        Path file = folder.resolve("self.pid");
        ProcessRecord.of(ProcessHandle.current()).write(file);
        assertThat(ProcessRecord.read(file).flatMap(ProcessRecord::alive)).contains(ProcessHandle.current());
    }

    @Test
    void another_program_with_the_same_pid_is_not_taken_for_ours() {
        ProcessRecord before = new ProcessRecord(ProcessHandle.current().pid(), "another-boot:17");
        assertThat(before.alive()).isEmpty();
    }

    @Test
    void an_ended_process_is_not_alive() throws Exception {
        Process process = new ProcessBuilder("sleep", "1000").start();
        ProcessRecord record = ProcessRecord.of(process.toHandle());
        assertThat(record.alive()).isPresent();
        process.destroyForcibly().waitFor();
        assertThat(record.alive()).isEmpty();
    }

    @Test
    void a_file_that_makes_no_sense_is_no_record() throws Exception {
        Path file = folder.resolve("x.pid");
        assertThat(ProcessRecord.read(file)).isEmpty();
        for (String content : new String[] {"", "12", "twelve boot:1"}) {
            Files.writeString(file, content);
            assertThat(ProcessRecord.read(file)).as(content).isEmpty();
        }
    }
}
