package org.mayfly.client.commandline;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.mayfly.client.Surroundings;
import org.mayfly.client.relay.MemoryRelay;
import org.mayfly.client.relay.ShiftedClock;
import org.mayfly.protocol.crypto.CryptoProvider;
import org.mayfly.protocol.crypto.RandomSource;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs commands as a shell would, at a relay in memory. Homes are folders in one; everybody has the same passphrase. */
record Terminal(Path folder, ShiftedClock clock, MemoryRelay relay, Surroundings surroundings) {

    static final String PASSPHRASE = "otter marble quiet lantern seven";

    static Terminal in(Path folder) {
        var clock = new ShiftedClock();
        var relay = new MemoryRelay(clock);
        return new Terminal(
                folder,
                clock,
                relay,
                new Surroundings(
                        clock,
                        CryptoProvider.preferred(),
                        RandomSource.of(CryptoProvider.preferred()),
                        (server, trust) -> new Surroundings.Network(relay, relay)));
    }

    /** What a command answered. */
    record Answer(int exit, List<JsonNode> lines, String told) {

        String first(String field) {
            return lines.get(0).path(field).asText();
        }

        List<String> texts() {
            return lines.stream().map(line -> line.path("text").asText()).toList();
        }
    }

    Answer run(String... arguments) {
        return runWith("", arguments);
    }

    /** @param in what is typed */
    Answer runWith(String in, String... arguments) {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        var console = new Console(
                new ByteArrayInputStream(in.getBytes(StandardCharsets.UTF_8)),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
        var exit = Mayfly.run(console, surroundings, arguments);
        var lines =
                out.toString(StandardCharsets.UTF_8).lines().map(Terminal::json).toList();
        return new Answer(exit, lines, err.toString(StandardCharsets.UTF_8));
    }

    /** Somebody begins, in a home of that name. */
    Answer enrol(String user, String... more) {
        return enrolWith(user, user, relay.invite(user), more);
    }

    Answer enrolWith(String home, String user, String code, String... more) {
        var options = new ArrayList<>(List.of("--invitation", code));
        options.addAll(List.of(more));
        return enrolAs(home, user, options);
    }

    /** One more device of a person. */
    Answer join(String home, String user) {
        return enrolAs(home, user, List.of("--existing", "--network", MemoryRelay.NETWORK_NAME));
    }

    private Answer enrolAs(String home, String user, List<String> options) {
        var arguments = new ArrayList<>(List.of("enrol", "--home", home(home), "--user", user));
        arguments.addAll(List.of("--server", MemoryRelay.ADDRESS.toString(), "--passphrase-file", passphraseFile()));
        arguments.addAll(options);
        return run(arguments.toArray(String[]::new));
    }

    String passphraseFile() {
        try {
            return Files.writeString(folder.resolve("passphrase"), PASSPHRASE + "\n")
                    .toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String home(String name) {
        return folder.resolve(name).toString();
    }

    private static JsonNode json(String line) {
        try {
            return new ObjectMapper().readTree(line);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
