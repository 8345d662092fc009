package org.mayfly.client.connection;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.provider.MethodSource;
import org.mayfly.client.problem.Problem;
import org.mayfly.protocol.wire.Challenge;
import org.mayfly.protocol.wire.ClaimedPrekey;
import org.mayfly.protocol.wire.Deliver;
import org.mayfly.protocol.wire.Drained;
import org.mayfly.protocol.wire.LogIn;
import org.mayfly.protocol.wire.LoggedIn;
import org.mayfly.protocol.wire.PolicyInForce;
import org.mayfly.protocol.wire.PrekeysClaimed;
import org.mayfly.protocol.wire.PrekeysLow;
import org.mayfly.protocol.wire.Refused;
import org.mayfly.protocol.wire.ServerFrame;
import org.mayfly.protocol.wire.ServerFrames;

import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/** Any bytes from the server: {@code mvn test} tries the kept inputs, {@code mvn -Pfuzz test} searches on. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ServerFramesFuzzTest {

    private static final URI SERVER = URI.create("https://relay.example");

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private long heard;

    static Stream<byte[]> messages() {
        var device = ByteString.copyFrom(new byte[16]);
        return Stream.of(
                        ServerFrame.newBuilder()
                                .setDeliver(Deliver.newBuilder().setDelivery(1).setHeader(device)),
                        ServerFrame.newBuilder().setDrained(Drained.getDefaultInstance()),
                        ServerFrame.newBuilder()
                                .setPolicy(PolicyInForce.newBuilder().setVersion(2)),
                        ServerFrame.newBuilder()
                                .setPrekeysLow(PrekeysLow.newBuilder().setPrekeysLeft(3)),
                        ServerFrame.newBuilder()
                                .setRequest(2)
                                .setPrekeysClaimed(PrekeysClaimed.newBuilder()
                                        .addPrekeys(ClaimedPrekey.newBuilder().setUser(device))
                                        .addExhausted(device)),
                        ServerFrame.newBuilder()
                                .setRefused(Refused.newBuilder().setCode("busy").addDevices(device)),
                        challenge())
                .map(frame -> ServerFrames.newBuilder().addFrames(frame).build().toByteArray());
    }

    private static ServerFrame.Builder challenge() {
        return ServerFrame.newBuilder()
                .setChallenge(Challenge.newBuilder()
                        .setServerName(Origin.of(SERVER))
                        .setNonce(ByteString.copyFrom(new byte[32])));
    }

    @MethodSource("messages")
    @FuzzTest
    void a_message_is_heard_or_ends_the_connection_and_never_throws(byte[] message) {
        var server = new Server();
        var times = new ConnectionTimes(Clock.fixed(Instant.EPOCH, ZoneOffset.UTC), timer);
        try (var connection = Connection.open(server, SERVER, offered -> LogIn.getDefaultInstance(), server, times)) {
            connection.message(message);
        }
        if (isReadable(message)) {
            heard++;
        } else {
            assertThat(server.lost).map(Problem::code).contains("not-a-mayfly-server");
        }
    }

    private static boolean isReadable(byte[] message) {
        try {
            return ServerFrames.parseFrom(message).isInitialized();
        } catch (InvalidProtocolBufferException unreadable) {
            return false;
        }
    }

    @AfterAll
    void something_was_heard() {
        timer.shutdownNow();
        assertThat(heard).as("readable messages").isPositive();
    }

    /** Lets anybody in, then listens for good. */
    private static final class Server implements SocketTransport, SocketTransport.Channel, ServerEvents {

        private Optional<Inbound> client = Optional.empty();
        private boolean welcomed;
        private Optional<Problem> lost = Optional.empty();

        @Override
        public CompletableFuture<Channel> open(URI address, Inbound inbound) {
            client = Optional.of(inbound);
            say(challenge());
            return CompletableFuture.completedFuture(this);
        }

        @Override
        public CompletableFuture<Void> send(byte[] message) {
            if (!welcomed) {
                welcomed = true;
                say(ServerFrame.newBuilder().setRequest(1).setLoggedIn(LoggedIn.getDefaultInstance()));
            }
            return CompletableFuture.completedFuture(null);
        }

        private void say(ServerFrame.Builder frame) {
            client.orElseThrow()
                    .message(ServerFrames.newBuilder().addFrames(frame).build().toByteArray());
        }

        @Override
        public void close() {}

        @Override
        public void abort() {}

        @Override
        public void delivered(Deliver envelope) {}

        @Override
        public void drained() {}

        @Override
        public void policyChanged(PolicyInForce policy) {}

        @Override
        public void prekeysLow(PrekeysLow low) {}

        @Override
        public void lost(Problem why) {
            lost = Optional.of(why);
        }
    }
}
