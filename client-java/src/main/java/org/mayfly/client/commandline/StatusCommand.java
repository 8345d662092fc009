package org.mayfly.client.commandline;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.mayfly.client.Status;
import org.mayfly.client.Surroundings;
import org.mayfly.client.problem.ProblemException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

import java.util.concurrent.Callable;

/** Says how the device stands; asks the server where it can be reached. */
@Command(name = "status", mixinStandardHelpOptions = true)
final class StatusCommand implements Callable<Integer> {

    @Mixin
    private final HomeOption home = new HomeOption();

    private final Console console;
    private final Surroundings surroundings;

    StatusCommand(Console console, Surroundings surroundings) {
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
            console.print(json(client.status()));
            return 0;
        }
    }

    static ObjectNode json(Status status) {
        var json = JsonNodeFactory.instance
                .objectNode()
                .put("user", status.user())
                .put("network", status.network())
                .put("server", status.server())
                .put("device", status.device())
                .put("connected", status.connected())
                .put("waiting", status.waiting())
                .put("unshown", status.unshown());
        status.prekeysLeft().ifPresent(left -> json.put("prekeysLeft", left));
        status.kemPrekeysLeft().ifPresent(left -> json.put("kemPrekeysLeft", left));
        return json;
    }
}
