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
import org.mayfly.protocol.value.Bytes;
import org.mayfly.system.Eventually;
import org.mayfly.system.Installation;
import org.mayfly.system.people.Person;
import org.mayfly.system.people.TestNetwork;
import org.mayfly.system.promise.Verifies;
import org.mayfly.system.secrecy.RecordedEnvelope;
import org.mayfly.system.secrecy.Tap;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** One-time keys when there are hardly any, and when the server hands one out that was used. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class OneTimeKeysTest {

    private static final Installation INSTALLATION = Installation.running();
    private static final String PASSPHRASE = "harvest pewter comet lagoon";
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int LEFT = 3;
    private static final int MESSAGES = 5;
    private static final String UNIQUE = "23505";
    private static final String NOT_ALLOWED = "42501";

    @TempDir
    static Path homes;

    private Chromium chromium;
    private Connection database;
    private Tap tap;
    private TestNetwork network;
    private Messenger anna;
    private Person carla;
    private Person dave;

    @BeforeAll
    void a_browser_and_two_java_clients_know_nothing_of_each_other() throws Exception {
        chromium = new Chromium(INSTALLATION);
        database = INSTALLATION.database();
        tap = Tap.on(INSTALLATION);
        network = TestNetwork.create(INSTALLATION, TestNetwork.unique("keys"), homes);
        carla = network.enrol("carla");
        dave = network.enrol("dave");
        anna = new Messenger(chromium.profile("keys"), PASSPHRASE, INSTALLATION.publicUrl());
        anna.join(network.invite("anna"), "anna");
    }

    @AfterAll
    void close() throws Exception {
        tap.close();
        database.close();
        chromium.close();
    }

    @Test
    @Order(1)
    @Verifies(value = "R2", parts = "browser", kind = Verifies.Kind.CHECK_WITH_CONTROL)
    @Verifies(value = "R2", parts = "java", kind = Verifies.Kind.CONTROL)
    void a_browser_that_runs_out_of_keys_waits_and_uses_none_twice(TestReporter report) throws Exception {
        var pool = new KeyPool(database, network.device("carla"));
        pool.drainTo(LEFT);
        anna.startWith("carla");
        for (var number = 1; number <= MESSAGES; number++) {
            anna.write("carla", "Message number " + number + ".");
        }
        Eventually.holds(PATIENCE, () -> to("carla").size() == LEFT);
        assertThat(anna.page().locator(".delivery.waiting-for-keys")).hasCount(MESSAGES - LEFT);
        var spent = to("carla").get(0).prekey();

        var arrived = new ArrayList<String>();
        Eventually.holds(PATIENCE, () -> {
            arrived.addAll(take(carla));
            return arrived.size() >= MESSAGES;
        });
        assertThat(arrived).hasSize(MESSAGES).doesNotHaveDuplicates();
        assertThat(usedTwice()).isEmpty();

        pool.offerAgain(spent);
        dave.send("carla", "Under a key of before.", Optional.empty());
        assertThat(usedTwice()).as("control: the search sees it").containsExactly(spent);
        assertThat(take(carla)).as("control: no client opens it").doesNotContain("Under a key of before.");
        report.publishEntry(
                "evidence",
                LEFT + " keys of each type for " + MESSAGES + " messages of a browser: " + LEFT
                        + " left at once, the rest"
                        + " with new keys, no key under two envelopes; a used key handed out again by the server was seen,"
                        + " and what came under it stayed closed");
    }

    @Test
    @Order(2)
    @Verifies(value = "R2", parts = "browser", kind = Verifies.Kind.CONTROL)
    void a_browser_opens_nothing_under_a_key_that_it_used(TestReporter report) throws Exception {
        var pool = new KeyPool(database, network.device("anna"));
        pool.drainTo(LEFT);
        dave.send("anna", "The first of dave.", Optional.empty());
        anna.open("dave");
        assertThat(anna.bubble("The first of dave.")).isVisible();
        var first = to("anna").stream()
                .filter(envelope -> !envelope.prekey().equals(Bytes.empty()))
                .reduce((earlier, later) -> later)
                .orElseThrow();
        pool.offerAgain(first.prekey());
        var erin = network.enrol("erin");
        erin.send("anna", "Under a key of before.", Optional.empty());
        assertThat(usedTwice()).contains(first.prekey());
        dave.send("anna", "The second of dave.", Optional.empty());
        assertThat(anna.bubble("The second of dave.")).isVisible();
        assertThat(anna.anywhere("Under a key of before.")).hasCount(0);
        report.publishEntry("evidence", "a used key handed out again by the server: what came under it is not shown");
    }

    @Test
    @Order(3)
    @Verifies(value = "R2", parts = "server", kind = Verifies.Kind.CONTROL)
    void the_server_itself_cannot_forget_that_it_handed_out_a_key() throws Exception {
        try (var asServer = INSTALLATION.databaseAsServer();
                var statement = asServer.createStatement()) {
            assertThatThrownBy(() -> statement.execute("INSERT INTO prekey_claim SELECT * FROM prekey_claim LIMIT 1"))
                    .isInstanceOfSatisfying(
                            SQLException.class,
                            refused -> assertThat(refused.getSQLState()).isEqualTo(UNIQUE));
            for (var change : List.of("DELETE FROM prekey_claim", "UPDATE prekey_claim SET prekey_id = device_id")) {
                assertThatThrownBy(() -> statement.execute(change))
                        .isInstanceOfSatisfying(
                                SQLException.class,
                                refused -> assertThat(refused.getSQLState()).isEqualTo(NOT_ALLOWED));
            }
        }
    }

    private List<RecordedEnvelope> to(String person) {
        try {
            var device = network.device(person);
            return tap.recorded(network.name()).stream()
                    .filter(envelope -> envelope.device().equals(device))
                    .toList();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    /** Keys of type P-521 that stand under more than one envelope of this network. */
    private Set<Bytes> usedTwice() throws SQLException {
        var seen = new HashSet<Bytes>();
        var twice = new HashSet<Bytes>();
        for (var envelope : tap.recorded(network.name())) {
            var key = envelope.prekey();
            if (!key.equals(Bytes.empty()) && !seen.add(key)) {
                twice.add(key);
            }
        }
        return twice;
    }

    /** The texts that a person's Java client shows when it comes, whatever it warns of. */
    private static List<String> take(Person person) {
        var texts = new ArrayList<String>();
        try (var client = person.open()) {
            client.connect();
            assertThat(client.awaitSettled(PATIENCE)).isTrue();
            client.show(message -> texts.add(message.text()), warning -> {});
            assertThat(client.awaitSettled(PATIENCE)).isTrue();
            return texts;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
