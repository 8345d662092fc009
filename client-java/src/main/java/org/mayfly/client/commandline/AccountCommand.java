package org.mayfly.client.commandline;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import org.jspecify.annotations.Nullable;
import org.mayfly.client.MayflyClient;
import org.mayfly.client.Surroundings;
import org.mayfly.client.account.OpenAccount;
import org.mayfly.client.problem.ProblemException;
import org.mayfly.client.vault.Passphrase;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/** The account itself: its passphrase, its recovery key, its end. */
@Command(name = "account", mixinStandardHelpOptions = true)
@SuppressWarnings("NullAway.Init")
final class AccountCommand implements Runnable {

    /** What opens the account. */
    static final class Secret {

        @Option(names = "--account-passphrase-file", required = true, paramLabel = "F")
        private Path passphraseFile;

        @Option(names = "--recovery-key-file", paramLabel = "F")
        private @Nullable Path recoveryKeyFile;
    }

    @Spec
    private CommandSpec spec;

    private final Console console;
    private final Surroundings surroundings;

    AccountCommand(Console console, Surroundings surroundings) {
        this.console = console;
        this.surroundings = surroundings;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), Sentences.say("usage.command"));
    }

    /** Of the account. A device that is locked keeps its own. */
    @Command(name = "change-passphrase", mixinStandardHelpOptions = true)
    void changePassphrase(
            @Mixin HomeOption home,
            @Mixin Secret secret,
            @Option(names = "--new-passphrase-file", required = true, paramLabel = "F") Path newFile) {
        open(home, secret, account -> {
            try (var passphrase = Passphrase.readFile(newFile)) {
                var signedIn = account.signedIn();
                Passphrase.requireStrong(passphrase, List.of(signedIn.userName(), signedIn.networkName(), "mayfly"));
                account.changePassphrase(passphrase);
            }
            console.tell(Sentences.say("told.passphrase"));
        });
    }

    /** Prints it once. */
    @Command(name = "make-recovery-key", mixinStandardHelpOptions = true)
    void makeRecoveryKey(@Mixin HomeOption home, @Mixin Secret secret) {
        openAfter(home, secret, AccountCommand::requireRecoveryKeyAllowed, account -> {
            try (var key = account.makeRecoveryKey()) {
                console.print(JsonNodeFactory.instance.objectNode().put("recoveryKey", key.printed()));
            }
            console.tell(Sentences.say("told.recoveryKey"));
        });
    }

    @Command(name = "remove-recovery-key", mixinStandardHelpOptions = true)
    void removeRecoveryKey(@Mixin HomeOption home, @Mixin Secret secret) {
        open(home, secret, OpenAccount::removeRecoveryKey);
    }

    @Command(name = "delete", mixinStandardHelpOptions = true)
    void delete(@Mixin HomeOption home, @Mixin Secret secret, @Option(names = "--yes", required = true) boolean yes) {
        open(home, secret, OpenAccount::delete);
        console.tell(Sentences.say("told.deleted"));
    }

    /** Said before a secret is read: nothing that the person gives could change it. */
    private static void requireRecoveryKeyAllowed(MayflyClient client) {
        if (client.policy().filter(policy -> !policy.devices().recoveryKey()).isPresent()) {
            throw ProblemException.refused("recovery-key-not-allowed");
        }
    }

    private void open(HomeOption home, Secret secret, Consumer<OpenAccount> work) {
        openAfter(home, secret, client -> {}, work);
    }

    private void openAfter(HomeOption home, Secret secret, Consumer<MayflyClient> first, Consumer<OpenAccount> work) {
        try (var client = home.open(surroundings)) {
            client.connect();
            first.accept(client);
            openOf(client, secret, work);
        }
    }

    private static void openOf(MayflyClient client, Secret secret, Consumer<OpenAccount> work) {
        try (var passphrase = Passphrase.readFile(secret.passphraseFile);
                var opened = AccountSecret.of(secret.recoveryKeyFile, passphrase)) {
            client.devices().withAccount(opened.proof(), account -> {
                work.accept(account);
                return account;
            });
        }
    }
}
