package org.mayfly.system.secrecy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;
import org.mayfly.client.MayflyClient;
import org.mayfly.client.problem.ProblemException;
import org.mayfly.protocol.value.SecretBytes;
import org.mayfly.system.Installation;
import org.mayfly.system.people.Person;
import org.mayfly.system.people.TestNetwork;
import org.mayfly.system.promise.Verifies;
import org.mayfly.system.search.Found;
import org.mayfly.system.search.StoreSearch;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Where private keys and content of locked Java clients lie, at rest: on their disks and in everything the server has. */
class KeyStorageTest {

    private static final Installation INSTALLATION = Installation.running();
    private static final String CONTENT = "content";

    @TempDir
    Path homes;

    @Test
    @Verifies(
            value = "P1.5",
            parts = {"server", "java"},
            kind = Verifies.Kind.CHECK_WITH_CONTROL)
    @Verifies(value = "P9.1", parts = "java", kind = Verifies.Kind.CHECK_WITH_CONTROL)
    void private_keys_and_content_lie_nowhere_in_clear(TestReporter report) throws Exception {
        var network = TestNetwork.create(INSTALLATION, TestNetwork.unique("storage"), homes);
        var alice = network.enrol("alice", TestNetwork.unique("passphrase"), true);
        var bob = network.enrol("bob", TestNetwork.unique("passphrase"), true);
        var content = TestNetwork.unique("content");
        alice.send(bob, content, Optional.empty());
        var secrets = new HashSet<>(HeldSecret.of(alice));
        secrets.addAll(HeldSecret.of(bob));
        var needles = new HashMap<String, byte[]>();
        secrets.forEach(
                secret -> needles.put("secret " + needles.size(), secret.bytes().toArray()));
        needles.put(CONTENT, content.getBytes(StandardCharsets.UTF_8));
        var search = StoreSearch.forBytes(needles);

        INSTALLATION.writeOut();
        for (var place : List.of(alice.home(), bob.home(), INSTALLATION.data())) {
            assertThat(search.in(place)).as(place.toString()).isEmpty();
            controlIn(place, search, needles);
        }
        for (var person : List.of(alice, bob)) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(person.home())))
                    .isEqualTo("rwx------");
            assertThatThrownBy(() -> open(person, "another passphrase").close())
                    .as("control: the right one opened it above")
                    .isInstanceOfSatisfying(
                            ProblemException.class,
                            problem -> assertThat(problem.code()).isEqualTo("wrong-passphrase"));
        }
        report.publishEntry(
                "evidence",
                secrets.size()
                        + " secrets of two locked clients and a message: in no form in their folders or in any file of"
                        + " the server, database and its log of changes among them; planted, they are found");
    }

    /** The content and a secret, planted beside what was searched, are found. */
    private static void controlIn(Path place, StoreSearch search, HashMap<String, byte[]> needles) throws Exception {
        var planted = Files.createTempFile(place, "planted", ".bin");
        try {
            var content = needles.get(CONTENT);
            Files.write(planted, content);
            assertThat(search.in(planted))
                    .as("control")
                    .extracting(Found::needle)
                    .containsOnly(CONTENT);
            var secret = needles.entrySet().iterator().next();
            Files.write(planted, secret.getValue());
            assertThat(search.in(planted))
                    .as("control")
                    .extracting(Found::needle)
                    .containsOnly(secret.getKey());
        } finally {
            Files.delete(planted);
        }
    }

    private static MayflyClient open(Person person, String passphrase) {
        return MayflyClient.open(
                person.home(),
                () -> SecretBytes.takeOver(passphrase.getBytes(StandardCharsets.UTF_8)),
                person.surroundings());
    }
}
