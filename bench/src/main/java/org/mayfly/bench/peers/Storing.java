package org.mayfly.bench.peers;

import org.mayfly.bench.peers.Peer.Route;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Senders write to receivers who are absent: each keeps W messages under way until it has sent its share; later they are drained. */
final class Storing {

    private static final int WINDOW = 16;

    private final Stage stage;
    private final List<Route> routes;
    private final int each;
    private final int epoch = Stage.newEpoch();
    private final Tally tally;
    private final int[] seq;
    private final AtomicLong acked = new AtomicLong();
    private final AtomicLong arrived = new AtomicLong();
    private final AtomicInteger cut = new AtomicInteger();
    private final AtomicLong lastArrival = new AtomicLong(System.nanoTime());
    private List<Client> senders = List.of();
    private boolean sending;

    Storing(Stage stage, List<Route> routes, int each) {
        this.stage = stage;
        this.routes = routes;
        this.each = each;
        this.tally = new Tally(routes.size());
        this.seq = new int[routes.size()];
    }

    List<String> receivers() {
        return routes.stream().map(Route::to).toList();
    }

    void connectSenders() throws Exception {
        senders = stage.open(routes.stream().map(Route::sender).toList(), Sender::new);
    }

    void begin() {
        int window = stage.options().load().windowOr(WINDOW);
        stage.onLoop(() -> {
            sending = true;
            for (int w = 0; w < window; w++) {
                for (int pair = 0; pair < routes.size(); pair++) {
                    send(pair);
                }
            }
        });
    }

    void stop() {
        stage.onLoop(() -> sending = false);
    }

    private void send(int pair) {
        if (sending && seq[pair] < each) {
            var stamp = Stamp.now(epoch + pair, seq[pair]++);
            senders.get(pair).send(routes.get(pair).to(), stamp);
        }
    }

    private final class Sender implements Events {
        private final int pair;

        Sender(int pair) {
            this.pair = pair;
        }

        @Override
        public void acked(int number) {
            tally.acked(pair, number);
            acked.incrementAndGet();
            send(pair);
        }

        @Override
        public void closed(String why) {
            if (sending) {
                cut.incrementAndGet();
            }
        }
    }

    /** What a receiver hears. */
    Events receiver(int pair) {
        return new Events() {
            @Override
            public void received(Stamp stamp) {
                if (stamp.sender() != epoch + pair) {
                    return;
                }
                if (tally.arrived(pair, stamp.seq())) {
                    arrived.incrementAndGet();
                }
                lastArrival.set(System.nanoTime());
            }
        };
    }

    void closeSenders() {
        stage.close(senders);
    }

    /** All that are to be sent. */
    int total() {
        return each * routes.size();
    }

    int sent() {
        return java.util.Arrays.stream(seq).sum();
    }

    Tally tally() {
        return tally;
    }

    AtomicLong acked() {
        return acked;
    }

    AtomicLong arrived() {
        return arrived;
    }

    AtomicLong lastArrival() {
        return lastArrival;
    }

    /** Connections of senders that the other side ended under way. */
    int cut() {
        return cut.get();
    }
}
