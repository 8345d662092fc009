package org.mayfly.system.story;

import com.fasterxml.jackson.databind.ObjectMapper;
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
import org.mayfly.system.people.TestNetwork;
import org.mayfly.system.promise.Verifies;

import java.nio.file.Path;
import java.time.Duration;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

/** Two people and three browsers: a second device is let in, removed, and comes back with the passphrase. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class DevicesStoryTest {

    private static final Installation INSTALLATION = Installation.running();
    private static final String NETWORK = "Coast Radio";
    private static final String PASSPHRASE = "lantern walnut gravel tuesday";
    private static final String PAST = "What was sent before does not appear here.";
    private static final String PHONE = "Anna’s phone";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    static Path homes;

    private final StoredMail mail = new StoredMail(INSTALLATION, NETWORK);
    private Chromium chromium;
    private Camera camera;
    private TestNetwork network;
    private Messenger laptop;
    private Messenger phone;
    private Messenger ben;
    private DeviceScreens onLaptop;
    private DeviceScreens onPhone;

    @BeforeAll
    void two_people_with_a_browser_each_have_written() throws Exception {
        chromium = new Chromium(INSTALLATION);
        network = TestNetwork.create(INSTALLATION, NETWORK, homes);
        camera = Camera.in(homes);
        laptop = new Messenger(chromium.profile("laptop", camera), PASSPHRASE, INSTALLATION.publicUrl());
        phone = messenger("phone");
        ben = messenger("ben");
        onLaptop = new DeviceScreens(laptop.page());
        onPhone = new DeviceScreens(phone.page());
        laptop.join(network.invite("anna"), "anna");
        ben.join(network.invite("ben"), "ben");
        ben.startWith("anna");
        ben.write("anna", "Written before there was a phone.");
        laptop.open("ben");
        assertThat(laptop.bubble("Written before there was a phone.")).isVisible();
    }

    private Messenger messenger(String device) {
        return new Messenger(chromium.profile(device), PASSPHRASE, INSTALLATION.publicUrl());
    }

    @AfterAll
    void close() {
        chromium.close();
    }

    @Test
    @Order(1)
    @Verifies(value = "P5.4", parts = "browser", kind = Verifies.Kind.CHECK_WITH_CONTROL)
    void a_second_device_is_let_in_by_its_code_alone_and_says_that_the_past_does_not_appear(TestReporter report) {
        phone.page().navigate(INSTALLATION.publicUrl().toString());
        onPhone.signIn(NETWORK, "anna", PASSPHRASE, PHONE);
        var code = onPhone.code();
        assertThat(onPhone.past()).isVisible();
        onLaptop.lookAtApplicant(PHONE);
        onLaptop.letIn(anotherThan(code));
        assertThat(onLaptop.notLetIn()).isVisible();
        assertThat(onPhone.code()).isEqualTo(code);
        onLaptop.letIn(code);
        assertThat(onLaptop.letIn()).isVisible();

        phone.expectOpen();
        assertThat(onPhone.past()).isVisible();
        Pictures.take(phone.page(), "device-joined");
        phone.startWith("ben");
        assertThat(phone.anywhere("Written before there was a phone.")).hasCount(0);
        assertThat(onLaptop.past()).hasCount(0);
        onLaptop.closeSettings();
        assertThat(laptop.bubble("Written before there was a phone.")).isVisible();
        report.publishEntry(
                "evidence",
                "read on the new device while it waits and when it is let in; the message of before is on the first device"
                        + " and not on it");
        onPhone.gotIt();
        assertThat(onPhone.past()).hasCount(0);
    }

    @Test
    @Order(2)
    void what_either_of_them_writes_is_on_all_three() {
        assertThat(onBens().furtherDeviceOf("anna")).isVisible();
        Pictures.take(ben.page(), "device-further");
        onBens().gotIt();
        ben.write("anna", "The mast light is out.");
        expectOnBothOfAnna("The mast light is out.");
        phone.write("ben", "Seen, from the phone.");
        laptop.expectDelivered("Seen, from the phone.");
        assertThat(ben.bubble("Seen, from the phone.")).isVisible();
        laptop.write("ben", "The crew is on its way.");
        phone.expectDelivered("The crew is on its way.");
        assertThat(ben.bubble("The crew is on its way.")).isVisible();
    }

    @Test
    @Order(3)
    void a_removed_device_says_so_and_reads_nothing_new() {
        onLaptop.openSettings();
        assertThat(onLaptop.device(PHONE)).isVisible();
        Pictures.take(laptop.page(), "devices");
        onLaptop.startRemoving(PHONE);
        Pictures.take(laptop.page(), "device-removing");
        onLaptop.finishRemoving(PASSPHRASE);
        assertThat(onLaptop.removalDone()).isVisible();
        assertThat(onLaptop.device(PHONE)).hasCount(0);
        onLaptop.closeSettings();
        assertThat(onPhone.removed()).isVisible();
        Pictures.take(phone.page(), "device-removed");

        assertThat(onBens().fewerDevicesOf("anna")).isVisible();
        onBens().gotIt();
        ben.write("anna", "Not for the phone.");
        ben.expectDelivered("Not for the phone.");
        assertThat(laptop.bubble("Not for the phone.")).isVisible();
        Eventually.holds(PATIENCE, () -> mail.waitingFor("anna") == 0);
        phone.closeBrowser();
        phone.openBrowser();
        phone.unlock(() -> assertThat(new DeviceScreens(phone.page()).removed()).isVisible());
        assertThat(phone.anywhere("Not for the phone.")).hasCount(0);
    }

    @Test
    @Order(4)
    void the_removed_device_comes_back_with_the_passphrase_is_scanned_and_gets_what_is_written_from_then_on()
            throws Exception {
        onPhone = new DeviceScreens(phone.page());
        onPhone.erase();
        onPhone.signIn(NETWORK, "anna", PASSPHRASE + " not", PHONE);
        assertThat(onPhone.refusal()).isVisible();
        onPhone.signIn(NETWORK, "anna", PASSPHRASE, PHONE);
        camera.see(onPhone.squareCode());
        onLaptop.lookAtApplicant(PHONE);
        onLaptop.scan();
        assertThat(onLaptop.letIn()).isVisible();
        onLaptop.closeSettings();
        phone.expectOpen();
        ben.write("anna", "For the phone again.");
        phone.startWith("ben");
        expectOnBothOfAnna("For the phone again.");
        assertThat(phone.anywhere("Not for the phone.")).hasCount(0);
        assertThat(laptop.bubble("Not for the phone.")).isVisible();
        assertThat(ben.banners()).hasCount(0);
    }

    @Test
    @Order(5)
    @Verifies(value = "P5.4", parts = "java", kind = Verifies.Kind.CHECK_WITH_CONTROL)
    void a_second_device_at_the_command_line_says_that_the_past_does_not_appear(TestReporter report) throws Exception {
        var first = new CommandLine(INSTALLATION, homes.resolve("first"));
        var begun = first.enrol(network.invite("carla"), "carla", PASSPHRASE);
        assertThat(begun.told()).as("control: nobody's past").doesNotContain(PAST);
        ben.startWith("carla");
        ben.write("carla", "Written before the second one.");
        Eventually.holds(PATIENCE, () -> mail.waitingFor("carla") > 0);
        assertThat(first.receive()).as("control").contains("Written before the second one.");

        var second = new CommandLine(INSTALLATION, homes.resolve("second"));
        var joined = second.join(NETWORK, "carla", PASSPHRASE);
        assertThat(joined.told()).contains(PAST);
        first.approve(new ObjectMapper().readTree(joined.output()).path("code").asText());
        ben.write("carla", "Written afterwards.");
        Eventually.holds(PATIENCE, () -> mail.waitingFor("carla") > 1);
        assertThat(second.receive()).contains("Written afterwards.").doesNotContain("Written before");
        report.publishEntry("evidence", "told when it asks to be let in: \"" + PAST + "\"; and it does not");
    }

    @Test
    @Order(6)
    void a_person_is_verified_by_scanning_the_code_on_the_others_screen_and_not_by_that_of_another_pair()
            throws Exception {
        var unused = ben.details();
        camera.see(ben.squareCode());
        unused = laptop.details();
        laptop.scanNumberOf("ben");
        assertThat(laptop.numbersDiffer()).isVisible();
        assertThat(laptop.verified("ben")).hasCount(0);

        ben.open("anna");
        camera.see(ben.squareCode());
        laptop.scanAgain();
        assertThat(laptop.verified("ben")).isVisible();
        // She scanned, he did not.
        assertThat(ben.verified("anna")).hasCount(0);
    }

    @Test
    @Order(7)
    void no_screen_has_a_barrier() {
        assertThat(Barriers.found()).isEmpty();
    }

    private DeviceScreens onBens() {
        return new DeviceScreens(ben.page());
    }

    private void expectOnBothOfAnna(String words) {
        assertThat(laptop.bubble(words)).isVisible();
        assertThat(phone.bubble(words)).isVisible();
    }

    private static String anotherThan(String code) {
        return (char) ('0' + (code.charAt(0) - '0' + 1) % 10) + code.substring(1);
    }
}
