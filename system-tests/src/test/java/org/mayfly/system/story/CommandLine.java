package org.mayfly.system.story;

import org.mayfly.client.MayflyClient;
import org.mayfly.system.Installation;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/** A person at the command line: {@code mayfly.jar} in a process of its own. */
record CommandLine(Installation installation, Path home) {

    private static final Path PROGRAM =
            Path.of(System.getProperty("mayfly.client", "../client-java/target/mayfly.jar"));

    /** What a call said: lines of JSON, and sentences for the person. */
    record Said(String output, String told) {}

    Said enrol(URI invitation, String person, String passphrase) throws IOException, InterruptedException {
        return enrol(
                person, passphrase, "--invitation", invitation.getFragment().replace("invitation=", ""));
    }

    /** As one more device of an account that is there. */
    Said join(String network, String person, String passphrase) throws IOException, InterruptedException {
        return enrol(person, passphrase, "--existing", "--network", network);
    }

    /** The same, under a name of its own. */
    Said join(String network, String person, String passphrase, String device)
            throws IOException, InterruptedException {
        return enrol(person, passphrase, "--existing", "--network", network, "--device-name", device);
    }

    private Said enrol(String person, String passphrase, String... start) throws IOException, InterruptedException {
        var file = Files.writeString(Files.createTempFile("passphrase", ".txt"), passphrase);
        try {
            var arguments = new ArrayList<>(List.of("enrol"));
            arguments.addAll(List.of(start));
            arguments.addAll(List.of("--server", installation.publicUrl().toString(), "--user", person));
            arguments.addAll(List.of("--passphrase-file", file.toString()));
            arguments.addAll(
                    List.of("--trust", installation.certificateAuthority().toString()));
            return call(arguments);
        } finally {
            Files.delete(file);
        }
    }

    /** Lets the device in that waits and shows this code. */
    void approve(String code) throws IOException, InterruptedException {
        run("device", "approve", code);
    }

    /** Sends; returns the line of JSON. */
    String send(String to, String text, String... options) throws IOException, InterruptedException {
        var arguments = new ArrayList<>(List.of("send", "--to", to, "--text", text));
        arguments.addAll(List.of(options));
        return run(arguments.toArray(String[]::new));
    }

    /** The same client in this process, for who sends a lot: no program starts for each message. The caller closes it. */
    MayflyClient connected() {
        var client = MayflyClient.open(home);
        client.connect();
        return client;
    }

    /** What arrived, a line of JSON each. */
    String receive() throws IOException, InterruptedException {
        return run("receive");
    }

    private String run(String... arguments) throws IOException, InterruptedException {
        return call(List.of(arguments)).output();
    }

    private Said call(List<String> arguments) throws IOException, InterruptedException {
        var java = ProcessHandle.current().info().command().orElse("java");
        var line = new ArrayList<>(List.of(java, "-jar", PROGRAM.toString()));
        line.addAll(arguments);
        line.addAll(List.of("--home", home.toString()));
        var errors = Files.createTempFile("mayfly", ".err");
        try {
            var process =
                    new ProcessBuilder(line).redirectError(errors.toFile()).start();
            process.getOutputStream().close();
            var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor()).as(Files.readString(errors)).isZero();
            return new Said(output.strip(), Files.readString(errors));
        } finally {
            Files.delete(errors);
        }
    }
}
