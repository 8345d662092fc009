package org.mayfly.client;

import org.jspecify.annotations.Nullable;
import org.mayfly.client.Sending.State;
import org.mayfly.client.problem.Problem;
import org.mayfly.client.problem.ProblemException;
import org.mayfly.protocol.client.Draft;
import org.mayfly.protocol.value.MessageId;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** The messages whose fate somebody waits to hear. Thread-safe. */
final class Sendings {

    private final Map<MessageId, Sending> open = new ConcurrentHashMap<>();

    /** Registration and the news of a message can't cross: news waits for the lock. */
    synchronized Sending register(Supplier<Draft> send) {
        var draft = send.get();
        var sending = new Sending(draft.id(), draft.expiry(), new CompletableFuture<>(), new CompletableFuture<>());
        open.put(draft.id(), sending);
        return sending;
    }

    void accepted(MessageId id) {
        with(id, true, sending -> {
            sending.outcome().complete(State.ACCEPTED);
            sending.accepted().complete(null);
        });
    }

    void waiting(MessageId id) {
        with(id, false, sending -> sending.outcome().complete(State.WAITING));
    }

    /** The connection ended: what has no receipt yet waits. */
    void disconnected() {
        open.values().forEach(sending -> sending.outcome().complete(State.WAITING));
    }

    void failed(MessageId id, Problem why) {
        with(id, true, sending -> {
            var failure = new ProblemException(why);
            sending.outcome().completeExceptionally(failure);
            sending.accepted().completeExceptionally(failure);
        });
    }

    private void with(MessageId id, boolean last, Consumer<Sending> news) {
        var sending = find(id, last);
        if (sending != null) {
            news.accept(sending);
        }
    }

    private synchronized @Nullable Sending find(MessageId id, boolean last) {
        return last ? open.remove(id) : open.get(id);
    }
}
