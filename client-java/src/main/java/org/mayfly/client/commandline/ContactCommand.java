package org.mayfly.client.commandline;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import org.jspecify.annotations.Nullable;
import org.mayfly.client.MayflyClient;
import org.mayfly.client.Surroundings;
import org.mayfly.client.problem.ProblemException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.time.Duration;
import java.util.concurrent.Callable;

/** Shows the safety number with a colleague, and hears that the two compared it: a changed identity is taken over so. */
@Command(name = "contact", mixinStandardHelpOptions = true)
final class ContactCommand implements Callable<Integer> {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @Mixin
    private final HomeOption home = new HomeOption();

    @Parameters(paramLabel = "NAME")
    @SuppressWarnings("NullAway.Init")
    private String name;

    @Option(names = "--compared", paramLabel = "NUMBER")
    private @Nullable String number;

    private final Console console;
    private final Surroundings surroundings;

    ContactCommand(Console console, Surroundings surroundings) {
        this.console = console;
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws InterruptedException {
        try (var client = home.open(surroundings)) {
            try {
                client.connect();
            } catch (ProblemException e) {
                console.tell(Sentences.of(e.problem()));
            }
            if (number != null) {
                client.compared(name, number);
                console.tell(Sentences.say("told.contact-compared", name));
                client.awaitSettled(PATIENCE);
            }
            print(client);
            return 0;
        }
    }

    private void print(MayflyClient client) {
        var contact = client.contact(name);
        var json = JsonNodeFactory.instance.objectNode().put("name", name);
        contact.safetyNumber().ifPresent(digits -> json.put("safetyNumber", digits));
        json.put("verified", contact.verified());
        contact.changed().ifPresent(digits -> json.put("changedSafetyNumber", digits));
        console.print(json);
        if (contact.changed().isPresent()) {
            console.tell(Sentences.say("told.identity-changed", name));
        }
    }
}
