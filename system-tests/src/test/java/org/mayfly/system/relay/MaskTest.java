package org.mayfly.system.relay;

import org.junit.jupiter.api.Test;
import org.mayfly.client.trust.ServerTrust;
import org.mayfly.system.Installation;

import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

import static org.assertj.core.api.Assertions.assertThat;

/** Guarantee 13 of the relay, for masks (RFC 6455, 5.1): a client's frame has one, or the connection ends. */
class MaskTest {

    private static final Installation INSTALLATION = Installation.running();
    private static final int PATIENCE_MILLIS = 30_000;
    private static final int BINARY = 0x82;
    private static final int CLOSE = 0x88;
    private static final int MASKED = 0x80;
    private static final int MALFORMED = 4400;
    private static final byte[] NO_FRAMES = {1, 2, 3};

    /** What the connection ended with after this frame: a close code, or 0 for an end without one. */
    private static int ending(byte[] frame) throws IOException {
        var server = INSTALLATION.publicUrl();
        var trust = ServerTrust.onlyFile(INSTALLATION.certificateAuthority());
        try (var socket = trust.context().getSocketFactory().createSocket(server.getHost(), server.getPort())) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            var out = socket.getOutputStream();
            out.write(("GET /api/v1/socket HTTP/1.1\r\nHost: " + server.getAuthority()
                            + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA=="
                            + "\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Protocol: mayfly.v1\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            var in = new DataInputStream(socket.getInputStream());
            assertThat(headers(in)).startsWith("HTTP/1.1 101 ");
            out.write(frame);
            return closeCode(in);
        }
    }

    private static String headers(DataInputStream in) throws IOException {
        var text = new StringBuilder();
        while (text.indexOf("\r\n\r\n") < 0) {
            text.append((char) in.readUnsignedByte());
        }
        return text.toString();
    }

    private static int closeCode(DataInputStream in) throws IOException {
        for (int first = in.read(); first >= 0; first = in.read()) {
            int length = in.readUnsignedByte();
            var payload = new byte[length == 126 ? in.readUnsignedShort() : length];
            in.readFully(payload);
            if (first == CLOSE) {
                return ByteBuffer.wrap(payload).getShort() & 0xffff;
            }
        }
        return 0;
    }

    private static byte[] masked(byte[] payload) {
        byte[] key = {11, 22, 33, 44};
        var frame = ByteBuffer.allocate(6 + payload.length).put((byte) BINARY).put((byte) (MASKED | payload.length));
        frame.put(key);
        for (int i = 0; i < payload.length; i++) {
            frame.put((byte) (payload[i] ^ key[i % 4]));
        }
        return frame.array();
    }

    @Test
    void the_control_with_a_mask_is_read_and_refused_for_what_it_says() throws IOException {
        assertThat(ending(masked(NO_FRAMES))).isEqualTo(MALFORMED);
    }

    @Test
    void a_frame_without_a_mask_ends_the_connection_unread() throws IOException {
        var frame = ByteBuffer.allocate(2 + NO_FRAMES.length)
                .put((byte) BINARY)
                .put((byte) NO_FRAMES.length)
                .put(NO_FRAMES);
        assertThat(ending(frame.array())).isNotEqualTo(MALFORMED);
    }
}
