package org.mayfly.system.story;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;
import org.mayfly.client.Surroundings;
import org.mayfly.system.Eventually;
import org.mayfly.system.Installation;
import org.mayfly.system.integrity.Mailbox;
import org.mayfly.system.people.Person;
import org.mayfly.system.people.TestNetwork;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

/** A server that keeps a message back: its recipient is told, a minute after the next one came, that something is missing. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HeldBackTest {

    private static final Installation INSTALLATION = Installation.running();
    private static final String PASSPHRASE = "harvest pewter comet lagoon";
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration TOLD_AFTER = Duration.ofSeconds(61);

    @TempDir
    static Path homes;

    private final List<String> warnings = new ArrayList<>();
    private Chromium chromium;
    private TestNetwork network;
    private StoredMail mail;
    private Messenger anna;
    private Person dave;

    @BeforeAll
    void a_browser_and_a_java_client_talk() throws Exception {
        chromium = new Chromium(INSTALLATION);
        network = TestNetwork.create(INSTALLATION, TestNetwork.unique("held"), homes);
        mail = new StoredMail(INSTALLATION, network.name());
        dave = network.enrol("dave");
        anna = new Messenger(chromium.profile("held"), PASSPHRASE, INSTALLATION.publicUrl());
        anna.join(network.invite("anna"), "anna");
        anna.startWith("dave");
        anna.write("dave", "The first of anna.");
        Eventually.holds(PATIENCE, () -> mail.waitingFor("dave") > 0);
        assertThat(Mailbox.take(dave)).containsExactly("The first of anna.");
        anna.expectDelivered("The first of anna.");
        dave.send("anna", "The first of dave.", Optional.empty());
        assertThat(anna.bubble("The first of dave.")).isVisible();
        Eventually.holds(PATIENCE, () -> mail.waitingFor("dave") > 0);
        assertThat(Mailbox.take(dave)).isEmpty();
    }

    @AfterAll
    void close() {
        chromium.close();
    }

    @Test
    void chromium_and_the_java_client_tell_of_it_and_not_before(TestReporter report) throws Exception {
        anna.closeBrowser();
        dave.send("anna", "Kept from anna.", Optional.empty());
        var kept = mail.keepBackFrom("anna");
        dave.send("anna", "Let through to anna.", Optional.empty());
        anna.openBrowser();
        anna.page().clock().install();
        anna.unlock();
        anna.open("dave");
        assertThat(anna.bubble("Let through to anna.")).isVisible();
        var missing =
                anna.page().getByText((kept == 1 ? "1 thing" : kept + " things") + " from dave did not arrive here.");
        assertThat(missing).hasCount(0);
        anna.page().clock().fastForward(TOLD_AFTER.toMillis());
        assertThat(missing).isVisible();
        assertThat(anna.bubble("Kept from anna.")).hasCount(0);

        // Her report that the last one arrived.
        Eventually.holds(PATIENCE, () -> mail.waitingFor("dave") > 0);
        assertThat(Mailbox.take(dave)).isEmpty();
        anna.write("dave", "Kept from dave.");
        Eventually.holds(PATIENCE, () -> mail.waitingFor("dave") > 0);
        mail.keepBackFrom("dave");
        anna.write("dave", "Let through to dave.");
        Eventually.holds(PATIENCE, () -> mail.waitingFor("dave") > 0);
        assertThat(come(dave)).containsExactly("Let through to dave.");
        assertThat(warnings).isEmpty();
        Eventually.holds(PATIENCE, () -> {
            come(later(dave));
            return !warnings.isEmpty();
        });
        assertThat(warnings).containsExactly("gap");
        report.publishEntry(
                "evidence",
                "a message taken out of a mailbox: a minute after the next one, chromium and the Java client tell that"
                        + " something of that colleague did not arrive, and not at once");
    }

    private static Person later(Person person) {
        var now = person.surroundings();
        var later = Clock.offset(now.clock(), TOLD_AFTER);
        return new Person(
                person.name(),
                person.user(),
                person.home(),
                person.passphrase(),
                person.code(),
                new Surroundings(later, now.provider(), now.random(), now.network()));
    }

    private List<String> come(Person person) {
        var texts = new ArrayList<String>();
        try (var client = person.open()) {
            client.connect();
            assertThat(client.awaitSettled(PATIENCE)).isTrue();
            client.show(message -> texts.add(message.text()), warning -> warnings.add(warning.code()));
            assertThat(client.awaitSettled(PATIENCE)).isTrue();
            return texts;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
