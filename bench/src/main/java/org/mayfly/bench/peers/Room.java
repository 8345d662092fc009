package org.mayfly.bench.peers;

import org.mayfly.bench.peers.Peer.Route;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** One sender, all members connected, W messages under way: the next one goes out when all members have one. */
final class Room implements Scenario {

    private static final int WINDOW = 4;
    private static final int REUSED_AFTER = 4;
    private static final int PATIENCE_SECONDS = 30;
    private static final double NANOS_PER_MILLI = 1e6;

    private final String room = "room" + Stage.newEpoch();

    @Override
    public List<Route> routes(Options options) {
        return List.of(new Route("s00000", room, Stage.users("g", options.load().members())));
    }

    @Override
    public int messages(Options options) {
        return REUSED_AFTER * options.load().windowOr(WINDOW);
    }

    @Override
    public List<String> play(Stage stage) throws Exception {
        return List.of(new Round(stage, routes(stage.options()).get(0)).play());
    }

    private static final class Round {
        private final Stage stage;
        private final Route route;
        private final int epoch = Stage.newEpoch();
        private final AtomicLong delivered = new AtomicLong();
        private final Histogram latency = new Histogram();
        private final Map<Integer, Integer> missing = new HashMap<>();
        private List<Client> sender = List.of();
        private int seq;
        private boolean sending;
        private boolean recording;

        Round(Stage stage, Route route) {
            this.stage = stage;
            this.route = route;
        }

        String play() throws Exception {
            sender = stage.open(List.of(route.sender()), any -> new Events() {});
            join(sender.get(0));
            var members = stage.open(route.receivers(), any -> new Events() {
                @Override
                public void received(Stamp stamp) {
                    arrived(stamp);
                }
            });
            for (var member : members) {
                join(member);
            }
            Stage.pause(1500);
            int window = stage.options().load().windowOr(WINDOW);
            stage.onLoop(() -> {
                sending = true;
                for (int w = 0; w < window; w++) {
                    send();
                }
            });
            var times = stage.options().times();
            Stage.pause(times.warm() * 1000L);
            var measurement = new Measurement(stage.target(), delivered);
            stage.onLoop(() -> recording = true);
            Stage.pause(times.measured() * 1000L);
            stage.onLoop(() -> recording = false);
            var result = measurement.end();
            stage.onLoop(() -> sending = false);
            Stage.pause(1000);
            var columns = new ArrayList<String>();
            columns.add("members=" + route.receivers().size());
            columns.add("W=" + window);
            columns.addAll(result.columns("deliveries"));
            columns.add("p50ms=%.2f".formatted(latency.quantile(0.5) / NANOS_PER_MILLI));
            columns.add("p99ms=%.2f".formatted(latency.quantile(0.99) / NANOS_PER_MILLI));
            columns.add("pssMB=" + Usage.megabytes(stage.target()));
            return String.join("\t", columns);
        }

        private void join(Client client) throws Exception {
            stage.onLoop(() -> client.join(route.to())).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        }

        private void send() {
            missing.put(seq, route.receivers().size());
            sender.get(0).sendRoom(route.to(), Stamp.now(epoch, seq++));
        }

        private void arrived(Stamp stamp) {
            if (stamp.sender() != epoch) {
                return;
            }
            if (recording) {
                latency.add(System.nanoTime() - stamp.sentNanos());
            }
            delivered.incrementAndGet();
            if (missing.merge(stamp.seq(), -1, Integer::sum) == 0) {
                missing.remove(stamp.seq());
                if (sending) {
                    send();
                }
            }
        }
    }
}
