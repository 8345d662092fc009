package org.mayfly.system.privacy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;
import org.mayfly.system.Installation;
import org.mayfly.system.people.TestNetwork;
import org.mayfly.system.promise.Verifies;
import org.mayfly.system.search.Found;
import org.mayfly.system.search.StoreSearch;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The server is searched like by someone who has taken all of it: every file of its data folder, the database's own
 * files and its log of changes among them, and the whole heap, garbage included.
 */
class CanaryTest {

    private static final Installation INSTALLATION = Installation.running();

    @TempDir
    Path scratch;

    @Test
    @Verifies(value = "P4.1", parts = "server", kind = Verifies.Kind.CHECK_WITH_CONTROL)
    void neither_a_message_nor_a_passphrase_is_anywhere_in_the_server(TestReporter report) throws Exception {
        var message = TestNetwork.unique("canary");
        var passphrase = TestNetwork.unique("passphrase");
        var control = TestNetwork.unique("control");
        var search = StoreSearch.forTexts(Map.of("message", message, "passphrase", passphrase, "control", control));

        var network = TestNetwork.create(INSTALLATION, control, scratch.resolve("homes"));
        var alice = network.enrol("alice", passphrase, true);
        var bob = network.enrol("bob");
        alice.send(bob, message, Optional.empty());

        var planted = List.of(
                plant("logs", control), plant("run/tmp", control), plant("payara/domains/mayfly/generated", control));
        List<Found> waiting;
        List<Found> heap;
        List<Found> received;
        try {
            writeOut();
            waiting = search.in(INSTALLATION.data());
            heap = searchHeap(search, network);
            assertThat(bob.receive()).as("control: it was the message").containsExactly(message);
            writeOut();
            received = search.in(INSTALLATION.data());
        } finally {
            for (var file : planted) {
                Files.delete(file);
            }
        }

        for (var files : List.of(waiting, received)) {
            assertThat(needles(files))
                    .as("only the control is found, wherever it was planted")
                    .containsOnly("control");
            assertThat(media(files))
                    .contains("postgresql/cluster/base", "postgresql/cluster/pg_wal", "logs", "run", "payara");
        }
        assertThat(needles(heap)).as("in the heap too").containsOnly("control");
        report.publishEntry(
                "evidence",
                "a message that was delivered and the passphrase of its sender: found in no form in any file or in the heap;"
                        + " a control was found in " + media(received) + " and in the heap");
    }

    private static Path plant(String folder, String control) throws Exception {
        return Files.writeString(INSTALLATION.data().resolve(folder).resolve(control), control);
    }

    /** Everything the database knows is in its files, and the change log that has it is closed. */
    private static void writeOut() throws Exception {
        try (var database = INSTALLATION.databaseAsSuperuser();
                var statement = database.createStatement()) {
            statement.execute("CHECKPOINT");
            statement.execute("SELECT pg_switch_wal()");
        }
    }

    private List<Found> searchHeap(StoreSearch search, TestNetwork network) throws Exception {
        var dump = scratch.resolve("server.hprof");
        var jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        var pid = INSTALLATION.process("payara").pid();
        assertThat(network.networks()).as("a request that carries the control").isNotEmpty();
        var process = new ProcessBuilder(jcmd.toString(), Long.toString(pid), "GC.heap_dump", "-all", dump.toString())
                .redirectErrorStream(true)
                .redirectOutput(scratch.resolve("jcmd.txt").toFile())
                .start();
        try {
            assertThat(process.waitFor()).isZero();
            assertThat(dump).isNotEmptyFile();
            return search.in(dump);
        } finally {
            Files.deleteIfExists(dump);
        }
    }

    /** Folders of the data folder; of the database, its files and its log of changes. */
    private static Set<String> media(List<Found> found) {
        return found.stream()
                .map(place -> INSTALLATION.data().relativize(place.file()))
                .map(file ->
                        file.subpath(0, file.startsWith("postgresql") ? 3 : 1).toString())
                .collect(Collectors.toSet());
    }

    private static Set<String> needles(List<Found> found) {
        return found.stream().map(Found::needle).collect(Collectors.toSet());
    }
}
