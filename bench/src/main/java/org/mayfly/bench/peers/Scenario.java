package org.mayfly.bench.peers;

import org.mayfly.bench.peers.Peer.Route;

import java.util.List;

/** A load, and what is read from a server under it. */
interface Scenario {

    /** Who writes to whom. */
    List<Route> routes(Options options);

    /** How many messages of one route may be under way, or stored, at a time. */
    int messages(Options options);

    /** One round. @return what was measured, as name=value, one entry for each part */
    List<String> play(Stage stage) throws Exception;

    /** Whether the scenario can be repeated with the same users. */
    default boolean isRepeatable() {
        return true;
    }

    static Scenario named(String name) {
        return switch (name) {
            case "online" -> new Online();
            case "offline" -> new Offline();
            case "room" -> new Room();
            case "idle" -> new Idle();
            case "crash" -> new Crash();
            default ->
                throw new IllegalArgumentException(
                        "There is no scenario " + name + ". There are online, offline, room, idle and crash.");
        };
    }
}
