package org.mayfly.client.commandline;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;
import org.mayfly.client.Enrolment;
import org.mayfly.client.Joining;
import org.mayfly.client.MayflyClient;
import org.mayfly.client.Surroundings;
import org.mayfly.client.connection.Origin;
import org.mayfly.client.rest.AccountNames;
import org.mayfly.client.session.Profile;
import org.mayfly.client.trust.ServerTrust;
import org.mayfly.client.vault.Passphrase;
import org.mayfly.protocol.value.SecretBytes;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;

/** Makes this machine a user's device. */
@Command(name = "enrol", mixinStandardHelpOptions = true)
@SuppressWarnings("NullAway.Init")
final class EnrolCommand implements Callable<Integer> {

    @Option(names = "--home", required = true, paramLabel = "DIR")
    private Path home;

    @Option(names = "--server", required = true, paramLabel = "URL")
    private String server;

    @ArgGroup(multiplicity = "1")
    private Start start;

    /** With an invitation somebody begins; without, an account that is there gets one more device. */
    static final class Start {

        @Option(names = "--invitation", required = true, paramLabel = "CODE")
        private @Nullable String invitation;

        @ArgGroup(exclusive = false)
        private @Nullable Account existing;
    }

    /** The account that is there. */
    static final class Account {

        /** That it is there says it all. */
        @Option(names = "--existing", required = true)
        @SuppressWarnings("UnusedVariable")
        private boolean existing;

        @Option(names = "--network", required = true, paramLabel = "NAME")
        private String network;

        @Option(names = "--recovery-key-file", paramLabel = "F")
        private @Nullable Path recoveryKeyFile;

        @Option(names = "--device-name", paramLabel = "NAME")
        private @Nullable String deviceName;
    }

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
            if (start.existing == null) {
                enrol(trusted, Objects.requireNonNull(start.invitation), passphrase);
            } else {
                join(trusted, start.existing, passphrase);
            }
        }
        return 0;
    }

    private void enrol(ServerTrust trusted, String invitation, SecretBytes passphrase) {
        var profile = new Enrolment(Origin.parse(server), trusted, invitation, user, lock)
                .carryOut(home, passphrase, surroundings);
        console.print(json(profile));
        console.tell(Sentences.say("told.enrolled", profile.userName(), profile.networkName()));
    }

    private void join(ServerTrust trusted, Account account, SecretBytes passphrase) {
        var names = new AccountNames(account.network, user);
        var joining = new Joining(Origin.parse(server), trusted, names, Optional.ofNullable(account.deviceName), lock);
        try (var secret = AccountSecret.of(account.recoveryKeyFile, passphrase)) {
            var joined = joining.carryOut(home, secret.proof(), passphrase, surroundings);
            var profile = joined.profile();
            if (joined.active()) {
                console.print(json(profile).put("state", "active"));
                console.tell(Sentences.say("told.joined", profile.userName(), profile.networkName()));
                return;
            }
            var code = code(passphrase);
            console.print(json(profile).put("state", "waiting").put("code", code));
            console.tell(Sentences.say("told.joining", code));
        }
    }

    private String code(SecretBytes passphrase) {
        try (var client = MayflyClient.open(home, () -> SecretBytes.takeOver(passphrase.expose()), surroundings)) {
            return client.deviceCode();
        }
    }

    private static ObjectNode json(Profile profile) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("user", profile.userName())
                .put("network", profile.networkName())
                .put("server", profile.server().toString());
    }
}
