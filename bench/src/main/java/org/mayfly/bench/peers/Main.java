package org.mayfly.bench.peers;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Properties;

/** {@code Main PEERS-FILE RESULTS-FILE SCENARIO PEER[,PEER…]}: plays the rounds; the peers take turns in each, so that they share the noise of the machine. */
public final class Main {

    private static final long BREATH_MILLIS = 1500;

    private final String scenario;
    private final Options options;
    private final EventLoop loop;
    private final PrintStream results;
    private boolean passed = true;

    private Main(String scenario, Options options, EventLoop loop, PrintStream results) {
        this.scenario = scenario;
        this.options = options;
        this.loop = loop;
        this.results = results;
    }

    public static void main(String[] arguments) throws Exception {
        if (arguments.length != 4) {
            System.err.println("usage: Main PEERS-FILE RESULTS-FILE online|offline|room|idle|crash PEER[,PEER…]");
            System.exit(2);
        }
        Locale.setDefault(Locale.ROOT);
        var options = Options.ofSystemProperties();
        var loop = new EventLoop();
        loop.start();
        var targets = targets(Path.of(arguments[0]), arguments[3], loop, options);
        try (var file = Files.newOutputStream(
                        Path.of(arguments[1]), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
                var results = new PrintStream(file, true, StandardCharsets.UTF_8)) {
            System.exit(new Main(arguments[2], options, loop, results).play(targets) ? 0 : 1);
        }
    }

    private static List<Target> targets(Path file, String names, EventLoop loop, Options options) throws IOException {
        var peers = new Properties();
        try (var reader = Files.newBufferedReader(file)) {
            peers.load(reader);
        }
        var targets = new ArrayList<Target>();
        for (var name : names.split(",")) {
            targets.add(Target.parse(name.strip(), peers, loop, options.load().bodyBytes()));
        }
        return targets;
    }

    private boolean play(List<Target> targets) throws Exception {
        var playing = Scenario.named(scenario);
        for (var target : targets) {
            new Stage(loop, target, options).prepare(playing.routes(options), playing.messages(options));
            System.out.printf(
                    "ready %s: a body of %d bytes takes about %d on the wire%n",
                    target.peer().name(),
                    options.load().bodyBytes(),
                    target.peer().wireBytes());
        }
        int rounds = playing.isRepeatable() ? options.rounds() : 1;
        for (int round = 0; round < rounds; round++) {
            for (var target : targets) {
                play(playing, target);
                Thread.sleep(BREATH_MILLIS);
            }
        }
        return passed;
    }

    private void play(Scenario playing, Target target) throws InterruptedException {
        var stage = new Stage(loop, target, options);
        try {
            playing.play(stage).forEach(line -> report(target, line));
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            passed = false;
            e.printStackTrace();
            report(target, "FAIL\t" + e);
        } finally {
            stage.closeAll();
        }
    }

    private void report(Target target, String line) {
        var whole = scenario + "\t" + target.peer().name() + "\t" + line;
        System.out.println(whole);
        results.println(whole);
    }
}
