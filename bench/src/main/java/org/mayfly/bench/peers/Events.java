package org.mayfly.bench.peers;

/** What a scenario wants to hear of a client; called on the loop's thread. */
public interface Events {

    default void acked(int seq) {}

    default void received(Stamp stamp) {}

    default void closed(String why) {}
}
