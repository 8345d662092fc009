package org.mayfly.system.story;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;
import org.mayfly.client.Surroundings;
import org.mayfly.client.account.AccountOpening;
import org.mayfly.client.account.Proof;
import org.mayfly.client.problem.ProblemException;
import org.mayfly.client.rest.AccountNames;
import org.mayfly.client.trust.ServerTrust;
import org.mayfly.protocol.value.Bytes;
import org.mayfly.protocol.value.SecretBytes;
import org.mayfly.system.Installation;
import org.mayfly.system.people.TestNetwork;
import org.mayfly.system.promise.Verifies;
import org.mayfly.system.search.Found;
import org.mayfly.system.search.StoreSearch;
import org.mayfly.system.secrecy.StolenBundle;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.stream.IntStream;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * What a thief can do who has the database and every file of the server but the seeds, and guesses a passphrase rightly
 * at the first try; and how often anybody may guess at the running server.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StolenServerTest {

    private static final Installation INSTALLATION = Installation.running();
    private static final String PASSPHRASE = "harvest pewter comet lagoon";
    private static final String WEAK = "password1!";
    private static final int GUESSES_AN_HOUR = 10;

    @TempDir
    static Path homes;

    private Chromium chromium;
    private TestNetwork network;
    private Messenger ben;

    @BeforeAll
    void one_person_joined_with_java_and_one_with_a_browser() throws Exception {
        chromium = new Chromium(INSTALLATION);
        network = TestNetwork.create(INSTALLATION, TestNetwork.unique("stolen"), homes);
        network.enrol("anna", PASSPHRASE, false);
        ben = new Messenger(chromium.profile("stolen"), PASSPHRASE, INSTALLATION.publicUrl());
        ben.join(network.invite("ben"), "ben");
    }

    @AfterAll
    void close() {
        chromium.close();
    }

    @Test
    @Verifies(
            value = "R1",
            parts = {"server", "java", "browser"},
            kind = Verifies.Kind.CHECK_WITH_CONTROL)
    void the_right_guess_opens_nothing_without_the_seed_which_is_nowhere_but_in_its_file(TestReporter report)
            throws Exception {
        var file = INSTALLATION.data().resolve("secrets/server/recovery-seeds");
        var lines = Files.readAllLines(file);
        var seed = Base64.getDecoder()
                .decode(lines.get(lines.size() - 1).substring(37).strip());
        var tries = 0;
        for (var person : List.of("anna", "ben")) {
            var stolen = StolenBundle.of(INSTALLATION, network.name(), person);
            for (var other : stolen.whatLiesBeside()) {
                assertThat(stolen.opens(PASSPHRASE, other))
                        .as("%s with %d bytes as a seed", person, other.length())
                        .isFalse();
                tries++;
            }
            assertThat(stolen.opens(PASSPHRASE, Bytes.of(seed)))
                    .as("control: the same code with the seed")
                    .isTrue();
            assertThat(stolen.opens(WEAK, Bytes.of(seed))).isFalse();
        }

        INSTALLATION.writeOut();
        var search = StoreSearch.forBytes("seed", seed);
        assertThat(search.in(INSTALLATION.data()))
                .as("control: it is in its file, and nowhere else")
                .extracting(Found::file)
                .containsOnly(file);
        report.publishEntry(
                "evidence",
                "bundles of a Java client and a browser, right passphrase: " + tries
                        + " tries with what lies beside them open neither, the seed opens both; the seed is in no file of"
                        + " the server, database and its log of changes among them, but its own");
    }

    @Test
    @Verifies(value = "R1", parts = "server", kind = Verifies.Kind.CHECK_WITH_CONTROL)
    void guesses_at_the_running_server_are_counted_for_each_account(TestReporter report) {
        assertThat(refusal("anna", PASSPHRASE)).as("control: the right one").isEmpty();
        var answers = IntStream.rangeClosed(2, GUESSES_AN_HOUR + 1)
                .mapToObj(number -> refusal("anna", "guess number " + number))
                .toList();
        assertThat(answers)
                .startsWith("wrong-credentials")
                .endsWith("rate-limited")
                .containsOnly("wrong-credentials", "rate-limited");
        assertThat(refusal("anna", PASSPHRASE)).as("the right one, too late").isEqualTo("rate-limited");
        assertThat(refusal("ben", PASSPHRASE)).as("control: of another account").isEmpty();
        report.publishEntry(
                "evidence",
                "guess no. " + (2 + answers.indexOf("rate-limited"))
                        + " at one account in an hour was refused unheard, and"
                        + " then the right passphrase, too; another account opened");
    }

    /** What the server said to somebody who comes back; empty where the account opened. */
    private String refusal(String person, String passphrase) {
        var surroundings = Surroundings.ofThisMachine();
        var server = INSTALLATION.publicUrl();
        var trust = ServerTrust.onlyFile(INSTALLATION.certificateAuthority());
        var opening = new AccountOpening(
                surroundings,
                server,
                surroundings.network().apply(server, trust).http());
        var proof = new Proof.OfPassphrase(SecretBytes.takeOver(passphrase.getBytes(StandardCharsets.UTF_8)));
        try (var account = opening.open(new AccountNames(network.name(), person), proof)) {
            return "";
        } catch (ProblemException e) {
            return e.code();
        }
    }

    @Test
    @Verifies(
            value = "R1",
            parts = {"java", "browser"},
            kind = Verifies.Kind.CHECK_WITH_CONTROL)
    void a_passphrase_that_is_easily_guessed_is_refused(TestReporter report) throws Exception {
        assertThatThrownBy(() -> network.enrol("carla", WEAK, false))
                .isInstanceOf(ProblemException.class)
                .hasMessage("weak-passphrase");
        var dora = new Messenger(chromium.profile("weak"), WEAK, INSTALLATION.publicUrl());
        dora.page().navigate(network.invite("dora").toString());
        dora.tryToJoin(WEAK + WEAK);
        assertThat(dora.page().getByText("Too easy to guess.").first()).isVisible();
        assertThat(dora.page().getByText("Choose a passphrase").first()).isVisible();
        dora.tryToJoin(PASSPHRASE);
        dora.expectOpen();
        report.publishEntry("evidence", "refused by both clients; a strong one is taken");
    }
}
