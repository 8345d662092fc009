package org.mayfly.launcher.payara;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

import static org.assertj.core.api.Assertions.assertThat;

class ServerLogTest {
    private static final String FAILED = "Boot Command deploy failed\n";

    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void name() {
        file = folder.resolve("server.log");
    }

    @Test
    void what_was_written_since_is_taken_away_and_what_stood_before_stays() throws IOException {
        write("{\"before\":1}\n");
        ServerLog log = ServerLog.from(file);
        write("[[ JVM invocation command line: ]]\n");
        log.cutBack();
        assertThat(file).hasContent("{\"before\":1}\n");
        log.cutBack();
        assertThat(file).hasContent("{\"before\":1}\n");
    }

    @Test
    void a_log_that_did_not_exist_is_emptied_or_left_alone() throws IOException {
        ServerLog log = ServerLog.from(file);
        log.cutBack();
        assertThat(file).doesNotExist();
        write("line\n");
        log.cutBack();
        assertThat(file).isEmptyFile();
    }

    @Test
    void a_deployment_that_failed_at_an_earlier_start_is_none_of_this_start() throws IOException {
        write(FAILED);
        ServerLog log = ServerLog.from(file);
        assertThat(log.deploymentFailed()).isFalse();
        write(FAILED);
        assertThat(log.deploymentFailed()).isTrue();
    }

    private void write(String text) throws IOException {
        Files.writeString(file, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
}
