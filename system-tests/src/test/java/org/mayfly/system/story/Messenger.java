package org.mayfly.system.story;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;

import java.net.URI;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

/** The messenger in one person's browser, used by what that person sees. */
final class Messenger {

    private final BrowserProfile browser;
    private final String passphrase;
    private final URI address;

    Messenger(BrowserProfile browser, String passphrase, URI address) {
        this.browser = browser;
        this.passphrase = passphrase;
        this.address = address;
    }

    /** From the link of an invitation to the list of conversations. */
    void join(URI invitation, String person) {
        page().navigate(invitation.toString());
        assertThat(page().getByText("You will be known as " + person + ".")).isVisible();
        Pictures.take(page(), "invitation");
        button("Choose a passphrase").click();
        choose(passphrase);
        assertThat(page().locator(".verdict.strong")).isVisible();
        Pictures.take(page(), "passphrase");
        button("Join").click();
        expectOpen();
        Pictures.take(page(), "conversations-empty");
    }

    private void choose(String passphrase) {
        field("Passphrase").fill(passphrase);
        field("The same passphrase again").fill(passphrase);
    }

    /** On the invitation or where the passphrase is asked for already: chooses one and joins, if it is taken. */
    void tryToJoin(String passphrase) {
        if (page().locator("mf-choose-passphrase").count() == 0) {
            button("Choose a passphrase").click();
        }
        choose(passphrase);
        button("Join").click();
    }

    /** The sentence of the invitation about what was sent before. */
    static Locator noHistory(Page page) {
        return page.getByText("Messages sent before you join don’t appear here.");
    }

    /** Opens the application on a device that has joined, and unlocks it. */
    void unlock() {
        unlock(this::expectOpen);
    }

    /** The same on a device that may not have stayed what it was. */
    void unlock(Runnable expected) {
        page().navigate(address.toString());
        expectLocked();
        Pictures.take(page(), "locked");
        field("Passphrase").fill(passphrase);
        button("Unlock").click();
        expected.run();
    }

    void expectLocked() {
        assertThat(page().getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setName("Mayfly is locked")))
                .isVisible();
    }

    /** The list of conversations is there. */
    void expectOpen() {
        assertThat(page().getByRole(
                                AriaRole.HEADING,
                                new Page.GetByRoleOptions()
                                        .setName("Conversations")
                                        .setExact(true)))
                .isVisible();
    }

    /** Finds a colleague by name and opens the conversation. */
    void startWith(String colleague) {
        page().getByRole(AriaRole.SEARCHBOX).fill(colleague);
        page().locator("mf-conversations .row")
                .filter(new Locator.FilterOptions().setHasText(colleague))
                .click();
        assertThat(composer(colleague)).isVisible();
    }

    /** Opens a conversation that stands in the list. */
    void open(String colleague) {
        page().locator("mf-conversations .row[data-conversation]")
                .filter(new Locator.FilterOptions().setHasText(colleague))
                .click();
        assertThat(composer(colleague)).isVisible();
    }

    /** What the empty composer says. */
    Locator policySentence() {
        return page().locator("mf-composer #policy");
    }

    /** Chooses by the words of the chooser, for example "10 seconds" and "after 5 seconds". */
    void chooseLife(String expiry, String burn) {
        page().locator("mf-composer button.chip").click();
        var chooser = page().locator("mf-life-chooser");
        choice(chooser, expiry);
        choice(chooser, burn);
        Pictures.take(page(), "life-chooser");
        chooser.getByRole(AriaRole.BUTTON).click();
        assertThat(chooser).isHidden();
    }

    private static void choice(Locator chooser, String words) {
        chooser.getByLabel(words, new Locator.GetByLabelOptions().setExact(true))
                .check();
    }

    void write(String colleague, String text) {
        type(colleague, text);
        assertThat(bubble(text)).isVisible();
    }

    /** The same, whatever comes of it. */
    void type(String colleague, String text) {
        composer(colleague).fill(text);
        composer(colleague).press("Enter");
    }

    /** The message in the open thread. */
    Locator bubble(String text) {
        return page().locator("mf-thread li.message").filter(new Locator.FilterOptions().setHasText(text));
    }

    /** Words anywhere on the screen, also in the list and in what is read aloud. */
    Locator anywhere(String text) {
        return page().getByText(text);
    }

    void expectDelivered(String text) {
        assertThat(bubble(text).locator(".delivery")).hasClass("delivery delivered");
    }

    /** The cover of the one message that burns after it is read. */
    Locator cover() {
        return page().getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Open message"));
    }

    /** The banner of a failed authentication. */
    Locator warning(String colleague) {
        return page().locator("mf-banners").getByText("A message in " + colleague + "’s name failed its check");
    }

    /** The banner of several, in one colleague's name. */
    Locator warnings(String colleague, long count) {
        return page().locator("mf-banners")
                .getByText(count + " messages in " + colleague + "’s name failed their check");
    }

    /** The banner of several that name nobody this device knows. */
    Locator warningsOfStrangers(long count) {
        return page().locator("mf-banners").getByText(count + " messages from unknown senders failed their check");
    }

    Locator banners() {
        return page().locator("mf-banners section");
    }

    /** The entries in the open thread where a message failed that check. */
    Locator failed(String reason) {
        return page().locator("mf-thread li.warned").filter(new Locator.FilterOptions().setHasText(reason));
    }

    /** The same, where it says that it was so many. */
    Locator failed(String reason, long count) {
        return count == 1
                ? failed(reason)
                : failed(reason).filter(new Locator.FilterOptions().setHasText("This happened " + count + " times"));
    }

    void setWarningAside() {
        button("Put aside").click();
    }

    Locator details() {
        page().getByRole(
                        AriaRole.BUTTON,
                        new Page.GetByRoleOptions().setName("Details").setExact(true))
                .click();
        return page().locator("mf-safety .digits");
    }

    /** The safety number as a square code, in the open details. */
    Locator squareCode() {
        return page().locator("mf-safety mf-code-picture path:not([d=''])").locator("..");
    }

    /** From the open details of a colleague to the camera. */
    void scanNumberOf(String colleague) {
        button("Scan or type " + colleague + "’s code").click();
        button("Scan with the camera").click();
    }

    /** The warning that two safety numbers are not the same. */
    Locator numbersDiffer() {
        return page().locator("mf-safety").getByText("Don’t send anything confidential here");
    }

    Locator verified(String colleague) {
        return page().locator("mf-safety").getByText("You have verified " + colleague);
    }

    /** From the warning back to the field for the other number, and to the camera. */
    void scanAgain() {
        button("Check the digits again").click();
        button("Scan with the camera").click();
    }

    /** Locks, unlocks, finds a colleague, writes and compares safety numbers, without a mouse. */
    void verifyByKeyboard(String colleague, String text) {
        var keyboard = new Keyboard(page());
        keyboard.to("Lock Mayfly on this device").press("Enter");
        expectLocked();
        keyboard.to("Passphrase").type(passphrase).press("Enter");
        expectOpen();
        keyboard.to("Search people").type(colleague);
        keyboard.press("ArrowDown").to(colleague).press("Enter");
        keyboard.to("Message to " + colleague).type(text).press("Enter");
        expectDelivered(text);
        keyboard.to("Details").press("Enter");
        assertThat(page().locator("mf-safety .digits")).isVisible();
        keyboard.to("They match").press("Enter");
        assertThat(page().getByText("You have verified " + colleague)).isVisible();
        keyboard.press("Escape");
        assertThat(page().locator("mf-safety")).isHidden();
    }

    void closeBrowser() {
        browser.close();
    }

    void openBrowser() {
        browser.open();
    }

    BrowserProfile browser() {
        return browser;
    }

    Page page() {
        return browser.page();
    }

    private Locator composer(String colleague) {
        return page().getByLabel("Message to " + colleague);
    }

    private Locator field(String label) {
        return page().getByLabel(label, new Page.GetByLabelOptions().setExact(true));
    }

    private Locator button(String words) {
        return page().getByRole(
                        AriaRole.BUTTON,
                        new Page.GetByRoleOptions().setName(words).setExact(true))
                .first();
    }
}
