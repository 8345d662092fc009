package org.mayfly.system.story;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.mayfly.system.Installation;
import org.mayfly.system.integrity.Mailbox;
import org.mayfly.system.people.Person;
import org.mayfly.system.people.TestNetwork;
import org.mayfly.system.promise.Verifies;
import org.mayfly.system.search.Found;
import org.mayfly.system.search.StoreSearch;
import org.mayfly.system.secrecy.HeldSecret;
import org.mayfly.system.secrecy.IndependentReader;
import org.mayfly.system.secrecy.Tap;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import javax.crypto.AEADBadTagException;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What the browser client's secrets open, and where they are, while it runs and after they were spent. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class BrowserSecretsTest {

    private static final Installation INSTALLATION = Installation.running();
    private static final String PASSPHRASE = "harvest pewter comet lagoon";
    private static final int P521_SCALAR = 66;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    static Path scratch;

    private final Set<HeldSecret> kept = new HashSet<>();
    private final Set<HeldSecret> keptByBrowser = new HashSet<>();
    private Chromium chromium;
    private Tap tap;
    private TestNetwork network;
    private Messenger anna;
    private Person carla;

    @BeforeAll
    void a_browser_and_a_java_client_talk() throws Exception {
        chromium = new Chromium(INSTALLATION);
        tap = Tap.on(INSTALLATION);
        network = TestNetwork.create(INSTALLATION, TestNetwork.unique("browser"), scratch);
        carla = network.enrol("carla");
        anna = new Messenger(chromium.profile("secrets"), PASSPHRASE, INSTALLATION.publicUrl());
        anna.join(network.invite("anna"), "anna");
        keep();
        anna.startWith("carla");
        anna.write("carla", "The first of anna.");
        take("The first of anna.");
        say("The first of carla.");
        anna.write("carla", "The second of anna.");
        take("The second of anna.");
        say("The second of carla.");
        say("The third of carla.");
    }

    @AfterAll
    void close() throws Exception {
        tap.close();
        chromium.close();
    }

    private void say(String text) throws Exception {
        keep();
        carla.send("anna", text, Optional.empty());
        assertThat(anna.bubble(text)).isVisible();
        keep();
        Eventually.holds(PATIENCE, () -> waiting() > 0);
        assertThat(Mailbox.take(carla)).isEmpty();
    }

    private void take(String text) throws Exception {
        keep();
        Eventually.holds(PATIENCE, () -> waiting() > 0);
        assertThat(Mailbox.take(carla)).contains(text);
        keep();
        anna.expectDelivered(text);
    }

    private int waiting() {
        try {
            return Mailbox.of(carla).size();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private void keep() throws Exception {
        keptByBrowser.addAll(ofBrowser());
        kept.addAll(keptByBrowser);
        kept.addAll(HeldSecret.of(carla));
    }

    private Set<HeldSecret> ofBrowser() throws Exception {
        return BrowserVault.open(anna.browser(), PASSPHRASE).secrets();
    }

    @Test
    @Order(1)
    @Verifies(value = "P2.1", parts = "browser", kind = Verifies.Kind.CHECK_WITH_CONTROL)
    @Verifies(value = "P2.2", parts = "browser", kind = Verifies.Kind.CHECK_WITH_CONTROL)
    void recorded_traffic_stays_closed_to_who_takes_both_devices_afterwards(TestReporter report) throws Exception {
        var traffic = tap.recorded(network.name());
        var reader = new IndependentReader(tap);
        var control = reader.open(traffic, kept);
        assertThat(IndependentReader.kinds(control))
                .as("control: with the keys kept aside; a reply key may be made and spent between two looks")
                .containsEntry("text", 5L)
                .containsKey("delivered");

        var afterwards = new HashSet<>(ofBrowser());
        afterwards.addAll(HeldSecret.of(carla));
        assertThat(reader.open(traffic, afterwards)).allMatch(Optional::isEmpty);
        report.publishEntry(
                "evidence",
                traffic.size() + " envelopes between a browser and a Java client, tried by an independent reader: the "
                        + afterwards.size() + " secrets that both held afterwards open none; the " + kept.size()
                        + " kept aside before open these: " + IndependentReader.kinds(control));
    }

    /**
     * Of P-521 keys too. What chromium itself keeps of those that it imported is outside the reach of any page:
     * docs/known-issues.md.
     */
    @Test
    @Order(2)
    @Verifies(value = "P9.3", parts = "browser", kind = Verifies.Kind.CHECK_WITH_CONTROL)
    @Verifies(value = "R9", parts = "browser", kind = Verifies.Kind.CHECK_WITH_CONTROL)
    void no_spent_key_is_in_any_object_or_string_of_the_browsers_page_and_workers(TestReporter report)
            throws Exception {
        var living = ofBrowser();
        var spent = new HashSet<>(keptByBrowser);
        spent.removeAll(living);
        assertThat(spent).extracting(secret -> secret.bytes().length()).contains(64, P521_SCALAR);
        var needles = new HashMap<String, byte[]>();
        number("spent", spent, needles);
        number("living", living, needles);
        var dump = scratch.resolve("reachable");
        var written = LiveMemory.copy(anna.browser(), dump);
        var found = StoreSearch.forBytes(needles).in(dump).stream()
                .map(Found::needle)
                .collect(Collectors.toSet());
        assertThat(found)
                .as("control: what lives is found, and nothing else")
                .hasSizeGreaterThan(living.size() / 2)
                .allMatch(name -> name.startsWith("living"));
        report.publishEntry(
                "evidence",
                spent.size() + " spent one-time, seed and chain keys: none in the " + written.buffers()
                        + " buffers that objects hold, nor in the strings (" + Files.size(dump) / 1_000_000
                        + " MB), of the"
                        + " page and its workers (" + written.contexts() + " contexts); of " + living.size()
                        + " living secrets " + found.size() + ". Not looked at: memory given up, and chromium's own"
                        + " copies of imported keys (docs/known-issues.md)");
    }

    /**
     * Seeds and chain keys, which only the client's own code copies. The P-521 keys that chromium imported stay in its
     * memory for a while: docs/known-issues.md. So this verifies nothing of the promises. When chromium gives garbage back is its own
     * affair and nothing to wait for, so this is a measurement to be asked for, and no part of the build.
     */
    @Test
    @Order(3)
    @EnabledIfSystemProperty(named = "mayfly.browser.memory", matches = "true")
    void a_spent_seed_or_chain_key_is_nowhere_in_the_memory_of_the_browser(TestReporter report) throws Exception {
        var living = ofBrowser();
        anna.browser().releaseMemory();
        var spent = new HashSet<>(keptByBrowser);
        spent.removeAll(living);
        spent.removeIf(secret -> secret.bytes().length() == P521_SCALAR);
        assertThat(spent).isNotEmpty();
        var needles = new HashMap<String, byte[]>();
        number("spent", spent, needles);
        number("living", living, needles);
        var search = StoreSearch.forBytes(needles);
        var dump = scratch.resolve("memory");
        var found = new HashSet<String>();
        long size = 0;
        for (var process : ProcessMemory.renderers(anna.browser())) {
            size += ProcessMemory.copy(process, dump);
            search.in(dump).stream().map(Found::needle).forEach(found::add);
            Files.delete(dump);
        }
        assertThat(found)
                .as("control: what lives is found, and nothing else")
                .isNotEmpty()
                .allMatch(name -> name.startsWith("living"));
        report.publishEntry(
                "evidence",
                spent.size() + " spent seeds and chain keys: none in the " + size / 1_000_000
                        + " MB of the browser's pages; of " + living.size() + " living secrets " + found.size());
    }

    @Test
    @Order(4)
    @Verifies(value = "P1.5", parts = "browser", kind = Verifies.Kind.CHECK_WITH_CONTROL)
    @Verifies(value = "P9.1", parts = "browser", kind = Verifies.Kind.CHECK_WITH_CONTROL)
    void private_keys_and_content_lie_nowhere_in_clear_in_the_profile(TestReporter report) throws Exception {
        // The page whose memory was purged answers no more.
        anna.closeBrowser();
        anna.openBrowser();
        anna.unlock();
        var living = ofBrowser();
        assertThatThrownBy(() -> BrowserVault.open(anna.browser(), "another passphrase"))
                .as("control: the right one opens it")
                .isInstanceOf(AEADBadTagException.class);
        var needles = new HashMap<String, byte[]>();
        number("living", living, needles);
        needles.put("text", "The second of carla.".getBytes(StandardCharsets.UTF_8));
        var search = StoreSearch.forBytes(needles);
        anna.closeBrowser();
        var folder = anna.browser().folder();
        assertThat(search.in(folder)).isEmpty();
        for (var needle : needles.entrySet()) {
            var planted = Files.write(folder.resolve("planted"), needle.getValue());
            assertThat(search.in(planted))
                    .as("control")
                    .extracting(Found::needle)
                    .contains(needle.getKey());
        }
        report.publishEntry(
                "evidence",
                living.size()
                        + " secrets and a message in a browser's store: in no form in any file of its profile; the"
                        + " passphrase opens them, another doesn't; planted, they are found");
    }

    private static void number(String name, Set<HeldSecret> secrets, Map<String, byte[]> needles) {
        for (var secret : secrets) {
            var kind = secret.prekey().isPresent() ? " one-time key " : " other ";
            needles.put(
                    name + kind + secret.bytes().length() + " no " + needles.size(),
                    secret.bytes().toArray());
        }
    }
}
