package org.mayfly.bench.peers;

import org.mayfly.bench.peers.Peer.Route;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** Where one scenario plays with one server: opens and closes connections, runs tasks on the loop, keeps the time. */
final class Stage {

    /** Connections that are being opened at a time. */
    private static final int HANDSHAKES = 16;

    private static final int PATIENCE_SECONDS = 60;
    private static final long QUIET_MILLIS = 1500;

    private final EventLoop loop;
    private final Target target;
    private final Options options;
    private final List<Client> open = new ArrayList<>();

    Stage(EventLoop loop, Target target, Options options) {
        this.loop = loop;
        this.target = target;
        this.options = options;
    }

    Target target() {
        return target;
    }

    Options options() {
        return options;
    }

    static List<String> users(String prefix, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "%s%05d".formatted(prefix, i))
                .toList();
    }

    static List<Route> pairs(List<String> senders, List<String> receivers) {
        return IntStream.range(0, senders.size())
                .mapToObj(i -> new Route(senders.get(i), receivers.get(i), List.of(receivers.get(i))))
                .toList();
    }

    /** Marks the messages of one run: what earlier ones left is not counted. */
    static int newEpoch() {
        return (int) (System.nanoTime() >>> 20);
    }

    /** Makes what is needed before the first round, and lets every user come once: most servers store for known users only. */
    void prepare(List<Route> routes, int messages) throws Exception {
        target.peer().prepare(routes, messages);
        var users = routes.stream()
                .flatMap(route -> java.util.stream.Stream.concat(
                        java.util.stream.Stream.of(route.sender()), route.receivers().stream()))
                .distinct()
                .toList();
        open(users, i -> new Events() {});
        pause(500);
        closeAll();
    }

    List<Client> open(List<String> users, IntFunction<Events> events)
            throws InterruptedException, ExecutionException, TimeoutException {
        var clients = new ArrayList<Client>();
        var opening = new ArrayList<CompletableFuture<Void>>();
        for (int i = 0; i < users.size(); i++) {
            var user = users.get(i);
            var heard = events.apply(i);
            var client = loop.call(() -> target.peer().client(user, heard));
            clients.add(client);
            open.add(client);
            opening.add(loop.call(client::open));
            if (i >= HANDSHAKES) {
                opening.get(i - HANDSHAKES).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            }
        }
        for (var one : opening) {
            one.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        }
        return clients;
    }

    void close(List<Client> clients) {
        clients.forEach(client -> onLoop(client::close));
        open.removeAll(clients);
    }

    void closeAll() {
        close(List.copyOf(open));
    }

    /** Takes in what earlier runs left for these users. */
    void drain(List<String> users) throws Exception {
        var lastArrival = new AtomicLong(System.nanoTime());
        var clients = open(users, i -> new Events() {
            @Override
            public void received(Stamp stamp) {
                lastArrival.set(System.nanoTime());
            }
        });
        awaitQuiet(lastArrival, QUIET_MILLIS);
        close(clients);
        pause(500);
    }

    /** Returns when so long nothing has come. */
    static void awaitQuiet(AtomicLong lastArrival, long millis) throws InterruptedException {
        while ((System.nanoTime() - lastArrival.get()) / 1_000_000 < millis) {
            pause(10);
        }
    }

    void onLoop(Runnable task) {
        loop.call(() -> {
            task.run();
            return true;
        });
    }

    <T> T onLoop(java.util.concurrent.Callable<T> task) {
        return loop.call(task);
    }

    static void pause(long millis) throws InterruptedException {
        TimeUnit.MILLISECONDS.sleep(millis);
    }
}
