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
import org.mayfly.protocol.value.DeviceId;
import org.mayfly.system.Eventually;
import org.mayfly.system.Installation;
import org.mayfly.system.integrity.ForgedEnvelope;
import org.mayfly.system.integrity.KeptMail;
import org.mayfly.system.integrity.Mailbox;
import org.mayfly.system.people.Person;
import org.mayfly.system.people.TestNetwork;
import org.mayfly.system.promise.Verifies;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

/** What a hostile operator forges and delivers again while a browser is closed, and what its person then sees. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ForgeryTest {

    private static final Installation INSTALLATION = Installation.running();
    private static final String PASSPHRASE = "harvest pewter comet lagoon";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    static Path homes;

    private Chromium chromium;
    private Connection database;
    private TestNetwork network;
    private Messenger ben;
    private DeviceId device;
    private Person carla;
    private Person mallory;

    @BeforeAll
    void a_browser_knows_two_people() throws Exception {
        chromium = new Chromium(INSTALLATION);
        database = INSTALLATION.database();
        network = TestNetwork.create(INSTALLATION, TestNetwork.unique("forgery"), homes);
        carla = network.enrol("carla");
        mallory = network.enrol("mallory");
        ben = new Messenger(chromium.profile("ben"), PASSPHRASE, INSTALLATION.publicUrl());
        ben.join(network.invite("ben"), "ben");
        device = DeviceId.of(id(network.device("ben")));
        for (var person : new Person[] {mallory, carla}) {
            person.send("ben", "Hello from " + person.name(), Optional.empty());
            ben.open(person.name());
            assertThat(ben.bubble("Hello from " + person.name())).isVisible();
        }
    }

    @AfterAll
    void close() throws Exception {
        database.close();
        chromium.close();
    }

    @Test
    @Order(1)
    @Verifies(value = "P3.2", parts = "browser", kind = Verifies.Kind.CHECK_WITH_CONTROL)
    void a_message_signed_by_another_device_is_shown_as_a_warning(TestReporter report) throws Exception {
        away(carla);
        carla.send("ben", "Signed anew by carla.", Optional.empty());
        resign(carla);
        back();
        assertThat(ben.bubble("Signed anew by carla.")).isVisible();
        assertThat(ben.banners()).hasCount(0);

        away(carla);
        carla.send("ben", "Signed anew by mallory.", Optional.empty());
        resign(mallory);
        back();
        assertThat(ben.warning("carla")).isVisible();
        assertThat(ben.anywhere("Signed anew by mallory.")).hasCount(0);
        report.publishEntry(
                "evidence",
                "an envelope signed anew in the mailbox: by its sender's device shown, by another's a warning and no text");
        ben.setWarningAside();
    }

    @Test
    @Order(2)
    @Verifies(value = "P3.3", parts = "browser", kind = Verifies.Kind.CHECK_WITH_CONTROL)
    void a_device_that_its_identity_key_does_not_list_is_shown_as_a_warning(TestReporter report) throws Exception {
        away(carla);
        var dave = network.enrol("dave");
        dave.send("ben", "From a device of nobody.", Optional.empty());
        flipListSignature(dave);
        back();
        assertThat(ben.banners()).hasCount(1);
        assertThat(ben.anywhere("From a device of nobody.")).hasCount(0);
        flipListSignature(dave);
        ben.setWarningAside();
        dave.send("ben", "From my own device.", Optional.empty());
        ben.open("dave");
        assertThat(ben.bubble("From my own device.")).isVisible();
        assertThat(ben.banners()).hasCount(0);
        report.publishEntry(
                "evidence",
                "one bit of the signature under a newcomer's device list flipped: a warning, no text; put right: shown");
    }

    @Test
    @Order(3)
    @Verifies(value = "R3", parts = "browser", kind = Verifies.Kind.CHECK_WITH_CONTROL)
    void a_message_delivered_again_is_shown_once(TestReporter report) throws Exception {
        ben.open("carla");
        away(carla);
        carla.send("ben", "Only once.", Optional.empty());
        KeptMail.keep(database, device);
        back();
        assertThat(ben.bubble("Only once.")).hasCount(1);
        Eventually.holds(PATIENCE, this::nothingWaits);

        away(carla);
        KeptMail.putBack(database, device);
        assertThat(nothingWaits()).isFalse();
        back();
        Eventually.holds(PATIENCE, this::nothingWaits);
        carla.send("ben", "After the replay.", Optional.empty());
        assertThat(ben.bubble("After the replay.")).isVisible();
        assertThat(ben.bubble("Only once.")).hasCount(1);
        assertThat(ben.banners()).hasCount(0);
        report.publishEntry(
                "evidence",
                "one envelope delivered, and again by the server after a restart of the browser: shown once");
    }

    private boolean nothingWaits() {
        try {
            return Mailbox.read(database, device).isEmpty();
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    /** Nobody owes an answer any more, and ben's browser is closed. */
    private void away(Person person) throws Exception {
        Eventually.holds(PATIENCE, () -> {
            try {
                Mailbox.take(person);
                return nothingWaits() && owesNothing() && Mailbox.of(person).isEmpty();
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        });
        ben.closeBrowser();
    }

    private boolean owesNothing() throws Exception {
        return BrowserVault.open(ben.browser(), PASSPHRASE).names().stream()
                .noneMatch(name -> name.startsWith("owed/") || name.startsWith("outgoing/"));
    }

    private void back() {
        ben.openBrowser();
        ben.unlock();
        ben.open("carla");
    }

    /** Puts a person's signature under the envelope that waits. */
    private void resign(Person person) throws Exception {
        var waiting = Mailbox.read(database, device);
        assertThat(waiting).hasSize(1);
        var forged = ForgedEnvelope.signed(waiting.get(0), person, device);
        try (var update = database.prepareStatement("UPDATE payload SET signature = ? WHERE header = ?")) {
            update.setBytes(1, forged.getSignature().toByteArray());
            update.setBytes(2, forged.getHeader().toByteArray());
            assertThat(update.executeUpdate()).isEqualTo(1);
        }
    }

    private void flipListSignature(Person person) throws Exception {
        try (var update = database.prepareStatement(
                "UPDATE device_list SET signature = set_bit(signature, 9, 1 - get_bit(signature, 9)) WHERE user_id = ?")) {
            update.setObject(1, UUID.fromString(person.user().toString()));
            assertThat(update.executeUpdate()).isEqualTo(1);
        }
    }

    private static byte[] id(UUID id) {
        return ByteBuffer.allocate(16)
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .array();
    }
}
