package org.mayfly.bench.peers;

import org.mayfly.bench.peers.Peer.Route;

import java.util.ArrayList;
import java.util.List;

/** Receivers are absent: messages are sent until the server has acknowledged all; then the receivers log in and take them. */
final class Offline implements Scenario {

    private static final long PATIENCE_NANOS = 120_000_000_000L;
    private static final long QUIET_MILLIS = 8000;

    @Override
    public List<Route> routes(Options options) {
        int pairs = options.load().pairs();
        return Stage.pairs(Stage.users("s", pairs), Stage.users("o", pairs));
    }

    @Override
    public int messages(Options options) {
        return options.load().stored() / options.load().pairs();
    }

    @Override
    public List<String> play(Stage stage) throws Exception {
        var storing = new Storing(stage, routes(stage.options()), messages(stage.options()));
        stage.drain(storing.receivers());
        storing.connectSenders();
        var columns = new ArrayList<String>();
        columns.addAll(store(stage, storing));
        storing.closeSenders();
        Stage.pause(2000);
        columns.addAll(drain(stage, storing));
        columns.add("pssMB=" + Usage.megabytes(stage.target()));
        if (storing.tally().lost() > 0 || storing.acked().get() < storing.total()) {
            throw new IllegalStateException("not all was stored and drained: " + columns);
        }
        return List.of(String.join("\t", columns));
    }

    private static List<String> store(Stage stage, Storing storing) throws InterruptedException {
        var measurement = new Measurement(stage.target(), storing.acked());
        long end = System.nanoTime() + PATIENCE_NANOS;
        storing.begin();
        while (storing.acked().get() < storing.total() && System.nanoTime() < end) {
            Stage.pause(2);
        }
        var result = measurement.end();
        storing.stop();
        return result.columns("store");
    }

    private static List<String> drain(Stage stage, Storing storing) throws Exception {
        var measurement = new Measurement(stage.target(), storing.arrived());
        storing.lastArrival().set(System.nanoTime());
        var receivers = stage.open(storing.receivers(), storing::receiver);
        while (storing.arrived().get() < storing.acked().get()
                && (System.nanoTime() - storing.lastArrival().get()) / 1_000_000 < QUIET_MILLIS) {
            Stage.pause(2);
        }
        var result = measurement.end(storing.lastArrival().get());
        Stage.pause(500);
        stage.close(receivers);
        var columns = new ArrayList<>(result.columns("drain"));
        columns.add("dup=" + storing.tally().duplicates());
        columns.add("lost=" + storing.tally().lost());
        return columns;
    }
}
