package org.mayfly.client;

import org.mayfly.client.problem.Problem;
import org.mayfly.client.problem.ProblemException;
import org.mayfly.client.session.SessionEvents;
import org.mayfly.protocol.value.MessageId;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** Carries a session's events to a thread of their own, so that the session never waits for an application. */
final class ClientEvents implements SessionEvents, AutoCloseable {

    /** Shows everything there is. */
    @FunctionalInterface
    interface Show extends BiConsumer<Consumer<Message>, Consumer<AuthenticationWarning>> {}

    private final Sendings sendings;
    private volatile CompletableFuture<Void> arrival = new CompletableFuture<>();
    private volatile CompletableFuture<Void> settling = new CompletableFuture<>();
    private volatile Runnable onArrival = () -> {};
    private volatile Consumer<Problem> onLost = why -> {};
    private volatile Consumer<MessageId> onDelivered = id -> {};
    private final AtomicBoolean showing = new AtomicBoolean();
    private final ExecutorService thread = Executors.newSingleThreadExecutor(work -> {
        var made = new Thread(work, "mayfly-events");
        made.setDaemon(true);
        return made;
    });

    ClientEvents(Sendings sendings) {
        this.sendings = sendings;
    }

    void listen(MessageListener listener, Show show) {
        onArrival = () -> {
            try {
                show.accept(listener::received, listener::warned);
            } catch (ProblemException e) {
                if (!e.code().equals("closed") && !e.code().equals("device-removed")) {
                    throw e;
                }
                // What was not shown is shown at the next start, or never.
            }
        };
        onDelivered = listener::delivered;
        onLost(listener::disconnected);
        arrived();
    }

    synchronized void onLost(Consumer<Problem> more) {
        onLost = onLost.andThen(more);
    }

    CompletableFuture<Void> nextArrival() {
        return arrival;
    }

    @Override
    public void arrived() {
        var happened = arrival;
        arrival = new CompletableFuture<>();
        if (showing.compareAndSet(false, true)) {
            later(() -> {
                showing.set(false);
                onArrival.run();
            });
        }
        later(() -> happened.complete(null));
    }

    @Override
    public void accepted(MessageId id) {
        later(() -> sendings.accepted(id));
    }

    @Override
    public void waiting(MessageId id) {
        later(() -> sendings.waiting(id));
    }

    @Override
    public void failed(MessageId id, Problem why) {
        later(() -> sendings.failed(id, why));
    }

    @Override
    public void delivered(MessageId id) {
        later(() -> onDelivered.accept(id));
    }

    /** Completes when the session settles, or can't any more. */
    CompletableFuture<Void> nextSettling() {
        return settling;
    }

    @Override
    public void settled() {
        var happened = settling;
        settling = new CompletableFuture<>();
        later(() -> happened.complete(null));
    }

    @Override
    public void lost(Problem why) {
        settled();
        later(() -> {
            sendings.disconnected();
            onLost.accept(why);
        });
    }

    @Override
    public void close() {
        settled();
        thread.shutdown();
    }

    private void later(Runnable work) {
        try {
            thread.execute(work);
        } catch (RejectedExecutionException e) {
            // Closed: nobody listens any more.
        }
    }
}
