package org.mayfly.endpoint.delivery;

import com.code_intelligence.jazzer.junit.FuzzTest;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.provider.MethodSource;
import org.mayfly.endpoint.delivery.ClientRequests.MalformedFrames;
import org.mayfly.protocol.wire.ClaimPrekeys;
import org.mayfly.protocol.wire.ClientFrame;
import org.mayfly.protocol.wire.ClientFrames;
import org.mayfly.protocol.wire.ServerFrame.BodyCase;
import org.mayfly.protocol.wire.UploadPrekeys;

import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/** Any bytes from a logged-in device: {@code mvn test} tries the kept inputs, {@code mvn -Pfuzz test} searches on. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ClientFramesFuzzTest {

    private long heard;

    static Stream<byte[]> messages() {
        var claim = ClaimPrekeys.newBuilder()
                .addWanted(ClaimPrekeys.Wanted.newBuilder().setCount(3));
        return Stream.of(
                        Device.heartbeat(2),
                        Device.submit(3, 40),
                        Device.acknowledge(4, 1L, 2L),
                        Device.logIn(),
                        ClientFrame.newBuilder()
                                .setRequest(5)
                                .setClaimPrekeys(claim)
                                .build(),
                        ClientFrame.newBuilder()
                                .setRequest(6)
                                .setUploadPrekeys(UploadPrekeys.getDefaultInstance())
                                .build())
                .map(frame -> ClientFrames.newBuilder().addFrames(frame).build().toByteArray());
    }

    @MethodSource("messages")
    @FuzzTest
    void a_message_is_heard_or_ends_the_connection_and_breaks_nothing(byte[] message) {
        var server = new Device.Server();
        server.mailboxes.holdReceipts = true;
        var device = server.loggedIn();
        device.connection.received(message);
        if (isWellFormed(message)) {
            heard++;
        } else {
            assertThat(device.wire.closed).contains(CloseCode.MALFORMED);
        }
        assertThat(device.wire.frames(BodyCase.REFUSED))
                .noneMatch(frame -> frame.getRefused().getCode().equals("internal"));
    }

    private static boolean isWellFormed(byte[] message) {
        try {
            return !ClientRequests.parse(message).isEmpty();
        } catch (MalformedFrames malformed) {
            return false;
        }
    }

    @AfterAll
    void something_was_heard() {
        assertThat(heard).as("well-formed messages").isPositive();
    }
}
