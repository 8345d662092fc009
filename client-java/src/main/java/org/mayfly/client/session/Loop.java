package org.mayfly.client.session;

import org.jspecify.annotations.Nullable;
import org.mayfly.client.problem.Problem;
import org.mayfly.client.problem.ProblemException;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** The one thread that owns protocol and store. What fails on it goes to one place; after each piece of work it looks around. */
final class Loop implements AutoCloseable {

    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(this::daemon);
    private final Consumer<RuntimeException> onFailure;
    private final Runnable afterEach;
    private volatile @Nullable Thread own;
    private volatile Optional<Problem> ended = Optional.empty();

    Loop(Consumer<RuntimeException> onFailure, Runnable afterEach) {
        this.onFailure = onFailure;
        this.afterEach = afterEach;
    }

    void run(Runnable work) {
        try {
            thread.execute(guarded(work));
        } catch (RejectedExecutionException e) {
            // Closed: the store is closed too, what this was about is taken up at the next start.
        }
    }

    void later(Duration pause, Runnable work) {
        try {
            var unused = thread.schedule(guarded(work), pause.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            // Closed, as above.
        }
    }

    void every(Duration period, Runnable work) {
        var unused = thread.scheduleWithFixedDelay(
                guarded(work), period.toMillis(), period.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Nothing is done from now on; who asks for something is told why. */
    void end(Problem why) {
        ended = Optional.of(why);
    }

    boolean isEnded() {
        return ended.isPresent();
    }

    /** Does it there, waits here; at once where this is that thread: a listener may send. */
    <T> T call(Callable<T> work) {
        if (Thread.currentThread() == own) {
            return unchecked(work);
        }
        try {
            return CompletableFuture.supplyAsync(() -> lookingAround(work), thread)
                    .join();
        } catch (RejectedExecutionException e) {
            throw ProblemException.refused("closed");
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw e;
        }
    }

    ScheduledExecutorService timer() {
        return thread;
    }

    @Override
    public void close() {
        thread.shutdown();
        try {
            if (!thread.awaitTermination(10, TimeUnit.SECONDS)) {
                thread.shutdownNow();
            }
        } catch (InterruptedException e) {
            thread.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }

    private Thread daemon(Runnable work) {
        var made = new Thread(work, "mayfly-session");
        made.setDaemon(true);
        own = made;
        return made;
    }

    private Runnable guarded(Runnable work) {
        return () -> {
            if (isEnded()) {
                return;
            }
            try {
                work.run();
                afterEach.run();
            } catch (RuntimeException e) {
                onFailure.accept(e);
            }
        };
    }

    private <T> T lookingAround(Callable<T> work) {
        var result = unchecked(work);
        afterEach.run();
        return result;
    }

    private <T> T unchecked(Callable<T> work) {
        ended.ifPresent(why -> {
            throw new ProblemException(why);
        });
        try {
            return work.call();
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
