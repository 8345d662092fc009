package org.mayfly.system.secrecy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;
import org.mayfly.protocol.crypto.CryptoProvider;
import org.mayfly.system.Installation;
import org.mayfly.system.integrity.Mailbox;
import org.mayfly.system.people.Person;
import org.mayfly.system.people.TestNetwork;
import org.mayfly.system.promise.Verifies;
import org.mayfly.system.search.Found;
import org.mayfly.system.search.StoreSearch;

import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

/** The heap of a running Java client, after it opened messages and erased their keys. */
class ClientMemoryTest {

    private static final Installation INSTALLATION = Installation.running();
    private static final List<String> TEXTS = List.of("one", "two", "three");
    private static final String LIVING = "living";

    @TempDir
    Path scratch;

    @Test
    @Verifies(value = "P9.3", parts = "java", kind = Verifies.Kind.CHECK_WITH_CONTROL)
    @Verifies(value = "R9", parts = "java", kind = Verifies.Kind.CHECK_WITH_CONTROL)
    void no_erased_key_is_in_the_heap_of_a_client_that_opened_messages(TestReporter report) throws Exception {
        assumeThat(CryptoProvider.preferred().name())
                .as("what Bouncy Castle leaves behind is a known issue")
                .isEqualTo("AmazonCorrettoCryptoProvider");
        try (var tap = Tap.on(INSTALLATION)) {
            var network = TestNetwork.create(INSTALLATION, TestNetwork.unique("memory"), scratch);
            var alice = network.enrol("alice");
            var bob = network.enrol("bob");
            alice.send(bob, "before", Optional.empty());
            assertThat(Mailbox.take(bob)).containsExactly("before");
            assertThat(Mailbox.take(alice)).isEmpty();
            for (var text : TEXTS) {
                alice.send(bob, text, Optional.empty());
            }
            var held = HeldSecret.of(bob);
            var living = held.stream()
                    .filter(secret ->
                            secret.prekey().isPresent() && secret.bytes().length() == 66)
                    .findFirst()
                    .orElseThrow();
            var waiting = Mailbox.of(bob).size();

            var dump = dumpOf(bob, living);

            var spent = new HashSet<>(held);
            spent.removeAll(HeldSecret.of(bob));
            assertThat(spent).as("keys and chains of each message").hasSizeGreaterThan(waiting);
            var traffic = tap.recorded(network.name());
            var messageKeys = new IndependentReader(tap)
                    .open(traffic.subList(traffic.size() - waiting, traffic.size()), held).stream()
                            .flatMap(Optional::stream)
                            .map(IndependentReader.Opened::key)
                            .collect(Collectors.toSet());
            var needles = new HashMap<String, byte[]>();
            needles.put(LIVING, living.bytes().toArray());
            for (var secret : spent) {
                var name = secret.prekey().isPresent() ? "one-time key" : "chain key";
                needles.put(
                        "%s of %d bytes, no. %d".formatted(name, secret.bytes().length(), needles.size()),
                        secret.bytes().toArray());
            }
            messageKeys.forEach(key -> needles.put("message key, no. " + needles.size(), key.toArray()));
            var found = StoreSearch.forBytes(needles).in(dump).stream()
                    .map(Found::needle)
                    .collect(Collectors.toSet());
            assertThat(found)
                    .as("control: only the key that is held on purpose")
                    .containsExactly(LIVING);
            report.publishEntry(
                    "evidence",
                    spent.size() + " spent one-time and chain keys and " + messageKeys.size()
                            + " message keys: none in the " + Files.size(dump) / 1_000_000
                            + " MB of the client's heap, garbage included; a living key was found");
        }
    }

    /** The heap of the person's client once it has shown what waited. */
    private Path dumpOf(Person person, HeldSecret living) throws Exception {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var errors = scratch.resolve("client.err").toFile();
        var process = new ProcessBuilder(
                        java,
                        "-cp",
                        System.getProperty("java.class.path"),
                        ClientProcess.class.getName(),
                        person.home().toString(),
                        living.prekey().orElseThrow().toHex())
                .redirectError(errors)
                .start();
        try (var output = process.inputReader();
                var input = process.outputWriter()) {
            assertThat(untilSettled(output))
                    .as(Files.readString(errors.toPath()))
                    .containsExactlyElementsOf(TEXTS);
            var dump = scratch.resolve("client.hprof");
            var jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
            var dumping = new ProcessBuilder(
                            jcmd, Long.toString(process.pid()), "GC.heap_dump", "-all", dump.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(scratch.resolve("jcmd.txt").toFile())
                    .start();
            assertThat(dumping.waitFor()).isZero();
            input.close();
            assertThat(process.waitFor()).isZero();
            return dump;
        } finally {
            process.destroy();
        }
    }

    private static List<String> untilSettled(BufferedReader output) throws Exception {
        var lines = new ArrayList<String>();
        for (var line = output.readLine();
                line != null && !line.equals(ClientProcess.SETTLED);
                line = output.readLine()) {
            lines.add(line);
        }
        return lines;
    }
}
