package org.mayfly.bench.peers;

import org.mayfly.bench.peers.Peer.Route;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Many users log in, and then nothing happens. */
final class Idle implements Scenario {

    private static final int SECONDS = 5;

    @Override
    public List<Route> routes(Options options) {
        return Stage.users("i", options.idle()).stream()
                .map(user -> new Route(user, "", List.of()))
                .toList();
    }

    @Override
    public int messages(Options options) {
        return 0;
    }

    /** Memory that a first round left reserved would make the second look cheap. */
    @Override
    public boolean isRepeatable() {
        return false;
    }

    @Override
    public List<String> play(Stage stage) throws Exception {
        int connections = stage.options().idle();
        var users = Stage.users("i", connections);
        var target = stage.target();
        var lost = new AtomicInteger();
        Stage.pause(SECONDS * 1000L);
        long base = Usage.megabytes(target);
        var logIns = new AtomicLong();
        var measurement = new Measurement(target, logIns);
        stage.open(users, any -> new Events() {
            @Override
            public void closed(String why) {
                if (!why.equals(Link.CLOSED_BY_US)) {
                    lost.incrementAndGet();
                }
            }
        });
        logIns.set(connections);
        var result = measurement.end();
        Stage.pause(SECONDS * 1000L);
        long full = Usage.megabytes(target);
        var before = Usage.now(target);
        Stage.pause(SECONDS * 1000L);
        double idle = Usage.now(target).since(before).server() / SECONDS;
        return List.of("connections=%d\tlost=%d\tbaseMB=%d\tfullMB=%d\tKB/connection=%.1f\t%s\tidlecores=%.3f"
                .formatted(
                        connections,
                        lost.get(),
                        base,
                        full,
                        (full - base) * 1024.0 / connections,
                        String.join("\t", result.columns("logins")),
                        idle));
    }
}
