package org.mayfly.bench.peers.amqp;

import org.mayfly.bench.peers.Address;
import org.mayfly.bench.peers.Client;
import org.mayfly.bench.peers.EventLoop;
import org.mayfly.bench.peers.Events;
import org.mayfly.bench.peers.Peer;

/**
 * An AMQP server. A user has one durable queue; a room is a fanout exchange.
 *
 * @param queueType {@code classic} or {@code quorum}
 */
public record Amqp(String name, Address address, EventLoop loop, int bodyBytes, String queueType) implements Peer {

    private static final int AROUND_THE_BODY = 61;

    @Override
    public Client client(String user, Events events) {
        return new AmqpClient(this, user, events);
    }

    @Override
    public int wireBytes() {
        return bodyBytes + AROUND_THE_BODY;
    }

    String queueOf(String user) {
        return "q." + queueType + "." + user;
    }
}
