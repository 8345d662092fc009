package org.mayfly.client.commandline;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import org.jspecify.annotations.Nullable;
import org.mayfly.client.Enrolment;
import org.mayfly.client.Surroundings;
import org.mayfly.client.connection.Origin;
import org.mayfly.client.trust.ServerTrust;
import org.mayfly.client.vault.Passphrase;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import java.nio.file.Path;
import java.util.concurrent.Callable;

/** Makes this machine a user's device. */
@Command(name = "enrol", mixinStandardHelpOptions = true)
@SuppressWarnings("NullAway.Init")
final class EnrolCommand implements Callable<Integer> {

    @Option(names = "--home", required = true, paramLabel = "DIR")
    private Path home;

    @Option(names = "--server", required = true, paramLabel = "URL")
    private String server;

    @Option(names = "--invitation", required = true, paramLabel = "CODE")
    private String invitation;

    @Option(names = "--user", required = true, paramLabel = "NAME")
    private String user;

    @Option(names = "--passphrase-file", required = true, paramLabel = "F")
    private Path passphraseFile;

    @Option(names = "--trust", paramLabel = "CERT")
    private @Nullable Path trust;

    @Option(names = "--lock")
    private boolean lock;

    private final Console console;
    private final Surroundings surroundings;

    EnrolCommand(Console console, Surroundings surroundings) {
        this.console = console;
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        var trusted = trust == null ? ServerTrust.machine() : ServerTrust.onlyFile(trust);
        try (var passphrase = Passphrase.readFile(passphraseFile)) {
            var profile = new Enrolment(Origin.parse(server), trusted, invitation, user, lock)
                    .carryOut(home, passphrase, surroundings);
            console.print(JsonNodeFactory.instance
                    .objectNode()
                    .put("user", profile.userName())
                    .put("network", profile.networkName())
                    .put("server", profile.server().toString()));
            console.tell(Sentences.say("told.enrolled", profile.userName(), profile.networkName()));
        }
        return 0;
    }
}
