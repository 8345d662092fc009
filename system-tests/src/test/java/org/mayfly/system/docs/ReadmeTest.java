package org.mayfly.system.docs;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mayfly.system.Installation;
import org.mayfly.system.people.TestNetwork;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import static org.assertj.core.api.Assertions.assertThat;

/** What the README says to type works, in the unpacked archive, with nothing else at hand. */
class ReadmeTest {

    private static final Installation INSTALLATION = Installation.running();
    private static final String INDENT = "    ";

    @TempDir
    private Path folder;

    @Test
    void two_people_made_at_a_terminal_as_the_readme_says_write_to_each_other() throws Exception {
        var links = linkArchive();
        var commands = block().replace("Acme", TestNetwork.unique("readme"))
                .replace("https://localhost:8443", INSTALLATION.publicUrl().toString())
                .replace(
                        "$HOME/.mayfly/tls/ca.pem",
                        INSTALLATION.certificateAuthority().toString());
        var shell = new ProcessBuilder("sh", "-eu", "-c", commands).directory(folder.toFile());
        shell.environment().putAll(INSTALLATION.program().settings());
        shell.environment().put("TMPDIR", folder.toString());
        var said = folder.resolve("said");
        var started =
                shell.redirectOutput(said.toFile()).redirectErrorStream(true).start();
        assertThat(started.waitFor(5, TimeUnit.MINUTES)).isTrue();
        for (var link : links) {
            Files.delete(link);
        }
        var output = Files.readString(said, StandardCharsets.UTF_8);
        assertThat(started.exitValue()).as(output).isZero();
        assertThat(output.lines().toList()).last().asString().contains("See you at six");
    }

    /** The archive as the folder that one stands in, but for what the commands leave there. */
    private List<Path> linkArchive() throws IOException {
        var links = new ArrayList<Path>();
        try (var parts = Files.list(INSTALLATION.home())) {
            for (var part : parts.toList()) {
                links.add(Files.createSymbolicLink(folder.resolve(part.getFileName()), part.toAbsolutePath()));
            }
        }
        return links;
    }

    private static String block() throws IOException {
        return Files.readAllLines(INSTALLATION.home().resolve("README.md")).stream()
                .dropWhile(line -> !line.startsWith("The same from a terminal"))
                .dropWhile(line -> !line.startsWith(INDENT))
                .takeWhile(line -> line.startsWith(INDENT))
                .map(String::strip)
                .collect(Collectors.joining("\n"));
    }
}
