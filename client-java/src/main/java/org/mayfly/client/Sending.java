package org.mayfly.client;

import org.mayfly.protocol.value.MessageId;

import java.time.Instant;
import java.util.concurrent.CompletableFuture;

/**
 * A message given to the client: it is in the outbox, durably.
 *
 * @param accepted completes when the server has it on disk; exceptionally with a ProblemException when it was refused for
 *     good or its life ended first. Never completes on a client that is closed before: it goes on at the next opening
 * @param outcome completes at the first of: accepted, waiting for the recipient's keys or for a connection, refused
 */
public record Sending(
        MessageId id, Instant expires, CompletableFuture<Void> accepted, CompletableFuture<State> outcome) {

    /** Where a message stands. */
    public enum State {
        ACCEPTED,
        WAITING
    }
}
