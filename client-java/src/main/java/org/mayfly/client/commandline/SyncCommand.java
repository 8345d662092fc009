package org.mayfly.client.commandline;

import org.mayfly.client.Surroundings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

import java.time.Duration;
import java.util.concurrent.Callable;

/** Sends what waits, fetches what arrived, shows nothing. */
@Command(name = "sync", mixinStandardHelpOptions = true)
final class SyncCommand implements Callable<Integer> {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Mixin
    private final HomeOption home = new HomeOption();

    private final Console console;
    private final Surroundings surroundings;

    SyncCommand(Console console, Surroundings surroundings) {
        this.console = console;
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws InterruptedException {
        try (var client = home.open(surroundings)) {
            client.connect();
            if (!client.awaitSettled(PATIENCE)) {
                console.tell(Sentences.say("told.unsettled"));
            }
            console.print(StatusCommand.json(client.status()));
            return 0;
        }
    }
}
