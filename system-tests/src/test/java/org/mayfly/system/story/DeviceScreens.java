package org.mayfly.system.story;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

/** The messenger's screens about a person's devices, used by what that person sees. */
final class DeviceScreens {

    private static final String PAST = "don’t appear";

    private final Page page;

    DeviceScreens(Page page) {
        this.page = page;
    }

    /** Fills in the screen of a browser that has no account, and sends it. */
    void signIn(String network, String user, String passphrase, String device) {
        if (page.locator("mf-sign-in").count() == 0) {
            button("I already use Mayfly").click();
        }
        field("Name of your network").fill(network);
        field("Your name in it").fill(user);
        field("Passphrase").fill(passphrase);
        field("Name of this device").fill(device);
        button("Sign in").click();
    }

    /** The refusal of names and passphrase. */
    Locator refusal() {
        return page.locator("mf-sign-in").getByText("don’t go together");
    }

    /** What the screen says of messages sent before: nothing on a device that asks for nothing. */
    Locator past() {
        return page.getByText(PAST);
    }

    /** The code that a device shows while it waits to be let in. */
    String code() {
        var digits = page.locator("mf-waiting .digits");
        assertThat(digits).isVisible();
        return digits.innerText().replaceAll("\\s", "");
    }

    /** Goes from the notice to the page that asks for the code. */
    void lookAtApplicant(String name) {
        assertThat(page.getByText("A device wants to join your account.").first())
                .isVisible();
        button("Look at it").click();
        assertThat(page.getByText("“" + name + "” wants to join your account.")).isVisible();
    }

    void letIn(String code) {
        field("The code that the new device shows").fill(code);
        button("Let it in").click();
    }

    /** Turns the camera on where a code is asked for. */
    void scan() {
        button("Scan with the camera").click();
    }

    /** The square code, for another device's camera. */
    Locator squareCode() {
        return page.locator("mf-code-picture path:not([d=''])").locator("..");
    }

    Locator notLetIn() {
        return page.locator("mf-code-entry .error").getByText("not let in");
    }

    Locator letIn() {
        return page.getByText("The device was let in.");
    }

    void openSettings() {
        button("Settings").click();
        assertThat(page.locator("mf-own-devices li").first()).isVisible();
    }

    void closeSettings() {
        button("Close settings").click();
        assertThat(page.locator("mf-settings")).isHidden();
    }

    /** Chooses in the open settings after how long without a touch the messenger locks, by the words there. */
    void lockAfter(String words) {
        page.locator("mf-settings")
                .getByLabel(words, new Locator.GetByLabelOptions().setExact(true))
                .check();
    }

    /** The entry of the device with this name. */
    Locator device(String name) {
        return page.locator("mf-own-devices li").filter(new Locator.FilterOptions().setHasText(name));
    }

    /** From the list of devices to the page that asks for the passphrase. */
    void startRemoving(String name) {
        button("Remove " + name).click();
        assertThat(field("Your passphrase")).isVisible();
    }

    void finishRemoving(String passphrase) {
        field("Your passphrase").fill(passphrase);
        button("Remove the device").click();
    }

    Locator removalDone() {
        return page.getByText("The device was removed.");
    }

    /** The notice that the person's account has one device more. */
    Locator addedToYours() {
        return page.getByText("A device was added to your account.");
    }

    /** From the settings to the page that asks for name and passphrase. */
    void startDeleting() {
        button("Delete my account").click();
        assertThat(field("Your passphrase")).isVisible();
    }

    void deleteAccount(String name, String passphrase) {
        page.getByLabel("To confirm, type your name").fill(name);
        field("Your passphrase").fill(passphrase);
        button("Delete my account for good").click();
    }

    /** What a device that was removed says of itself. */
    Locator removed() {
        return page.getByRole(
                AriaRole.HEADING,
                new Page.GetByRoleOptions().setName("This device is not part of your account any more"));
    }

    /** Leaves the removed device as if nobody had ever used it. */
    void erase() {
        button("Erase what is left here").click();
        assertThat(page.locator("mf-enrolment, mf-sign-in")).isVisible();
    }

    /** The notice in an open conversation that a colleague has one device more. */
    Locator furtherDeviceOf(String colleague) {
        return page.getByText(colleague + " uses a further device.");
    }

    Locator fewerDevicesOf(String colleague) {
        return page.getByText(colleague + " removed a device.");
    }

    void gotIt() {
        button("Got it").click();
    }

    private Locator field(String label) {
        return page.getByLabel(label, new Page.GetByLabelOptions().setExact(true));
    }

    private Locator button(String words) {
        return page.getByRole(
                        AriaRole.BUTTON,
                        new Page.GetByRoleOptions().setName(words).setExact(true))
                .first();
    }
}
