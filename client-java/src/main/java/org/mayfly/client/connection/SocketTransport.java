package org.mayfly.client.connection;

import java.net.URI;
import java.util.concurrent.CompletableFuture;

/** Whole binary WebSocket messages, in order. */
public interface SocketTransport {

    /**
     * Completes once the socket is open with sub-protocol {@code mayfly.v1}; exceptionally with a ProblemException of
     * kind NETWORK.
     */
    CompletableFuture<Channel> open(URI address, Inbound inbound);

    /** The way out. Thread-safe, but a message is sent only after the one before is on its way. */
    interface Channel {

        CompletableFuture<Void> send(byte[] message);

        /** Says good-bye; does not wait for an answer. */
        void close();

        /** Cuts the connection. */
        void abort();
    }

    /** The way in. Never called concurrently; {@link #closed} at most once and last. */
    interface Inbound {

        void message(byte[] message);

        /** @param code of the close frame; {@value CloseCode#LOST} where none was seen */
        void closed(int code);
    }
}
