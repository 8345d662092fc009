package org.mayfly.endpoint.delivery;

import org.mayfly.endpoint.problem.FailureLog;
import org.mayfly.messaging.signal.Level;
import org.mayfly.messaging.signal.Signals;
import org.mayfly.messaging.time.ElapsedTime;

import java.security.SecureRandom;
import java.time.Clock;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/**
 * All connections of this server: opens them, watches their time limits, ends them when the server stops. Their work runs
 * on a fixed pool of plain threads, because it may wait for the database and the container's threads must not.
 */
@Singleton
public class Relay {

    private static final int THREADS = 16;

    private final Ports ports;
    private final ConnectedDevices connected;
    private final Surroundings surroundings;
    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS, named("mayfly-socket-"));
    private final ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor(named("mayfly-watch-"));
    private final Set<Connection> open = ConcurrentHashMap.newKeySet();

    @Inject
    public Relay(
            Ports ports,
            ConnectedDevices connected,
            Clock clock,
            ElapsedTime time,
            SecureRandom random,
            FailureLog failures,
            Signals signals) {
        this.ports = ports;
        this.connected = connected;
        this.surroundings = new Surroundings(clock, time, random, failures, threads, signals, new AtomicLong());
        signals.watch(Level.CONNECTIONS, open::size);
        signals.watch(Level.DEVICES_CONNECTED, connected::count);
        signals.watch(Level.INTAKE_BYTES, surroundings.intakeBytes()::get);
        signals.watch(Level.INTAKE_LIMIT_BYTES, Surroundings::intakeLimit);
        watch.scheduleWithFixedDelay(this::tick, 1, 1, TimeUnit.SECONDS);
    }

    Connection open(Wire wire) {
        var connection = new Connection(wire, ports, connected, surroundings);
        open.add(connection);
        return connection;
    }

    void lost(Connection connection) {
        open.remove(connection);
        connection.lost();
    }

    private void tick() {
        for (var connection : open) {
            try {
                connection.tick();
            } catch (RuntimeException failure) {
                surroundings.failures().record(failure);
            }
        }
    }

    @PreDestroy
    void stop() {
        watch.shutdownNow();
        open.forEach(connection -> connection.end(CloseCode.RESTART));
        threads.shutdown();
    }

    private static ThreadFactory named(String prefix) {
        var number = new AtomicInteger();
        return task -> {
            var thread = new Thread(task, prefix + number.incrementAndGet());
            thread.setDaemon(true);
            thread.setContextClassLoader(Relay.class.getClassLoader());
            return thread;
        };
    }
}
