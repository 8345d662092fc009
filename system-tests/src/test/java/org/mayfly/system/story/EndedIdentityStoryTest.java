package org.mayfly.system.story;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.mayfly.system.Eventually;
import org.mayfly.system.Installation;
import org.mayfly.system.people.Person;
import org.mayfly.system.people.TestNetwork;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

/** Anna loses everything and joins again; Ben's browser says so and sends nothing to her before he has compared. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EndedIdentityStoryTest {

    private static final Installation INSTALLATION = Installation.running();
    private static final String PASSPHRASE = "lantern walnut gravel tuesday";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    static Path homes;

    private Chromium chromium;
    private TestNetwork network;
    private Person anna;
    private Messenger ben;

    @BeforeAll
    void anna_and_ben_have_written() throws Exception {
        chromium = new Chromium(INSTALLATION);
        network = TestNetwork.create(INSTALLATION, TestNetwork.unique("Harbour"), homes);
        anna = network.enrol("anna");
        ben = new Messenger(chromium.profile("ben"), PASSPHRASE, INSTALLATION.publicUrl());
        ben.join(network.invite("ben"), "ben");
        ben.startWith("anna");
        ben.write("anna", "Before the storm.");
        var mail = new StoredMail(INSTALLATION, network.name());
        Eventually.holds(PATIENCE, () -> mail.waitingFor("anna") > 0);
        assertThat(anna.receive()).containsExactly("Before the storm.");
        ben.expectDelivered("Before the storm.");
    }

    @AfterAll
    void close() {
        chromium.close();
    }

    @Test
    void a_colleague_who_joins_again_is_written_to_only_after_her_new_number_was_compared() throws Exception {
        assertThat(changed()).hasCount(0);
        var code = network.endIdentity("anna");
        assertThat(changed()).hasCount(0);
        var again = network.enrolBy(code, "anna", "anna-again");

        assertThat(changed()).isVisible();
        assertThat(stopped()).hasText("Sending is stopped until you decide.");
        ben.type("anna", "To whom?");
        assertThat(ben.bubble("To whom?")).hasCount(0);
        Pictures.take(ben.page(), "identity-ended");
        assertThat(again.receive()).isEmpty();

        button("Compare safety numbers").click();
        assertThat(ben.page().locator("mf-safety .digits")).isVisible();
        assertThat(digitsAtBens()).isEqualTo(digitsAt(again));
        button("They match: verify and go on").click();
        assertThat(ben.page().getByText("You have verified anna")).isVisible();
        assertThat(changed()).hasCount(0);
        assertThat(stopped()).hasCount(0);

        ben.write("anna", "Good to have you back.");
        var mail = new StoredMail(INSTALLATION, network.name());
        Eventually.holds(PATIENCE, () -> mail.waitingFor("anna") > 0);
        assertThat(again.receive()).containsExactly("Good to have you back.");
        ben.expectDelivered("Good to have you back.");
        again.send("ben", "With a new key.", Optional.empty());
        assertThat(ben.bubble("With a new key.")).isVisible();
        assertThat(ben.banners()).hasCount(0);
        assertThat(Barriers.found()).isEmpty();
    }

    private Locator changed() {
        return ben.page().getByText("anna’s identity has changed.");
    }

    private Locator stopped() {
        return ben.page().locator("mf-composer .stopped");
    }

    private Locator button(String words) {
        return ben.page()
                .getByRole(
                        AriaRole.BUTTON,
                        new Page.GetByRoleOptions().setName(words).setExact(true))
                .first();
    }

    private String digitsAtBens() {
        return ben.page().locator("mf-safety .digits").innerText().replaceAll("\\s", "");
    }

    private static String digitsAt(Person person) {
        try (var client = person.open()) {
            client.connect();
            return client.contact("ben").safetyNumber().orElseThrow().replace(" ", "");
        }
    }
}
