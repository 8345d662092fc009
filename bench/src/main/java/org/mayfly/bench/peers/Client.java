package org.mayfly.bench.peers;

import java.util.concurrent.CompletableFuture;

/** One user's connection to a server under test. */
public interface Client {

    /** Connects, signs up if need be, authenticates, becomes available: messages that wait begin to come. */
    CompletableFuture<Void> open();

    /** Sends a message to a user. {@link Events#acked} follows when the server says that it took it. */
    void send(String to, Stamp stamp);

    CompletableFuture<Void> join(String room);

    void sendRoom(String room, Stamp stamp);

    void close();
}
