package org.mayfly.bench.peers.xmpp;

import org.mayfly.bench.peers.Address;
import org.mayfly.bench.peers.Client;
import org.mayfly.bench.peers.EventLoop;
import org.mayfly.bench.peers.Events;
import org.mayfly.bench.peers.Peer;

/**
 * An XMPP server.
 */
public record Xmpp(String name, Address address, EventLoop loop, int bodyBytes, Server server) implements Peer {

    private static final int AROUND_THE_BODY = 110;

    /**
     * @param domain of the users; rooms are under {@code conference.DOMAIN}
     * @param ackEvery an acknowledgement is asked for after so many stanzas
     */
    public record Server(String domain, int ackEvery) {

        String rooms() {
            return "conference." + domain;
        }
    }

    @Override
    public Client client(String user, Events events) {
        return new XmppClient(this, user, events);
    }

    /** Base64 makes four bytes of three. */
    @Override
    public int wireBytes() {
        return (bodyBytes + 2) / 3 * 4 + AROUND_THE_BODY;
    }
}
