package org.mayfly.client.connection;

import org.mayfly.client.trust.NetworkFailure;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;

/** {@link SocketTransport} over the JDK's WebSocket. A message of more than 4 MiB cuts the connection. */
public final class JdkSocketTransport implements SocketTransport {

    private static final int LARGEST_MESSAGE = 4 << 20;

    private final HttpClient client;

    public JdkSocketTransport(HttpClient client) {
        this.client = client;
    }

    @Override
    public CompletableFuture<Channel> open(URI address, Inbound inbound) {
        return client.newWebSocketBuilder()
                .connectTimeout(Duration.ofSeconds(15))
                .subprotocols("mayfly.v1")
                .buildAsync(address, new Whole(inbound))
                .<Channel>thenApply(Outbound::new)
                .exceptionallyCompose(failure -> CompletableFuture.failedFuture(NetworkFailure.of(address, failure)));
    }

    private record Outbound(WebSocket socket) implements Channel {

        @Override
        public CompletableFuture<Void> send(byte[] message) {
            return socket.sendBinary(ByteBuffer.wrap(message), true).thenApply(sent -> null);
        }

        @Override
        public void close() {
            var unused = socket.sendClose(WebSocket.NORMAL_CLOSURE, "")
                    .orTimeout(2, java.util.concurrent.TimeUnit.SECONDS)
                    .whenComplete((sent, failure) -> socket.abort());
        }

        @Override
        public void abort() {
            socket.abort();
        }
    }

    /** Puts the parts of a message together. */
    private static final class Whole implements WebSocket.Listener {

        private final Inbound inbound;
        private final ByteArrayOutputStream parts = new ByteArrayOutputStream();
        private final AtomicBoolean closed = new AtomicBoolean();

        Whole(Inbound inbound) {
            this.inbound = inbound;
        }

        @Override
        public CompletionStage<?> onBinary(WebSocket socket, ByteBuffer data, boolean last) {
            if (parts.size() + data.remaining() > LARGEST_MESSAGE) {
                socket.abort();
                end(1009);
                return CompletableFuture.completedStage(null);
            }
            var part = new byte[data.remaining()];
            data.get(part);
            parts.writeBytes(part);
            if (last) {
                var message = parts.toByteArray();
                parts.reset();
                inbound.message(message);
            }
            socket.request(1);
            return CompletableFuture.completedStage(null);
        }

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            socket.abort();
            end(4400);
            return CompletableFuture.completedStage(null);
        }

        @Override
        public CompletionStage<?> onClose(WebSocket socket, int statusCode, String reason) {
            end(statusCode);
            return CompletableFuture.completedStage(null);
        }

        @Override
        public void onError(WebSocket socket, Throwable error) {
            end(CloseCode.LOST);
        }

        private void end(int code) {
            if (closed.compareAndSet(false, true)) {
                inbound.closed(code);
            }
        }
    }
}
