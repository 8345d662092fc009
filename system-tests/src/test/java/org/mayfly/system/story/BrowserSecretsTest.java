package org.mayfly.system.story;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;
import org.mayfly.system.Eventually;
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

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
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

    /** A number has no zeros in front. */
    private static final int LEADING = 2;

    private static final String NUMBER = ", as a number";

    /** In milliseconds: sooner than the minute after which the browser locks. */
    private static final int TOUCHED_AGAIN = 40_000;

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
                        + " living secrets " + found.size());
    }

    /** When chromium gives up what nothing refers to is its own affair, so it is asked to until nothing is left. */
    @Test
    @Order(3)
    @Verifies(value = "P9.3", parts = "browser", kind = Verifies.Kind.CHECK_WITH_CONTROL)
    @Verifies(value = "R9", parts = "browser", kind = Verifies.Kind.CHECK_WITH_CONTROL)
    void no_spent_key_stays_in_the_memory_of_the_browsers_processes(TestReporter report) throws Exception {
        var living = ofBrowser();
        var spent = new HashSet<>(keptByBrowser);
        spent.removeAll(living);
        assertThat(spent).extracting(secret -> secret.bytes().length()).contains(64, P521_SCALAR);
        var needles = new HashMap<String, byte[]>();
        number("spent", spent, needles);
        number("living", living, needles);
        numbersOf(needles);
        var search = StoreSearch.forBytes(needles);
        var looks = new ArrayList<Set<String>>();
        Eventually.holds(PATIENCE, () -> {
            anna.browser().collectGarbage();
            looks.add(inProcesses(search));
            return last(looks).stream().noneMatch(name -> name.startsWith("spent"));
        });
        assertThat(last(looks))
                .as("control: what lives is found, in the form that chromium computes with too")
                .hasSizeGreaterThan(living.size() / 2)
                .anyMatch(name -> name.startsWith("living other 66") && name.endsWith(NUMBER));
        report.publishEntry(
                "evidence",
                spent.size() + " spent one-time, seed and chain keys: after " + looks.size()
                        + " collections none in the memory of the browser's processes, freed or not, as bytes, text or"
                        + " chromium's numbers; found there: " + last(looks).size() + " of " + living.size()
                        + " living secrets");
    }

    private static Set<String> last(List<Set<String>> looks) {
        return looks.get(looks.size() - 1);
    }

    /** Chromium computes with a scalar as a number, the lowest byte first. */
    private static void numbersOf(Map<String, byte[]> needles) {
        for (var needle : List.copyOf(needles.entrySet())) {
            var scalar = needle.getValue();
            if (scalar.length == P521_SCALAR) {
                var number = new byte[P521_SCALAR - LEADING];
                for (int i = 0; i < number.length; i++) {
                    number[i] = scalar[P521_SCALAR - 1 - i];
                }
                needles.put(needle.getKey() + NUMBER, number);
            }
        }
    }

    private Set<String> inProcesses(StoreSearch search) {
        var found = new HashSet<String>();
        var dump = scratch.resolve("memory");
        try {
            for (var process : ProcessMemory.of(anna.browser())) {
                ProcessMemory.copy(process, dump);
                search.in(dump).stream().map(Found::needle).forEach(found::add);
            }
            Files.delete(dump);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return found;
    }

    /** The clock of the page is moved; what counts as a touch is the browser's own. */
    @Test
    @Order(4)
    @Verifies(value = "P9.3", parts = "browser", kind = Verifies.Kind.CHECK_WITH_CONTROL)
    void a_browser_that_nobody_touches_locks_and_holds_no_key_any_more(TestReporter report) throws Exception {
        var needles = new HashMap<String, byte[]>();
        number("living", ofBrowser(), needles);
        assertThat(inReach(needles)).as("control: they are there").hasSizeGreaterThan(needles.size() / 2);
        var page = anna.page();
        page.clock().install();
        var settings = new DeviceScreens(page);
        settings.openSettings();
        settings.lockAfter("1 minute");
        page.clock().fastForward(TOUCHED_AGAIN);
        settings.closeSettings();
        page.clock().fastForward(TOUCHED_AGAIN);
        anna.expectOpen();
        page.clock().fastForward(TOUCHED_AGAIN);
        anna.expectLocked();
        assertThat(inReach(needles)).isEmpty();
        report.publishEntry(
                "evidence",
                "a browser that was touched after " + TOUCHED_AGAIN / 1000
                        + " s stayed open; untouched for a minute, it" + " locked, and none of its " + needles.size()
                        + " secrets was in any object or string of it");
    }

    private Set<String> inReach(Map<String, byte[]> needles) throws Exception {
        var dump = scratch.resolve("reachable");
        LiveMemory.copy(anna.browser(), dump);
        return StoreSearch.forBytes(needles).in(dump).stream()
                .map(Found::needle)
                .collect(Collectors.toSet());
    }

    @Test
    @Order(5)
    @Verifies(value = "P1.5", parts = "browser", kind = Verifies.Kind.CHECK_WITH_CONTROL)
    @Verifies(value = "P9.1", parts = "browser", kind = Verifies.Kind.CHECK_WITH_CONTROL)
    void private_keys_and_content_lie_nowhere_in_clear_in_the_profile(TestReporter report) throws Exception {
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
