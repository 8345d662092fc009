package org.mayfly.client.commandline;

import org.jspecify.annotations.Nullable;
import org.mayfly.client.MayflyClient;
import org.mayfly.client.Surroundings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Prints what arrived, each message once, ever. */
@Command(name = "receive", mixinStandardHelpOptions = true)
final class ReceiveCommand implements Callable<Integer> {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration LOOK = Duration.ofSeconds(1);

    @Mixin
    private final HomeOption home = new HomeOption();

    @Option(names = "--follow")
    private boolean follow;

    @Option(names = "--for", paramLabel = "10s", converter = DurationConverter.class)
    private @Nullable Duration duration;

    private final Console console;
    private final Surroundings surroundings;

    ReceiveCommand(Console console, Surroundings surroundings) {
        this.console = console;
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws InterruptedException, ExecutionException {
        var lines = new Lines(console);
        try (var client = home.open(surroundings)) {
            lines.show(client);
            client.connect();
            if (follow || duration != null) {
                client.stayConnected();
                follow(client, lines);
            } else {
                client.awaitSettled(PATIENCE);
                lines.show(client);
            }
            client.awaitSettled(PATIENCE);
            return 0;
        }
    }

    private void follow(MayflyClient client, Lines lines) throws InterruptedException, ExecutionException {
        var deadline = duration == null ? Long.MAX_VALUE : System.nanoTime() + duration.toNanos();
        while (true) {
            var arrival = client.nextArrival();
            lines.show(client);
            var left = deadline == Long.MAX_VALUE
                    ? LOOK.toNanos()
                    : Math.min(LOOK.toNanos(), deadline - System.nanoTime());
            if (left <= 0) {
                return;
            }
            try {
                arrival.get(left, TimeUnit.NANOSECONDS);
            } catch (TimeoutException e) {
                continue;
            }
        }
    }
}
