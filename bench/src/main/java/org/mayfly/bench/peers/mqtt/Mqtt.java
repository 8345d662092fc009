package org.mayfly.bench.peers.mqtt;

import org.mayfly.bench.peers.Address;
import org.mayfly.bench.peers.Client;
import org.mayfly.bench.peers.EventLoop;
import org.mayfly.bench.peers.Events;
import org.mayfly.bench.peers.Peer;

/** An MQTT server. A user is a client id, with the topic {@code u/USER}; a room is the topic {@code r/ROOM}. */
public record Mqtt(String name, Address address, EventLoop loop, int bodyBytes) implements Peer {

    private static final int AROUND_THE_BODY = 15;

    @Override
    public Client client(String user, Events events) {
        return new MqttClient(this, user, events);
    }

    @Override
    public int wireBytes() {
        return bodyBytes + AROUND_THE_BODY;
    }
}
