package org.mayfly.launcher.process;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mayfly.launcher.OperatorError;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class PortTest {
    @TempDir
    private Path folder;

    @Test
    void a_port_in_use_is_named_with_the_setting_that_moves_it() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = taken.getLocalPort();
            assertThatThrownBy(() -> Port.needFree("127.0.0.1", port, "MAYFLY_HTTPS_PORT"))
                    .isInstanceOf(OperatorError.class)
                    .hasMessageContaining("Port " + port)
                    .hasMessageContaining("MAYFLY_HTTPS_PORT");
        }
    }

    @Test
    void a_free_port_passes() throws Exception {
        int port;
        try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = probe.getLocalPort();
        }
        assertThatCode(() -> Port.needFree("127.0.0.1", port, "X")).doesNotThrowAnyException();
    }

    @Test
    void an_internal_port_is_kept_while_it_is_free_and_replaced_when_taken() throws Exception {
        Path memory = folder.resolve("port");
        int first = Port.internal(memory);
        assertThat(Port.internal(memory)).isEqualTo(first);
        try (ServerSocket taken = new ServerSocket(first, 1, InetAddress.getLoopbackAddress())) {
            assertThat(Port.internal(memory)).isNotEqualTo(taken.getLocalPort());
        }
    }
}
