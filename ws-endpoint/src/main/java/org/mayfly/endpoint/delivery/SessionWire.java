package org.mayfly.endpoint.delivery;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import jakarta.websocket.CloseReason;
import jakarta.websocket.Session;

/**
 * A WebSocket session as a wire. Only the asynchronous remote is used: the blocking one would park a thread of the
 * container on a reader who doesn't read.
 */
final class SessionWire implements Wire {

    private final Session session;
    private final AtomicBoolean closed = new AtomicBoolean();

    SessionWire(Session session) {
        this.session = session;
    }

    @Override
    public void send(byte[] message, Consumer<Sent> outcome) {
        var told = new AtomicBoolean();
        try {
            session.getAsyncRemote().sendBinary(ByteBuffer.wrap(message), result -> {
                if (told.compareAndSet(false, true)) {
                    outcome.accept(result.isOK() ? Sent.WRITTEN : Sent.FAILED);
                }
            });
        } catch (RuntimeException gone) {
            if (told.compareAndSet(false, true)) {
                outcome.accept(Sent.FAILED);
            }
        }
    }

    @Override
    public void close(CloseCode code) {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        try {
            session.close(new CloseReason(new Numbered(code.number()), ""));
        } catch (IOException | RuntimeException gone) {
            // The peer was faster: there is nothing left to close.
        }
    }

    private record Numbered(int number) implements CloseReason.CloseCode {
        @Override
        public int getCode() {
            return number;
        }
    }
}
