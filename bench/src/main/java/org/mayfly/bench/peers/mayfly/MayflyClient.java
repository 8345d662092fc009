package org.mayfly.bench.peers.mayfly;

import org.jspecify.annotations.Nullable;
import org.mayfly.bench.peers.Client;
import org.mayfly.bench.peers.Events;
import org.mayfly.bench.peers.Link;
import org.mayfly.bench.peers.Stamp;
import org.mayfly.client.connection.Connection;
import org.mayfly.client.connection.ServerEvents;
import org.mayfly.client.connection.SocketTransport;
import org.mayfly.client.problem.Problem;
import org.mayfly.client.problem.ProblemException;
import org.mayfly.protocol.wire.Deliver;
import org.mayfly.protocol.wire.PolicyInForce;
import org.mayfly.protocol.wire.PrekeysLow;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** One person's device on the Java client's own connection. What came in one message is acknowledged in one frame, as the client does. */
final class MayflyClient implements Client, ServerEvents {

    private final Mayfly server;
    private final String user;
    private final Events events;
    private final List<Long> toAcknowledge = new ArrayList<>();
    private @Nullable Connection connection;
    private boolean closed;

    MayflyClient(Mayfly server, String user, Events events) {
        this.server = server;
        this.user = user;
        this.events = events;
    }

    @Override
    public CompletableFuture<Void> open() {
        var opened = new CompletableFuture<Void>();
        server.workers().execute(() -> {
            try {
                var made = server.connect(user, this::dial, this);
                server.loop().execute(() -> {
                    connection = made;
                    acknowledge();
                    opened.complete(null);
                });
            } catch (RuntimeException e) {
                opened.completeExceptionally(new IllegalStateException(user + ": " + e.getMessage(), e));
            }
        });
        return opened;
    }

    private CompletableFuture<SocketTransport.Channel> dial(URI address, SocketTransport.Inbound inbound) {
        return new WebSocketLink(server.loop(), server.address(), address.getPath(), new Acknowledging(inbound)).dial();
    }

    /** Acknowledges when a message's frames have all been heard. */
    private final class Acknowledging implements SocketTransport.Inbound {
        private final SocketTransport.Inbound inbound;

        Acknowledging(SocketTransport.Inbound inbound) {
            this.inbound = inbound;
        }

        @Override
        public void message(byte[] message) {
            inbound.message(message);
            acknowledge();
        }

        @Override
        public void closed(int code) {
            inbound.closed(code);
        }
    }

    private void acknowledge() {
        if (connection != null && !toAcknowledge.isEmpty()) {
            connection.acknowledge(List.copyOf(toAcknowledge));
            toAcknowledge.clear();
        }
    }

    @Override
    public void delivered(Deliver envelope) {
        toAcknowledge.add(envelope.getDelivery());
        events.received(server.arrived(envelope));
    }

    @Override
    public void send(String to, Stamp stamp) {
        if (connection == null) {
            throw new IllegalStateException("not connected");
        }
        var unused = connection
                .submit(server.next(user, to).sent(stamp))
                .whenComplete((receipt, failure) -> server.loop().execute(() -> {
                    if (failure == null) {
                        events.acked(stamp.seq());
                    } else {
                        end("refused: " + ProblemException.problemOf(failure).code());
                    }
                }));
    }

    @Override
    public CompletableFuture<Void> join(String room) {
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public void sendRoom(String room, Stamp stamp) {
        send(room, stamp);
    }

    @Override
    public void close() {
        if (connection != null) {
            connection.close();
        }
        end(Link.CLOSED_BY_US);
    }

    private void end(String why) {
        if (!closed) {
            closed = true;
            events.closed(why);
        }
    }

    @Override
    public void lost(Problem why) {
        server.loop().execute(() -> end(why.code()));
    }

    @Override
    public void drained() {
        // The scenarios count for themselves.
    }

    @Override
    public void policyChanged(PolicyInForce policy) {
        // Nobody changes it during a run.
    }

    @Override
    public void prekeysLow(PrekeysLow low) {
        // What a run needs was claimed before it began.
    }
}
