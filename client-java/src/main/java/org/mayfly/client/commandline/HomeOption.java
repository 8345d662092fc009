package org.mayfly.client.commandline;

import org.jspecify.annotations.Nullable;
import org.mayfly.client.MayflyClient;
import org.mayfly.client.Surroundings;
import org.mayfly.client.problem.ProblemException;
import org.mayfly.client.vault.Passphrase;
import org.mayfly.protocol.value.SecretBytes;
import picocli.CommandLine.Option;

import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;

/** Which device, and the passphrase where it is locked: from a file, else asked at the terminal. */
final class HomeOption {

    @Option(names = "--home", required = true, paramLabel = "DIR")
    @SuppressWarnings("NullAway.Init")
    private Path home;

    @Option(names = "--passphrase-file", paramLabel = "F")
    private @Nullable Path passphraseFile;

    MayflyClient open(Surroundings surroundings) {
        return MayflyClient.open(home, this::passphrase, surroundings);
    }

    private SecretBytes passphrase() {
        if (passphraseFile != null) {
            return Passphrase.readFile(passphraseFile);
        }
        var terminal = System.console();
        if (terminal == null) {
            throw ProblemException.refused("locked");
        }
        var typed = terminal.readPassword("%s ", Sentences.say("ask.passphrase"));
        if (typed == null) {
            throw ProblemException.refused("locked");
        }
        var encoded = StandardCharsets.UTF_8.encode(CharBuffer.wrap(typed));
        var bytes = new byte[encoded.remaining()];
        encoded.get(bytes);
        Arrays.fill(typed, '\0');
        return SecretBytes.takeOver(bytes);
    }
}
