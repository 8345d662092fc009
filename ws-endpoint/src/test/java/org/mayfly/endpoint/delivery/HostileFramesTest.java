package org.mayfly.endpoint.delivery;

import com.google.protobuf.ByteString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mayfly.protocol.wire.ClientFrame;
import org.mayfly.protocol.wire.ClientFrames;
import org.mayfly.protocol.wire.ServerFrame.BodyCase;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;

import static org.assertj.core.api.Assertions.assertThat;

/** Bytes that are not one canonical ClientFrames end the connection with 4400 or 1009, and nothing else happens. */
class HostileFramesTest {

    private final Device.Server server = new Device.Server();

    @ParameterizedTest(name = "{1}")
    @CsvSource({
        "'', no frame at all",
        "ff, a cut tag",
        "0a00, a frame without number and body",
        "0a020801, a frame without a body",
        "0a023a00, a frame without a number",
        "0a050881003a00, a varint that is not minimal",
        "0a0408013a0018, trailing bytes",
        "0a043a000801, fields out of order",
        "0a0708013a009a0600, an unknown field",
        "0a0608013a020800, a default value that is written",
        "0a0408013a000a, a cut second frame",
        "120408013a00, an unknown field outside"
    })
    void what_is_not_canonical_is_closed_with_4400(String hex, String what) {
        var device = server.loggedIn();
        device.connection.received(HexFormat.of().parseHex(hex));
        assertThat(device.wire.closed).as(what).contains(CloseCode.MALFORMED);
    }

    @Test
    void the_control_frame_is_accepted() {
        var device = server.loggedIn();
        device.connection.received(HexFormat.of().parseHex("0a0408013a00"));
        assertThat(device.wire.closed).isEmpty();
        assertThat(device.wire.frames(BodyCase.HEARTBEAT)).hasSize(1);
    }

    @Test
    void a_message_over_1_MiB_is_closed_with_1009() {
        var device = server.loggedIn();
        device.connection.received(new byte[1024 * 1024 + 1]);
        assertThat(device.wire.closed).contains(CloseCode.TOO_LARGE);
    }

    @Test
    void before_the_log_in_a_message_that_is_longer_than_one_is_closed_with_4400_unread() {
        var stranger = server.dial();
        var padded = Device.logIn().toBuilder();
        padded.getLogInBuilder().setNetwork(ByteString.copyFrom(new byte[4096]));
        stranger.send(padded.build());
        assertThat(stranger.wire.closed).contains(CloseCode.MALFORMED);
        assertThat(server.core.logIns).isEmpty();
        var device = server.loggedIn();
        device.send(Device.submit(1, 5000));
        assertThat(device.wire.closed).isEmpty();
    }

    @Test
    void a_text_message_is_closed_with_4400() {
        var device = server.loggedIn();
        device.connection.receivedForeign();
        assertThat(device.wire.closed).contains(CloseCode.MALFORMED);
    }

    @Test
    void after_the_end_nothing_is_heard() {
        var device = server.loggedIn();
        device.connection.received(new byte[] {1});
        device.send(Device.submit(1));
        assertThat(server.mailboxes.appended).isEmpty();
    }

    @Test
    void every_truncation_of_a_message_is_refused() {
        var whole = ClientFrames.newBuilder()
                .addFrames(Device.submit(3, 40))
                .build()
                .toByteArray();
        for (int length = 0; length < whole.length; length++) {
            var device = server.loggedIn();
            device.connection.received(Arrays.copyOf(whole, length));
            assertThat(device.wire.closed).as("length " + length).contains(CloseCode.MALFORMED);
        }
    }

    @Test
    void mutated_bytes_never_raise_an_exception() {
        var random = new Random(20261122);
        var whole = ClientFrames.newBuilder()
                .addFrames(Device.submit(3, 40))
                .addFrames(Device.acknowledge(4, 1L))
                .addFrames(ClientFrame.newBuilder().setRequest(5))
                .build()
                .toByteArray();
        for (int i = 0; i < 5000; i++) {
            var bytes = whole.clone();
            for (int j = random.nextInt(4); j >= 0; j--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            server.loggedIn().connection.received(bytes);
        }
    }
}
