package org.mayfly.endpoint.delivery;

import java.util.ArrayDeque;
import java.util.concurrent.Executor;

/**
 * Runs the tasks of one connection one after the other, on threads shared by all. After each run of tasks
 * {@code afterwards} is called, so that their answers leave together. Thread-safe.
 */
final class SerialLane implements Executor {

    /** Tasks in a row before other connections get their turn. */
    private static final int RUN = 64;

    private final Executor threads;
    private final Runnable afterwards;
    private final ArrayDeque<Runnable> tasks = new ArrayDeque<>();
    private boolean scheduled;

    SerialLane(Executor threads, Runnable afterwards) {
        this.threads = threads;
        this.afterwards = afterwards;
    }

    @Override
    public void execute(Runnable task) {
        synchronized (this) {
            tasks.add(task);
            if (scheduled) {
                return;
            }
            scheduled = true;
        }
        threads.execute(this::run);
    }

    private void run() {
        for (int i = 0; i < RUN; i++) {
            Runnable task;
            synchronized (this) {
                if (tasks.isEmpty()) {
                    break;
                }
                task = tasks.remove();
            }
            task.run();
        }
        afterwards.run();
        synchronized (this) {
            if (tasks.isEmpty()) {
                scheduled = false;
                return;
            }
        }
        threads.execute(this::run);
    }
}
