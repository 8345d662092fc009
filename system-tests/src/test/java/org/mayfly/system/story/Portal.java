package org.mayfly.system.story;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.time.Instant;
import java.util.Objects;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

/** The portal, as an administrator uses it. */
final class Portal {

    private final Page page;
    private @Nullable OneTimeCode app;

    Portal(Page page) {
        this.page = page;
    }

    /** From the one-time link to the overview. */
    void setUp(URI link, String name, String password) {
        page.navigate(link.toString());
        Pictures.take(page, "portal-set-up");
        page.getByLabel("Your name").fill(name);
        page.getByLabel("Password", new Page.GetByLabelOptions().setExact(true)).pressSequentially(password);
        assertThat(page.locator(".mf-strength-accepted")).isVisible();
        button("Continue").click();
        assertThat(page.getByText("Protect your account")).isVisible();
        Pictures.take(page, "portal-authenticator");
        app = new OneTimeCode(page.locator("#secret").innerText());
        page.getByLabel("Code shown by the app").fill(app.at(Instant.now()));
        button("Finish set-up").click();
        assertThat(heading("Overview")).isVisible();
        Pictures.take(page, "portal-overview-first");
    }

    void createNetwork(String name) {
        go("Networks");
        Pictures.take(page, "portal-networks-empty");
        button("New network").click();
        var dialog = dialog("New network");
        dialog.getByLabel("Name").fill(name);
        Pictures.take(page, "portal-network-new");
        dialog.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Create network"))
                .click();
        assertThat(row(name)).isVisible();
        Pictures.take(page, "portal-networks");
    }

    /** Sets expiry to {@code shortest}, {@code usual} and {@code longest}, and burning to at most {@code burn}. */
    void setLives(Life shortest, Life usual, Life longest, Life burn) {
        go("Ephemerality");
        length("minimum", shortest);
        length("usual", usual);
        length("maximum", longest);
        length("burnMaximum", burn);
        assertThat(page.locator(".mf-composer")).containsText("Disappears " + usual.words() + " after sending.");
        assertThat(button("Save policy")).isEnabled();
        Pictures.take(page, "portal-ephemerality");
        save();
    }

    /** Sets the usual life alone. */
    void setUsualLife(Life usual) {
        go("Ephemerality");
        length("usual", usual);
        assertThat(page.locator(".mf-composer")).containsText("Disappears " + usual.words() + " after sending.");
        save();
    }

    /** What the portal says people will read. */
    String preview() {
        return page.locator(".mf-composer").innerText().strip();
    }

    private void save() {
        button("Save policy").click();
        assertThat(page.getByText("The policy is saved.")).isVisible();
    }

    /** The one-time link for a new person. */
    URI invite(String person) {
        go("People");
        button("Invite").click();
        var ask = dialog("Invite a person");
        ask.getByLabel("Name").fill(person);
        Pictures.take(page, "portal-invite");
        ask.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Make the link"))
                .click();
        var made = dialog("Invitation for " + person);
        var link = URI.create(made.locator("#link").innerText());
        Pictures.take(page, "portal-invitation");
        made.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Close"))
                .click();
        assertThat(made).isHidden();
        return link;
    }

    /** A token for a tool; its dialog shows it once. */
    void makeToken(String name) {
        go("API tokens");
        Pictures.take(page, "portal-tokens-empty");
        button("New token").click();
        var ask = dialog("New token");
        ask.getByLabel("Name").fill(name);
        Pictures.take(page, "portal-token-new");
        ask.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Make the token"))
                .click();
        var made = dialog("Your new token");
        assertThat(made.locator("#made")).isVisible();
        Pictures.take(page, "portal-token-made");
        made.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Close"))
                .click();
        assertThat(made).isHidden();
        assertThat(row(name)).isVisible();
    }

    /** Looks at what suspending a person asks for, and lets it be. */
    void almostSuspend(String person) {
        go("People");
        row(person)
                .getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Suspend"))
                .click();
        var ask = dialog("Suspend " + person);
        assertThat(ask).isVisible();
        Pictures.take(page, "portal-suspend");
        ask.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Cancel"))
                .click();
        assertThat(ask).isHidden();
    }

    /** Looks at what ending an identity says, which a wrong name doesn't end, and ends it. @return the new invitation */
    URI endIdentity(String person) {
        go("People");
        row(person)
                .getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("End identity"))
                .click();
        var ask = dialog("End the identity of " + person);
        assertThat(ask).isVisible();
        Pictures.take(page, "portal-end-identity");
        var end =
                ask.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("End identity and invite again"));
        ask.getByLabel("Type the name to confirm").fill(person + "e");
        end.click();
        assertThat(ask.getByText("That is not the name.")).isVisible();
        ask.getByLabel("Type the name to confirm").fill(person);
        end.click();
        var made = dialog("Invitation for " + person);
        var link = URI.create(made.locator("#link").innerText());
        made.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Close"))
                .click();
        assertThat(made).isHidden();
        assertThat(row(person).getByText("Identity ended")).isVisible();
        Pictures.take(page, "portal-identity-ended");
        return link;
    }

    /** From signing in to an invitation and out again, without a mouse. */
    void inviteByKeyboard(String name, String password, String person) {
        var keyboard = new Keyboard(page);
        keyboard.to("Name").type(name).to("Password").type(password);
        keyboard.to("One-time code")
                .type(Objects.requireNonNull(app).at(Instant.now()))
                .press("Enter");
        assertThat(heading("Overview")).isVisible();
        keyboard.to("People").press("Enter");
        assertThat(heading("People")).isVisible();
        keyboard.to("Invite").press("Enter");
        assertThat(dialog("Invite a person")).isVisible();
        keyboard.to("Name").type(person).press("Enter");
        var made = dialog("Invitation for " + person);
        assertThat(made).isVisible();
        keyboard.press("Escape");
        assertThat(made).isHidden();
        keyboard.to("Sign out").press("Enter");
        assertThat(heading("Sign in")).isVisible();
    }

    /** Takes the picture of a page that the navigation leads to. */
    void show(String place, String picture) {
        go(place);
        Pictures.take(page, picture);
    }

    void signOut() {
        button("Sign out").click();
        assertThat(heading("Sign in")).isVisible();
        Pictures.take(page, "portal-sign-in");
    }

    /** Whether this person has joined. */
    void expectState(String person, String state) {
        go("People");
        assertThat(row(person)).containsText(state);
    }

    private Locator row(String name) {
        return page.locator("#content tbody tr").filter(new Locator.FilterOptions().setHasText(name));
    }

    private void length(String setting, Life life) {
        page.locator("[id='policy:" + setting + "']").fill(Integer.toString(life.amount()));
        page.locator("[id='policy:" + setting + "Unit']").selectOption(life.unit());
    }

    /** Returns once the page left behind is gone and the next one is whole: they may look alike. */
    private void go(String place) {
        page.evaluate("document.documentElement.dataset.left = ''");
        page.getByRole(AriaRole.NAVIGATION)
                .getByRole(
                        AriaRole.LINK,
                        new Locator.GetByRoleOptions().setName(place).setExact(true))
                .click();
        assertThat(page.locator("html[data-left]")).hasCount(0);
        page.waitForLoadState();
        assertThat(heading(place)).isVisible();
    }

    private Locator heading(String words) {
        return page.getByRole(
                AriaRole.HEADING, new Page.GetByRoleOptions().setName(words).setLevel(1));
    }

    private Locator button(String words) {
        return page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(words).setExact(true));
    }

    private Locator dialog(String title) {
        return page.getByRole(AriaRole.DIALOG, new Page.GetByRoleOptions().setName(title));
    }
}
