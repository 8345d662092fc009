package org.mayfly.launcher.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Keeps services running: one that ends by itself is started again, the sooner the longer it ran before. Stops them in
 * the opposite order of their start. Thread-safe.
 */
public final class Supervisor {
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
    private static final Duration STEADY = Duration.ofMinutes(5);

    private final Path records;
    private final Consumer<String> say;
    private final Deque<Watched> running = new ArrayDeque<>();
    private final CountDownLatch stopping = new CountDownLatch(1);

    /** @param records folder of the services' process records */
    public Supervisor(Path records, Consumer<String> say) {
        this.records = records;
        this.say = say;
    }

    private static final class Watched {
        private final Service service;
        private volatile Process process;

        Watched(Service service, Process process) {
            this.service = service;
            this.process = process;
        }
    }

    /** Starts a service, waits until it serves, and keeps it running from then on. */
    public void run(Service service) throws Exception {
        Watched watched;
        synchronized (running) {
            if (isStopping()) {
                return;
            }
            watched = new Watched(service, launch(service));
            running.push(watched);
        }
        service.awaitReady(watched.process);
        Thread thread = new Thread(() -> watch(watched), "watch-" + service.name());
        thread.setDaemon(true);
        thread.start();
    }

    private Process launch(Service service) throws Exception {
        Process process = service.start();
        ProcessRecord.of(process.toHandle()).write(record(service));
        return process;
    }

    private Path record(Service service) {
        return records.resolve(service.name() + ".pid");
    }

    private void watch(Watched watched) {
        Duration pause = Duration.ofSeconds(1);
        try {
            while (!isStopping()) {
                long began = System.nanoTime();
                int code = watched.process.waitFor();
                if (isStopping()) {
                    return;
                }
                if (System.nanoTime() - began > STEADY.toNanos()) {
                    pause = Duration.ofSeconds(1);
                }
                say.accept(watched.service.name() + " ended by itself (code " + code + "); starting it again in "
                        + pause.toSeconds() + " s.");
                if (stopping.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                    return;
                }
                pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
                restart(watched);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void restart(Watched watched) throws InterruptedException {
        try {
            synchronized (running) {
                if (isStopping()) {
                    return;
                }
                watched.process = launch(watched.service);
            }
            watched.service.awaitReady(watched.process);
            say.accept(watched.service.name() + " serves again.");
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            if (!isStopping()) {
                say.accept(watched.service.name() + " could not be started: " + e.getMessage());
            }
        }
    }

    private boolean isStopping() {
        return stopping.getCount() == 0;
    }

    /** Stops everything, the last started first; further calls do nothing. */
    public void stop() {
        synchronized (running) {
            if (isStopping()) {
                return;
            }
            stopping.countDown();
            while (!running.isEmpty()) {
                Watched watched = running.pop();
                try {
                    if (watched.process.isAlive()) {
                        watched.service.stop(watched.process);
                    }
                    Files.deleteIfExists(record(watched.service));
                } catch (IOException e) {
                    say.accept(watched.service.name() + " was not stopped: " + e.getMessage());
                } catch (Exception e) {
                    say.accept(watched.service.name() + " was not stopped in order: " + e);
                }
            }
        }
    }
}
