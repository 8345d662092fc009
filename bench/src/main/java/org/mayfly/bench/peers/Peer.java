package org.mayfly.bench.peers;

import java.util.List;

/** A server under test. */
public interface Peer {

    String name();

    /**
     * Called once, before anything is measured: makes the users and whatever else would make the client the limit.
     *
     * @param routes what is going to be sent
     * @param messages how many of one route may be on their way, or stored, at a time
     */
    default void prepare(List<Route> routes, int messages) throws Exception {}

    /** A new client for this user, not connected. All its methods are called on the loop's thread. */
    Client client(String user, Events events);

    /** Bytes that one message takes inside one frame of this protocol, about. */
    int wireBytes();

    /**
     * Who writes to whom.
     *
     * @param to the receiver, or the room
     * @param receivers one, or the members of the room; none for somebody who is only there
     */
    record Route(String sender, String to, List<String> receivers) {
        public Route {
            receivers = List.copyOf(receivers);
        }
    }
}
