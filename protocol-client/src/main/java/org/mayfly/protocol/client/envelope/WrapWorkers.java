package org.mayfly.protocol.client.envelope;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.function.Function;

/**
 * A fixed number of threads for wraps, which don't depend on each other. They end with the process. The caller's thread
 * waits; it takes part only where there are too few wraps to be worth the way. Thread-safe.
 */
final class WrapWorkers {

    /** Below, handing over costs more than it gains. */
    private static final int WORTH_IT = 4;

    private final Executor threads;

    private WrapWorkers(int count) {
        this.threads = Executors.newFixedThreadPool(count, work -> {
            var thread = new Thread(work, "wraps");
            thread.setDaemon(true);
            return thread;
        });
    }

    static WrapWorkers onAllCores() {
        return new WrapWorkers(Runtime.getRuntime().availableProcessors());
    }

    /**
     * The results, in the order of what they are of.
     *
     * @throws RuntimeException what the first failing call threw, once all have ended
     */
    <T, R> List<R> map(List<T> items, Function<T, R> work) {
        if (items.size() < WORTH_IT) {
            return items.stream().map(work).toList();
        }
        var running = items.stream()
                .map(item -> CompletableFuture.supplyAsync(() -> work.apply(item), threads))
                .toList();
        try {
            CompletableFuture.allOf(running.toArray(CompletableFuture[]::new)).join();
        } catch (CompletionException failed) {
            if (failed.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw failed;
        }
        return running.stream().map(CompletableFuture::join).toList();
    }
}
