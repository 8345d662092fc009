package org.mayfly.system.web;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mayfly.system.Installation;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import javax.net.ssl.SSLSocket;

import static org.assertj.core.api.Assertions.assertThat;

/** Frames that no WebSocket library sends, written by hand onto the server's socket (RFC 6455, section 5). */
class FramesTest {

    private static final Installation INSTALLATION = Installation.running();
    private static final int PATIENCE = (int) Duration.ofSeconds(60).toMillis();
    private static final int BINARY = 0x82;
    private static final int PONG = 0x8a;

    @ParameterizedTest(name = "{1}")
    @CsvSource({
        "8a80 00000000 89 83 01020304 606060, a masked ping is answered: control, 8a",
        "89 03 616161, a frame without mask ends the connection, 88",
        "8a80 00000000 82 00, one after a masked one does too, 88",
        "82 ff 0000000000200000 01020304, a frame longer than any message, 88",
        "82 ff ffffffffffffffff 01020304, a frame of a negative length, 88",
        "c2 81 01020304 61, a reserved bit, 88",
        "09 81 01020304 61, a fragmented control frame, 88",
        "83 81 01020304 61, an opcode that there is not, 88",
        "80 81 01020304 61, a continuation of nothing, 88"
    })
    void what_no_client_may_send_ends_its_connection_and_no_other(String hex, String what, String answer)
            throws Exception {
        try (var other = open();
                var socket = open()) {
            socket.getOutputStream().write(HexFormat.of().parseHex(hex.replace(" ", "")));
            socket.getOutputStream().flush();
            var in = new DataInputStream(socket.getInputStream());
            assertThat(next(in)).as(what).isEqualTo(Integer.parseInt(answer, 16));
            if (answer.equals("88")) {
                assertThat(in.read()).as("closed").isEqualTo(-1);
            }
            other.getOutputStream().write(HexFormat.of().parseHex("898301020304606060"));
            assertThat(next(new DataInputStream(other.getInputStream()))).isEqualTo(PONG);
        }
    }

    /** A connection that got its challenge. */
    private static SSLSocket open() throws Exception {
        var address = INSTALLATION.publicUrl();
        var socket = (SSLSocket)
                INSTALLATION.client().sslContext().getSocketFactory().createSocket();
        socket.setSoTimeout(PATIENCE);
        socket.connect(new InetSocketAddress(address.getHost(), address.getPort()), PATIENCE);
        var request = "GET /api/v1/socket HTTP/1.1\r\nHost: " + address.getAuthority()
                + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Protocol: mayfly.v1\r\n\r\n";
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        var in = new DataInputStream(socket.getInputStream());
        var response = new StringBuilder();
        while (response.indexOf("\r\n\r\n") < 0) {
            response.append((char) in.readUnsignedByte());
        }
        assertThat(response).startsWith("HTTP/1.1 101");
        assertThat(next(in)).as("the challenge").isEqualTo(BINARY);
        return socket;
    }

    /** The first byte of the next frame, whose payload is read past. */
    private static int next(DataInputStream in) throws IOException {
        int first = in.readUnsignedByte();
        int length = in.readUnsignedByte();
        in.skipNBytes(length == 126 ? in.readUnsignedShort() : length);
        return first;
    }
}
