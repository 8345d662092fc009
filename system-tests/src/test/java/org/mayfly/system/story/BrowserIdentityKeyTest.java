package org.mayfly.system.story;

import com.microsoft.playwright.Route;
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
import org.mayfly.system.Installation;
import org.mayfly.system.people.TestNetwork;
import org.mayfly.system.promise.Verifies;
import org.mayfly.system.search.Found;
import org.mayfly.system.search.StoreSearch;
import org.mayfly.system.secrecy.HeldSecret;
import org.mayfly.system.secrecy.StolenBundle;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

/** The identity's private key is in a browser while it enrols, or changes the list of devices; at no other time. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class BrowserIdentityKeyTest {

    private static final Installation INSTALLATION = Installation.running();
    private static final String PASSPHRASE = "harvest pewter comet lagoon";

    private static final String SECOND = "The old one";

    @TempDir
    static Path scratch;

    private Chromium chromium;
    private TestNetwork network;
    private Messenger anna;
    private byte[] scalar = {};
    private byte[] publicKey = {};

    @BeforeAll
    void a_browser_joins() throws Exception {
        chromium = new Chromium(INSTALLATION);
        network = TestNetwork.create(INSTALLATION, TestNetwork.unique("identity"), scratch);
        network.waiveApproval();
        anna = new Messenger(chromium.profile("identity"), PASSPHRASE, INSTALLATION.publicUrl());
        anna.join(network.invite("anna"), "anna");
        scalar = StolenBundle.identityScalar(INSTALLATION, network.name(), "anna", PASSPHRASE);
        publicKey = StolenBundle.of(INSTALLATION, network.name(), "anna")
                .identityKey()
                .toArray();
    }

    @AfterAll
    void close() {
        chromium.close();
    }

    @Test
    @Order(1)
    @Verifies(value = "P1.5", parts = "browser", kind = Verifies.Kind.CHECK_WITH_CONTROL)
    void no_object_and_no_key_of_page_and_workers_is_the_identitys_but_while_the_account_is_open(TestReporter report)
            throws Exception {
        assertThat(inMemory()).as("after joining").isEmpty();
        assertThat(LiveMemory.signers(anna.browser(), publicKey)).isZero();
        assertThat(LiveMemory.signers(anna.browser(), deviceKey()))
                .as("control: a key that it does hold")
                .isPositive();

        new CommandLine(INSTALLATION, scratch.resolve("second")).join(network.name(), "anna", PASSPHRASE, SECOND);
        var devices = new DeviceScreens(anna.page());
        devices.openSettings();
        devices.startRemoving(SECOND);
        var held = new ArrayList<Route>();
        anna.page().route("**/api/v1/recovery/lists", held::add);
        devices.finishRemoving(PASSPHRASE);
        anna.page().waitForCondition(() -> !held.isEmpty());
        assertThat(inMemory()).as("control: while it is removed").isNotEmpty();
        assertThat(LiveMemory.signers(anna.browser(), publicKey))
                .as("control: while it is removed")
                .isPositive();
        held.forEach(Route::resume);
        assertThat(devices.removalDone()).isVisible();
        devices.closeSettings();

        assertThat(inMemory()).as("after the removal").isEmpty();
        assertThat(LiveMemory.signers(anna.browser(), publicKey)).isZero();
        report.publishEntry(
                "evidence",
                "an identity's private key: after joining, and after a removal, in no buffer that an object of the page or"
                        + " its workers holds, in no string, and no key of the browser's signs as it; both are found while"
                        + " the removal is under way");
    }

    @Test
    @Order(2)
    @Verifies(value = "P1.5", parts = "browser", kind = Verifies.Kind.CHECK_WITH_CONTROL)
    void no_file_of_the_profile_and_no_opened_record_holds_it(TestReporter report) throws Exception {
        var records = BrowserVault.open(anna.browser(), PASSPHRASE).secrets();
        assertThat(records).extracting(HeldSecret::bytes).doesNotContain(Bytes.of(scalar));
        assertThat(records)
                .as("control: the device's own key, and one-time keys, are among them")
                .hasSizeGreaterThan(100);
        anna.closeBrowser();
        var folder = anna.browser().folder();
        var search = StoreSearch.forBytes("the key", scalar);
        assertThat(search.in(folder)).isEmpty();
        var planted = Files.write(folder.resolve("planted"), scalar);
        assertThat(search.in(folder)).extracting(Found::file).containsOnly(planted);
        report.publishEntry(
                "evidence",
                "after joining and a removal: not among the " + records.size()
                        + " secrets in the opened store, and in no file of the profile; planted in one, it is found");
    }

    private List<Found> inMemory() throws Exception {
        var dump = scratch.resolve("reachable");
        LiveMemory.copy(anna.browser(), dump);
        return StoreSearch.forBytes("the key", scalar).in(dump);
    }

    private byte[] deviceKey() throws Exception {
        try (var database = INSTALLATION.database();
                var query = database.prepareStatement("SELECT signing_key FROM device WHERE id = ?")) {
            query.setObject(1, network.device("anna"));
            try (var row = query.executeQuery()) {
                row.next();
                return row.getBytes(1);
            }
        }
    }
}
