package org.mayfly.system.story;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;
import org.mayfly.client.Sending;
import org.mayfly.protocol.wire.Deliver;
import org.mayfly.protocol.wire.WrapState;
import org.mayfly.system.Eventually;
import org.mayfly.system.Installation;
import org.mayfly.system.integrity.Mailbox;
import org.mayfly.system.people.Person;
import org.mayfly.system.people.TestNetwork;
import org.mayfly.system.promise.Verifies;
import org.mayfly.system.secrecy.HeldSecret;
import org.mayfly.system.secrecy.IndependentReader;
import org.mayfly.system.secrecy.RecordedEnvelope;
import org.mayfly.system.secrecy.Tap;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Chromium and the Java client open what the other one sealed, in every state of a wrap and in both suites; who takes both
 * afterwards opens none of it.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CrossingTest {

    private static final Installation INSTALLATION = Installation.running();
    private static final String PASSPHRASE = "harvest pewter comet lagoon";
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int CLASSICAL = 1;
    private static final int HYBRID = 2;

    /** More than a client holds of another's one-time keys at a time: the last ones leave as CHAIN. */
    private static final int WITHOUT_KEYS = 12;

    private static final WrapState[] ALL_STATES = {
        WrapState.WRAP_STATE_START, WrapState.WRAP_STATE_FRESH, WrapState.WRAP_STATE_CHAIN
    };

    @TempDir
    static Path homes;

    /** Two each way with keys, and those without. */
    private static final long TEXTS = 4 + 2 * WITHOUT_KEYS;

    private final Set<HeldSecret> kept = new HashSet<>();
    private Chromium chromium;
    private Tap tap;
    private TestNetwork network;
    private Messenger anna;

    @BeforeAll
    void a_browser_joins_a_network_that_allows_both_suites() throws Exception {
        chromium = new Chromium(INSTALLATION);
        tap = Tap.on(INSTALLATION);
        network = TestNetwork.create(INSTALLATION, TestNetwork.unique("crossing"), homes);
        network.allowClassicalSuite();
        anna = new Messenger(chromium.profile("crossing"), PASSPHRASE, INSTALLATION.publicUrl());
        anna.join(network.invite("anna"), "anna");
    }

    @AfterAll
    void close() throws Exception {
        tap.close();
        chromium.close();
    }

    @Test
    @Verifies(value = "P2.1", parts = "browser", kind = Verifies.Kind.CHECK_WITH_CONTROL)
    @Verifies(value = "P2.2", parts = "browser", kind = Verifies.Kind.CHECK_WITH_CONTROL)
    void with_a_device_of_today_in_suite_2(TestReporter report) throws Exception {
        converse(network.enrol("carla"), HYBRID, report);
    }

    @Test
    @Verifies(value = "P2.1", parts = "browser", kind = Verifies.Kind.CHECK_WITH_CONTROL)
    @Verifies(value = "P2.2", parts = "browser", kind = Verifies.Kind.CHECK_WITH_CONTROL)
    void with_a_device_that_knows_no_better_in_suite_1(TestReporter report) throws Exception {
        converse(network.enrolOlder("olga"), CLASSICAL, report);
    }

    private void converse(Person other, int suite, TestReporter report) throws Exception {
        kept.clear();
        anna.startWith(other.name());
        anna.write(other.name(), "The first of anna.");
        take(other, "The first of anna.");
        say(other, "The first of " + other.name() + ".");
        anna.write(other.name(), "The second of anna.");
        take(other, "The second of anna.");
        say(other, "The second of " + other.name() + ".");

        var texts = new ArrayList<String>();
        network.takeKeysAway(other.name());
        for (int number = 1; number <= WITHOUT_KEYS; number++) {
            texts.add("Without keys, number " + number + " of anna.");
            anna.write(other.name(), texts.get(texts.size() - 1));
        }
        keep(other);
        awaitMail(other);
        assertThat(Mailbox.take(other)).containsExactlyElementsOf(texts);
        for (var text : texts) {
            anna.expectDelivered(text);
        }

        keep(other);
        anna.closeBrowser();
        network.takeKeysAway("anna");
        var written = writeMany(other);
        anna.openBrowser();
        anna.unlock();
        anna.open(other.name());
        for (var text : written) {
            assertThat(anna.bubble(text)).isVisible();
        }
        whoTakesBothAfterwardsReadsNothing(other, suite, report);
        assertThat(statesTo("anna", suite)).containsExactlyInAnyOrder(ALL_STATES);
        assertThat(statesTo(other.name(), suite)).containsExactlyInAnyOrder(ALL_STATES);
        assertThat(anna.banners()).hasCount(0);
    }

    /** Nothing of either suite, in none of the states. */
    private void whoTakesBothAfterwardsReadsNothing(Person other, int suite, TestReporter report) throws Exception {
        settle(other);
        var ends = Set.of(network.device("anna"), network.device(other.name()));
        var traffic = tap.recorded(network.name()).stream()
                .filter(envelope -> ends.contains(envelope.device()) && envelope.suite() == suite)
                .toList();
        var reader = new IndependentReader(tap);
        var control = IndependentReader.kinds(reader.open(traffic, kept));
        assertThat(control).as("control: with the keys kept aside").containsEntry("text", TEXTS);
        var afterwards = held(other);
        assertThat(reader.open(traffic, afterwards)).allMatch(Optional::isEmpty);
        report.publishEntry(
                "evidence",
                traffic.size() + " envelopes of suite " + suite
                        + " between a browser and a Java client, in all states of a"
                        + " wrap, tried by an independent reader: the " + afterwards.size()
                        + " secrets that both held afterwards open none; the " + kept.size()
                        + " kept aside before open these: " + control);
    }

    /** Until every receipt was sent, and taken: what waits is for its recipient to open. */
    private void settle(Person other) {
        Eventually.holds(PATIENCE, () -> {
            try {
                var left = BrowserVault.open(anna.browser(), PASSPHRASE).names().stream()
                        .filter(name -> name.startsWith("owed/") || name.startsWith("outgoing/"))
                        .toList();
                assertThat(Mailbox.take(other)).isEmpty();
                return left.isEmpty();
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        });
    }

    private void keep(Person other) throws Exception {
        kept.addAll(held(other));
    }

    private Set<HeldSecret> held(Person other) throws Exception {
        var held = new HashSet<>(BrowserVault.open(anna.browser(), PASSPHRASE).secrets());
        held.addAll(HeldSecret.of(other));
        return held;
    }

    private void say(Person other, String text) throws Exception {
        keep(other);
        other.send("anna", text, Optional.empty());
        assertThat(anna.bubble(text)).isVisible();
        awaitMail(other);
        assertThat(Mailbox.take(other)).isEmpty();
    }

    private void take(Person other, String text) throws Exception {
        keep(other);
        awaitMail(other);
        assertThat(Mailbox.take(other)).containsExactly(text);
        anna.expectDelivered(text);
    }

    private static void awaitMail(Person person) {
        Eventually.holds(PATIENCE, () -> !waiting(person).isEmpty());
    }

    private static List<Deliver> waiting(Person person) {
        try {
            return Mailbox.of(person);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    /** In one connection: a client that comes again finds new keys. */
    private static List<String> writeMany(Person writer) throws Exception {
        var texts = new ArrayList<String>();
        try (var client = writer.open()) {
            client.connect();
            var sendings = new ArrayList<Sending>();
            for (int number = 1; number <= WITHOUT_KEYS; number++) {
                texts.add("Without keys, number " + number + " of " + writer.name() + ".");
                sendings.add(client.send("anna", texts.get(texts.size() - 1), Optional.empty(), Optional.empty()));
            }
            for (var sending : sendings) {
                sending.accepted().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            }
        }
        return texts;
    }

    private Set<WrapState> statesTo(String person, int suite) throws Exception {
        var device = network.device(person);
        return tap.recorded(network.name()).stream()
                .filter(envelope -> envelope.device().equals(device) && envelope.suite() == suite)
                .map(RecordedEnvelope::state)
                .collect(Collectors.toSet());
    }
}
