package org.mayfly.system.story;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.mayfly.system.Installation;
import org.mayfly.system.people.Person;
import org.mayfly.system.people.TestNetwork;

import java.nio.file.Path;
import java.util.Optional;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Where nobody has to approve devices: a second one is in by the passphrase alone; then the account is deleted. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class AccountStoryTest {

    private static final Installation INSTALLATION = Installation.running();
    private static final String PASSPHRASE = "lantern walnut gravel tuesday";
    private static final String PHONE = "Anna’s phone";

    @TempDir
    static Path homes;

    private Chromium chromium;
    private TestNetwork network;
    private Person carla;
    private Messenger laptop;
    private Messenger phone;
    private DeviceScreens onLaptop;
    private DeviceScreens onPhone;

    @BeforeAll
    void anna_joins_a_network_that_waives_approval() throws Exception {
        chromium = new Chromium(INSTALLATION);
        network = TestNetwork.create(INSTALLATION, TestNetwork.unique("Ferry"), homes);
        network.waiveApproval();
        carla = network.enrol("carla");
        laptop = new Messenger(chromium.profile("laptop"), PASSPHRASE, INSTALLATION.publicUrl());
        phone = new Messenger(chromium.profile("phone"), PASSPHRASE, INSTALLATION.publicUrl());
        laptop.join(network.invite("anna"), "anna");
        onLaptop = new DeviceScreens(laptop.page());
        onPhone = new DeviceScreens(phone.page());
    }

    @AfterAll
    void close() {
        chromium.close();
    }

    @Test
    @Order(1)
    void a_second_device_is_in_by_the_passphrase_and_the_first_one_says_so() throws Exception {
        phone.page().navigate(INSTALLATION.publicUrl().toString());
        onPhone.signIn(network.name(), "anna", PASSPHRASE, PHONE);
        phone.expectOpen();
        assertThat(onPhone.past()).isVisible();
        assertThat(onLaptop.addedToYours()).isVisible();
        carla.send("anna", "To both of hers.", Optional.empty());
        for (var device : new Messenger[] {laptop, phone}) {
            device.open("carla");
            assertThat(device.bubble("To both of hers.")).isVisible();
        }
        assertThat(devices()).isEqualTo(2);
    }

    @Test
    @Order(2)
    void neither_another_name_nor_another_passphrase_deletes_the_account() throws Exception {
        onLaptop.openSettings();
        onLaptop.startDeleting();
        onLaptop.deleteAccount("ann", PASSPHRASE);
        assertThat(laptop.page().getByText("That is not your name as it stands above."))
                .isVisible();
        onLaptop.deleteAccount("anna", PASSPHRASE + " not");
        assertThat(laptop.page().getByText("That is not the passphrase of your account"))
                .isVisible();
        assertThat(devices()).isEqualTo(2);
    }

    @Test
    @Order(3)
    void a_deleted_account_leaves_nothing_at_the_server_and_on_that_device_and_opens_no_more() throws Exception {
        var store = laptop.browser().folder();
        assertThat(MessageKeys.secrets(store)).as("control").isNotEmpty();
        onLaptop.deleteAccount("anna", PASSPHRASE);
        assertThat(laptop.page().getByText("Join your organisation")).isVisible();
        assertThatThrownBy(() -> MessageKeys.secrets(store)).hasMessage("the profile holds no file of secrets");
        assertThat(devices()).isZero();
        assertThat(rowsOfAnna("recovery_bundle")).isZero();
        assertThat(rowsOfAnna("device_list")).isZero();

        assertThat(onPhone.removed()).isVisible();
        onPhone.erase();
        onPhone.signIn(network.name(), "anna", PASSPHRASE, PHONE);
        assertThat(onPhone.refusal()).isVisible();
        assertThat(Barriers.found()).isEmpty();
    }

    private int devices() throws Exception {
        return rowsOfAnna("device");
    }

    private int rowsOfAnna(String table) throws Exception {
        try (var database = INSTALLATION.database();
                var query = database.prepareStatement("SELECT count(*) FROM " + table + """
                         t JOIN app_user u ON u.id = t.user_id JOIN network n ON n.id = u.network_id
                        WHERE n.name = ? AND u.name = 'anna'""")) {
            query.setString(1, network.name());
            try (var row = query.executeQuery()) {
                row.next();
                return row.getInt(1);
            }
        }
    }
}
