package org.mayfly.client;

import org.jspecify.annotations.Nullable;
import org.mayfly.client.problem.Problem;
import org.mayfly.client.problem.ProblemException;

import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/** Dials until it works: after a quarter of a second, doubling up to half a minute, each by chance up to half shorter. */
final class Redial implements AutoCloseable {

    private static final long FIRST_MS = 250;
    private static final long LONGEST_MS = 30_000;

    private final Runnable connect;
    private final RandomGenerator random;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(work -> {
        var made = new Thread(work, "mayfly-dial");
        made.setDaemon(true);
        return made;
    });
    private long pause = FIRST_MS;
    private @Nullable Future<?> next;

    Redial(Runnable connect, RandomGenerator random) {
        this.connect = connect;
        this.random = random;
    }

    /**
     * Another connection taking over, a suspension, a removed device, a wrong clock or certificate don't pass by dialling again. All else
     * may: a server whose database is gone can't tell a device it knows from one it doesn't.
     */
    static boolean mayHelp(Problem why) {
        return switch (why.code()) {
            case "untrusted-certificate", "wrong-server", "taken-over", "suspended", "clock-off", "device-removed" ->
                false;
            default -> true;
        };
    }

    void now() {
        schedule(0);
    }

    void later() {
        schedule(pause / 2 + random.nextLong(pause / 2 + 1));
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }

    /** One attempt waits at a time: a second connection of this device would end the first. */
    private synchronized void schedule(long milliseconds) {
        if (next != null) {
            return;
        }
        try {
            next = thread.schedule(this::dial, milliseconds, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            // Closed.
        }
    }

    private synchronized void begin() {
        next = null;
    }

    private void dial() {
        begin();
        try {
            connect.run();
            pause = FIRST_MS;
        } catch (ProblemException e) {
            pause = Math.min(LONGEST_MS, pause * 2);
            if (mayHelp(e.problem())) {
                schedule(Math.max(e.problem().retryAfter().toMillis(), pause / 2 + random.nextLong(pause / 2 + 1)));
            }
        } catch (RuntimeException e) {
            // A fault of this client must not leave the device unreachable for good.
            pause = LONGEST_MS;
            schedule(pause);
        }
    }
}
