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

import java.util.concurrent.Callable;

/** Shows the safety number with a colleague, and takes a changed identity over once the two compared its number. */
@Command(name = "contact", mixinStandardHelpOptions = true)
final class ContactCommand implements Callable<Integer> {

    @Mixin
    private final HomeOption home = new HomeOption();

    @Parameters(paramLabel = "NAME")
    @SuppressWarnings("NullAway.Init")
    private String name;

    @Option(names = "--accept", paramLabel = "NUMBER")
    private @Nullable String number;

    private final Console console;
    private final Surroundings surroundings;

    ContactCommand(Console console, Surroundings surroundings) {
        this.console = console;
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        try (var client = home.open(surroundings)) {
            try {
                client.connect();
            } catch (ProblemException e) {
                console.tell(Sentences.of(e.problem()));
            }
            if (number != null) {
                client.acceptIdentity(name, number);
                console.tell(Sentences.say("told.identity-accepted", name));
            }
            print(client);
            return 0;
        }
    }

    private void print(MayflyClient client) {
        var contact = client.contact(name);
        var json = JsonNodeFactory.instance.objectNode().put("name", name);
        contact.safetyNumber().ifPresent(digits -> json.put("safetyNumber", digits));
        contact.changed().ifPresent(digits -> json.put("changedSafetyNumber", digits));
        console.print(json);
        if (contact.changed().isPresent()) {
            console.tell(Sentences.say("told.identity-changed", name));
        }
    }
}
