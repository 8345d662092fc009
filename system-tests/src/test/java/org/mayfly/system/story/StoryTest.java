package org.mayfly.system.story;

import com.microsoft.playwright.Locator;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;
import org.mayfly.client.MayflyClient;
import org.mayfly.system.Eventually;
import org.mayfly.system.Installation;
import org.mayfly.system.promise.Verifies;
import org.mayfly.system.search.Found;
import org.mayfly.system.search.StoreSearch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

/** From the set-up link to messages that disappear everywhere. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class StoryTest {

    private static final String NETWORK = "Harbour Authority";
    private static final String PASSPHRASE = "quarry lantern ostrich velvet";
    private static final String PASSWORD = "orchard tunnel biscuit meridian";
    private static final String PLANTED = "planted-in-the-profile-to-be-found";

    @TempDir
    static Path scratch;

    private final Installation installation = Installation.running();
    private final StoredMail mail = new StoredMail(installation, NETWORK);
    private Chromium chromium;
    private BrowserProfile office;
    private Portal portal;
    private Messenger anna;
    private Messenger ben;
    private CommandLine carla;

    @BeforeAll
    void an_administrator_invites_three_people_and_they_join()
            throws IOException, GeneralSecurityException, InterruptedException {
        chromium = new Chromium(installation);
        office = chromium.profile("office");
        portal = new Portal(office.page());
        portal.setUp(installation.setUpLink(), "ines", PASSWORD);
        portal.createNetwork(NETWORK);
        portal.setLives(Life.seconds(5), Life.minutes(30), Life.hours(1), Life.minutes(1));
        var forAnna = portal.invite("anna");
        var forBen = portal.invite("ben");
        var forCarla = portal.invite("carla");
        anna = new Messenger(chromium.profile("anna"), PASSPHRASE, installation.publicUrl());
        anna.join(forAnna, "anna");
        ben = new Messenger(chromium.profile("ben"), PASSPHRASE, installation.publicUrl());
        ben.join(forBen, "ben");
        carla = new CommandLine(installation, scratch.resolve("carla"));
        carla.enrol(forCarla, "carla", PASSPHRASE);
    }

    @AfterAll
    void close() {
        chromium.close();
    }

    @Test
    @Order(1)
    void messages_go_both_ways() {
        anna.startWith("ben");
        Pictures.take(anna.page(), "thread-empty");
        anna.write("ben", "The pilot boat is back at quay 4. Can your crew take the night shift?");
        ben.open("anna");
        assertThat(ben.bubble("The pilot boat is back at quay 4.")).isVisible();
        anna.expectDelivered("The pilot boat is back at quay 4.");
        ben.write("anna", "Yes. Two of us, from 22:00.");
        assertThat(anna.bubble("Yes. Two of us, from 22:00.")).isVisible();
        anna.write("ben", "Good. The gate code is in the next message; it disappears in a minute.");
        anna.chooseLife("1 minute", "Does not burn (usual)");
        anna.write("ben", "Gate: 7741, until midnight.");
        anna.expectDelivered("Gate: 7741, until midnight.");
        assertThat(ben.bubble("Gate: 7741")).isVisible();
        Pictures.take(anna.page(), "thread");
        Pictures.take(ben.page(), "thread-received");
        assertThat(anna.details()).isVisible();
        Pictures.take(anna.page(), "details");
        assertThat(ben.details().innerText())
                .isEqualTo(anna.page().locator("mf-safety .digits").innerText());
    }

    @Test
    @Order(2)
    @Verifies(value = "P5.1", parts = "browser", kind = Verifies.Kind.CHECK_WITH_CONTROL)
    void the_composer_states_the_policy_in_force_and_follows_its_changes(TestReporter reporter) {
        var sentence = "Disappears 30 minutes after sending.";
        assertThat(ben.policySentence()).hasText(sentence);
        portal.setUsualLife(Life.minutes(20));
        assertThat(ben.policySentence()).hasText("Disappears 20 minutes after sending.");
        assertThat(portal.preview()).isEqualTo("Disappears 20 minutes after sending.");
        Pictures.take(ben.page(), "policy-changed");
        reporter.publishEntry("evidence", "read in the composer: \"" + sentence + "\", then the changed one");
    }

    @Test
    @Order(3)
    @Verifies(
            value = "P5.3",
            parts = {"browser", "server"},
            kind = Verifies.Kind.CHECK_WITH_CONTROL)
    void an_expired_message_is_gone_from_both_screens_both_stores_and_the_server(TestReporter reporter)
            throws IOException {
        var words = "the tide gauge reads four metres ten";
        anna.chooseLife("10 seconds", "Does not burn (usual)");
        long before = System.currentTimeMillis();
        anna.write("ben", words);
        assertThat(ben.bubble(words)).isVisible();
        var keys = keysOfLiving(words, before + 10_000, System.currentTimeMillis() + 10_000);
        expectGoneEverywhere(words, keys, reporter);
    }

    @Test
    @Order(4)
    @Verifies(
            value = "P5.3",
            parts = {"browser", "server"},
            kind = Verifies.Kind.CHECK_WITH_CONTROL)
    void a_burnt_message_is_gone_from_both_screens_both_stores_and_the_server(TestReporter reporter)
            throws IOException {
        var words = "the spare key hangs behind the barometer";
        anna.chooseLife("1 minute", "after 5 seconds");
        long before = System.currentTimeMillis();
        anna.write("ben", words);
        assertThat(ben.cover()).isVisible();
        assertThat(ben.anywhere(words)).hasCount(0);
        Pictures.take(ben.page(), "covered");
        var keys = keysOfLiving(words, before + 60_000, System.currentTimeMillis() + 60_000);
        ben.cover().click();
        assertThat(ben.bubble(words)).isVisible();
        long read = System.currentTimeMillis();
        keys.addAll(MessageKeys.ending(ben.browser(), read, read + 5_000));
        Pictures.take(ben.page(), "burning");
        expectGoneEverywhere(words, keys, reporter);
    }

    @Test
    @Order(5)
    @Verifies(value = "P5.3", parts = "server", kind = Verifies.Kind.CHECK_WITH_CONTROL)
    void what_nobody_fetched_is_purged_at_its_end_and_never_delivered() {
        var words = "nobody will ever read this line";
        ben.closeBrowser();
        anna.chooseLife("10 seconds", "Does not burn (usual)");
        anna.write("ben", words);
        Eventually.holds(Duration.ofSeconds(10), () -> mail.waitingFor("ben") == 1);
        assertThat(anna.anywhere(words)).hasCount(0);
        mail.expectNothingFrom("anna");
        assertThat(mail.waitingFor("ben")).isZero();
        ben.openBrowser();
        ben.unlock();
        ben.open("anna");
        assertThat(ben.anywhere(words)).hasCount(0);
    }

    @Test
    @Order(6)
    void the_command_line_and_the_browser_write_to_each_other() throws IOException, InterruptedException {
        assertThat(carla.send("ben", "Report of the night: nothing to report.")).contains("\"state\":\"accepted\"");
        ben.open("carla");
        assertThat(ben.bubble("Report of the night: nothing to report.")).isVisible();
        ben.write("carla", "Thank you. Same again tomorrow.");
        Eventually.holds(Duration.ofSeconds(30), () -> mail.waitingFor("carla") > 0);
        assertThat(carla.receive()).contains("\"from\":\"ben\"").contains("Thank you. Same again tomorrow.");
    }

    @Test
    @Order(7)
    @Verifies(value = "P3.4", parts = "browser", kind = Verifies.Kind.CHECK_WITH_CONTROL)
    void a_message_changed_at_the_server_is_shown_as_a_warning_and_an_unchanged_one_as_a_message(TestReporter reporter)
            throws IOException, InterruptedException {
        ben.closeBrowser();
        assertThat(carla.send("ben", "Send the money to account 12.")).contains("\"state\":\"accepted\"");
        mail.alterNewestFor("ben", Alteration.CIPHERTEXT);
        assertThat(carla.send("ben", "The harbour master is informed.")).contains("\"state\":\"accepted\"");
        ben.openBrowser();
        ben.unlock();
        assertThat(ben.warning("carla")).isVisible();
        ben.open("carla");
        assertThat(ben.bubble("The harbour master is informed.")).isVisible();
        assertThat(ben.anywhere("Send the money")).hasCount(0);
        Pictures.take(ben.page(), "warning");
        reporter.publishEntry("evidence", "one bit of the ciphertext flipped in the mailbox: warning shown, text not");
        ben.setWarningAside();
        assertThat(ben.warning("carla")).isHidden();
    }

    @Test
    @Order(8)
    @Verifies(value = "P3.1", parts = "browser", kind = Verifies.Kind.CHECK_WITH_CONTROL)
    @Verifies(value = "P3.4", parts = "browser", kind = Verifies.Kind.CHECK_WITH_CONTROL)
    void a_bit_changed_in_any_part_of_an_envelope_is_shown_as_a_warning_and_holds_up_nothing(TestReporter reporter)
            throws Exception {
        assertThat(ben.browser().complaints()).isEmpty();
        ben.closeBrowser();
        try (var client = carla.connected()) {
            for (var alteration : Alteration.values()) {
                submit(client, "Altered on its way: " + alteration);
                mail.alterNewestFor("ben", alteration);
                if (alteration == Alteration.COMMITMENT) {
                    submit(client, "Unaltered, in between.");
                }
            }
            submit(client, "Unaltered, at the end.");
        }
        assertThat(mail.waitingFor("ben")).isEqualTo(Alteration.values().length + 2);

        ben.openBrowser();
        ben.unlock();
        ben.open("carla");
        assertThat(ben.bubble("Unaltered, in between.")).isVisible();
        assertThat(ben.bubble("Unaltered, at the end.")).isVisible();
        var named = Stream.of(Alteration.values())
                .filter(Alteration::namesSender)
                .collect(Collectors.groupingBy(Alteration::reason, TreeMap::new, Collectors.counting()));
        var inCarlasName = named.values().stream().mapToLong(Long::longValue).sum();
        assertThat(ben.warnings("carla", inCarlasName)).isVisible();
        assertThat(ben.warningsOfStrangers(Alteration.values().length - inCarlasName))
                .isVisible();
        named.forEach((reason, count) -> {
            assertThat(ben.failed(reason)).hasCount(1);
            assertThat(ben.failed(reason, count)).isVisible();
        });
        for (var alteration : Alteration.values()) {
            assertThat(ben.banners().filter(new Locator.FilterOptions().setHasText(alteration.reason())))
                    .not()
                    .hasCount(0);
        }
        assertThat(ben.anywhere("Altered on its way")).hasCount(0);
        Pictures.take(ben.page(), "warnings");
        Eventually.holds(Duration.ofSeconds(60), () -> mail.waitingFor("ben") == 0);
        reporter.publishEntry(
                "evidence",
                Alteration.values().length + " envelopes with one bit changed in the mailbox, each in another part: "
                        + List.of(Alteration.values()) + "; warned of as many, none of their texts, and both of the"
                        + " unaltered ones");
        // The browser's own report of what the server says of a sender that does not exist.
        assertThat(ben.browser().takeComplaints())
                .singleElement(InstanceOfAssertFactories.STRING)
                .contains("404");
        assertThat(ben.banners()).hasCount(2);
        ben.setWarningAside();
        assertThat(ben.banners()).hasCount(1);
        ben.setWarningAside();
        assertThat(ben.banners()).hasCount(0);
    }

    @Test
    @Order(9)
    @Verifies(value = "P5.4", parts = "browser", kind = Verifies.Kind.CHECK_WITH_CONTROL)
    void who_joins_is_told_that_past_history_will_not_appear(TestReporter reporter) {
        var dora = chromium.profile("dora").page();
        dora.navigate(installation.publicUrl().toString());
        assertThat(dora.getByText("Join your organisation")).isVisible();
        assertThat(Messenger.noHistory(dora)).hasCount(0);
        Pictures.take(dora, "join");
        dora.navigate(portal.invite("dora").toString());
        assertThat(Messenger.noHistory(dora)).isVisible();
        reporter.publishEntry("evidence", "read on the invitation, before the passphrase is chosen");
    }

    @Test
    @Order(10)
    void a_second_tab_says_that_another_one_owns_the_store() {
        var second = anna.page().context().newPage();
        second.navigate(installation.publicUrl().toString());
        assertThat(second.getByText("Mayfly is open in another tab")).isVisible();
        Pictures.take(second, "other-tab");
        second.close();
    }

    @Test
    @Order(11)
    void the_portal_shows_who_has_joined_and_what_was_done() {
        portal.expectState("anna", "Active");
        portal.expectState("ben", "Active");
        portal.show("Overview", "portal-overview");
        portal.show("People", "portal-people");
        portal.almostSuspend("ben");
        portal.endIdentity("carla");
        portal.show("Networks", "portal-networks");
        portal.makeToken("nightly-report");
        portal.show("API tokens", "portal-tokens");
        portal.show("Audit", "portal-audit");
        portal.signOut();
    }

    @Test
    @Order(12)
    void the_main_path_needs_no_mouse() {
        anna.verifyByKeyboard("ben", "Typed without a mouse.");
        ben.open("anna");
        assertThat(ben.bubble("Typed without a mouse.")).isVisible();
        portal.inviteByKeyboard("ines", PASSWORD, "emil");
    }

    @Test
    @Order(13)
    void no_screen_has_a_barrier() {
        assertThat(Barriers.found()).isEmpty();
        office.page().evaluate("document.querySelector('main').append(document.createElement('button'))");
        assertThat(Barriers.on(office.page()))
                .as("control: a button without a name")
                .anyMatch(finding -> finding.startsWith("button-name"));
    }

    @Test
    @Order(14)
    void no_page_complained_of_anything() {
        var complaints = new ArrayList<String>();
        complaints.addAll(office.complaints());
        complaints.addAll(anna.browser().complaints());
        complaints.addAll(ben.browser().complaints());
        assertThat(complaints).isEmpty();
    }

    /** Returns when it waits for ben at the server. */
    private static void submit(MayflyClient client, String text) throws Exception {
        client.send("ben", text, Optional.empty(), Optional.empty()).accepted().get(1, TimeUnit.MINUTES);
    }

    /** The keys of the message that ends between these times, in both stores; as a control, the search finds them there. */
    private List<byte[]> keysOfLiving(String words, long from, long to) throws IOException {
        anna.expectDelivered(words);
        var keys = new ArrayList<byte[]>();
        for (var person : List.of(anna, ben)) {
            var own = MessageKeys.ending(person.browser(), from, to);
            assertThat(own).as("keys of the living message").isNotEmpty();
            assertThat(found(own, person.browser().folder())).as("control").hasSize(own.size());
            keys.addAll(own);
        }
        return keys;
    }

    /** Its end comes, and nothing of it is found where it was. */
    private void expectGoneEverywhere(String words, List<byte[]> keys, TestReporter reporter) throws IOException {
        assertThat(anna.anywhere(words)).hasCount(0);
        assertThat(ben.anywhere(words)).hasCount(0);
        anna.closeBrowser();
        ben.closeBrowser();
        for (var person : List.of(anna, ben)) {
            var folder = person.browser().folder();
            Files.writeString(folder.resolve("planted"), PLANTED);
            assertThat(StoreSearch.forTexts(Map.of("words", words, "control", PLANTED))
                            .in(folder))
                    .extracting(Found::needle)
                    .containsOnly("control");
            assertThat(found(keys, folder)).isEmpty();
        }
        mail.expectNothingFrom("anna");
        reporter.publishEntry(
                "evidence", keys.size() + " sealed keys found while the message lived, none after; no row within 60 s");
        for (var person : List.of(anna, ben)) {
            person.openBrowser();
            person.unlock();
        }
        anna.open("ben");
        ben.open("anna");
        assertThat(anna.anywhere(words)).hasCount(0);
        assertThat(ben.anywhere(words)).hasCount(0);
    }

    private static List<byte[]> found(List<byte[]> keys, Path folder) throws IOException {
        var found = new ArrayList<byte[]>();
        for (byte[] key : keys) {
            if (!StoreSearch.forBytes("key", key).in(folder).isEmpty()) {
                found.add(key);
            }
        }
        return found;
    }
}
