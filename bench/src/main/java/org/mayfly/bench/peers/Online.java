package org.mayfly.bench.peers;

import org.mayfly.bench.peers.Peer.Route;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

/** Pairs, both connected. Each sender keeps W messages under way: the next one goes out when the receiver has one. */
final class Online implements Scenario {

    private static final List<Integer> STANDARD = List.of(1, 16);
    private static final int REUSED_AFTER = 4;
    private static final double NANOS_PER_MILLI = 1e6;

    @Override
    public List<Route> routes(Options options) {
        int pairs = options.load().pairs();
        return Stage.pairs(Stage.users("s", pairs), Stage.users("d", pairs));
    }

    @Override
    public int messages(Options options) {
        return REUSED_AFTER * Collections.max(windows(options));
    }

    private static List<Integer> windows(Options options) {
        return options.load().windows().isEmpty() ? STANDARD : options.load().windows();
    }

    @Override
    public List<String> play(Stage stage) throws Exception {
        var lines = new ArrayList<String>();
        for (int window : windows(stage.options())) {
            lines.add(new Round(stage, routes(stage.options())).play(window));
        }
        return lines;
    }

    /** One window; its fields belong to the loop's thread, but for the counters. */
    private static final class Round {
        private final Stage stage;
        private final List<Route> routes;
        private final int epoch = Stage.newEpoch();
        private final AtomicLong delivered = new AtomicLong();
        private final AtomicLong acked = new AtomicLong();
        private final Histogram latency = new Histogram();
        private final int[] seq;
        private List<Client> senders = List.of();
        private boolean sending;
        private boolean recording;

        Round(Stage stage, List<Route> routes) {
            this.stage = stage;
            this.routes = routes;
            this.seq = new int[routes.size()];
        }

        String play(int window) throws Exception {
            var receivers = stage.open(routes.stream().map(Route::to).toList(), Receiver::new);
            senders = stage.open(routes.stream().map(Route::sender).toList(), any -> new Events() {
                @Override
                public void acked(int number) {
                    acked.incrementAndGet();
                }
            });
            Stage.pause(500);
            stage.onLoop(() -> {
                sending = true;
                IntStream.range(0, window * routes.size()).forEach(i -> send(i % routes.size()));
            });
            var times = stage.options().times();
            Stage.pause(times.warm() * 1000L);
            var measurement = new Measurement(stage.target(), delivered);
            stage.onLoop(() -> recording = true);
            Stage.pause(times.measured() * 1000L);
            stage.onLoop(() -> recording = false);
            var result = measurement.end();
            stage.onLoop(() -> sending = false);
            Stage.pause(500);
            long memory = Usage.megabytes(stage.target());
            stage.close(senders);
            stage.close(receivers);
            var columns = new ArrayList<String>();
            columns.add("W=" + window);
            columns.addAll(result.columns("msg"));
            columns.add("p50ms=%.2f".formatted(latency.quantile(0.5) / NANOS_PER_MILLI));
            columns.add("p99ms=%.2f".formatted(latency.quantile(0.99) / NANOS_PER_MILLI));
            columns.add("pssMB=" + memory);
            columns.add("ackedFrac=%.2f".formatted(acked.get() / (double) Math.max(1, delivered.get())));
            return String.join("\t", columns);
        }

        private void send(int pair) {
            senders.get(pair).send(routes.get(pair).to(), Stamp.now(epoch + pair, seq[pair]++));
        }

        private final class Receiver implements Events {
            private final int pair;

            Receiver(int pair) {
                this.pair = pair;
            }

            @Override
            public void received(Stamp stamp) {
                if (stamp.sender() != epoch + pair) {
                    return;
                }
                if (recording) {
                    latency.add(System.nanoTime() - stamp.sentNanos());
                }
                delivered.incrementAndGet();
                if (sending) {
                    send(pair);
                }
            }
        }
    }
}
