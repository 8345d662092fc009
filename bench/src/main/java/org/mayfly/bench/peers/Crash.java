package org.mayfly.bench.peers;

import org.mayfly.bench.peers.Peer.Route;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The server is killed while receivers are absent and senders write; it starts again, and what was acknowledged has to be there. */
final class Crash implements Scenario {

    private static final int ATTEMPTS = 60;
    private static final int PATIENCE_SECONDS = 120;
    private static final long QUIET_MILLIS = 6000;

    @Override
    public List<Route> routes(Options options) {
        int pairs = options.load().pairs();
        return Stage.pairs(Stage.users("s", pairs), Stage.users("k", pairs));
    }

    @Override
    public int messages(Options options) {
        return options.load().stored() / options.load().pairs();
    }

    @Override
    public List<String> play(Stage stage) throws Exception {
        var target = stage.target();
        if (target.killCommand().isEmpty() || target.startCommand().isEmpty()) {
            throw new IllegalArgumentException("the peers file has no command to kill and to start it");
        }
        var storing = new Storing(stage, routes(stage.options()), messages(stage.options()));
        stage.drain(storing.receivers());
        storing.connectSenders();
        storing.begin();
        Stage.pause(stage.options().times().killAfterMillis());
        boolean early = storing.acked().get() < storing.total();
        run(target.killCommand());
        Stage.pause(700);
        storing.stop();
        stage.closeAll();
        run(target.startCommand());
        reconnect(stage, storing);
        storing.lastArrival().set(System.nanoTime());
        Stage.awaitQuiet(storing.lastArrival(), QUIET_MILLIS);
        var tally = storing.tally();
        if (!early) {
            throw new IllegalStateException("all was sent before the kill: raise n, or lower killAfterMs");
        }
        return List.of("sent=%d\tacked=%d\tarrived=%d\tACKED_AND_LOST=%d\tkeptUnacked=%d\tdup=%d\tcut=%d"
                .formatted(
                        storing.sent(),
                        tally.acked(),
                        tally.arrived(),
                        tally.lost(),
                        tally.keptUnacked(),
                        tally.duplicates(),
                        storing.cut()));
    }

    private static void reconnect(Stage stage, Storing storing) throws Exception {
        for (int attempt = 1; ; attempt++) {
            try {
                stage.open(storing.receivers(), storing::receiver);
                return;
            } catch (ExecutionException | TimeoutException notYet) {
                stage.closeAll();
                if (attempt == ATTEMPTS) {
                    throw notYet;
                }
                Stage.pause(1000);
            }
        }
    }

    private static void run(String command) throws IOException, InterruptedException {
        var process = new ProcessBuilder("bash", "-c", command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new IllegalStateException("still running after " + PATIENCE_SECONDS + " s: " + command);
        }
        if (process.exitValue() != 0) {
            throw new IllegalStateException("it ended with " + process.exitValue() + ": " + command);
        }
    }
}
