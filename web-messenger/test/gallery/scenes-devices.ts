/** Signing in on a further device, letting one in, and what can be done with devices and account. */

import * as cast from "./cast.js";
import { calls, expect, PASSPHRASE, type Conduct } from "./scene.js";
import { openSettings, openSignIn } from "./states-devices.js";

const { self } = cast.people;

const account = { conversations: cast.usualList(), devices: cast.devices, hasRecoveryKey: false };
const waits = { ...account, waitingDevice: { name: "Safari on iPhone", expires: Date.now() + cast.HOUR } };

export const deviceScenes: Readonly<Record<string, Conduct>> = {
  "who has an account signs in on a further device, and a refusal keeps what was typed": async (open) => {
    const { hand, messenger, app } = await open({ stage: { kind: "not-enrolled" }, refusing: { signIn: "wrong-credentials" } });
    await openSignIn(hand);
    await hand.key("mf-sign-in #user", "Enter");
    await hand.type("mf-sign-in mf-passphrase-field input", PASSPHRASE);
    await hand.key("mf-sign-in mf-passphrase-field input", "Enter");
    await hand.until(() => hand.text("mf-sign-in main").includes("don’t go together"), "the refusal");
    const names = { networkName: "Northwind Relief", userName: self.name };
    const given = calls(messenger, "signIn")[0];
    expect(JSON.stringify(given?.slice(1, 3)) === JSON.stringify([names, PASSPHRASE.length]), JSON.stringify(given));
    const typed = async (field: string): Promise<string> => ((await hand.find(field)) as HTMLInputElement).value;
    expect((await typed("mf-sign-in #network")) === "Northwind Relief", "the network stays");
    expect((await typed("mf-sign-in mf-passphrase-field input")) === PASSPHRASE, "the passphrase stays");
    messenger.change({
      stage: { kind: "waiting-for-approval", ...names, code: cast.DEVICE_CODE, expires: Date.now() + cast.DAY },
    });
    await hand.until(() => hand.text("mf-waiting .digits").includes(cast.DEVICE_CODE.slice(0, 5)), "the code");
    messenger.change({ stage: { kind: "open", self, networkName: "Northwind Relief" } });
    await hand.find("mf-shell");
    expect(!app.renderRoot.querySelector("mf-waiting"), "it goes on by itself");
  },

  "on a phone the notice of a device that waits makes room for the page about it, and comes back": async (open) => {
    const { hand } = await open(waits);
    await hand.press("mf-banners .button");
    const code = await hand.find("mf-code-entry textarea");
    await hand.until(() => !hand.text("mf-banners").includes("wants to join"), "the notice goes");
    expect(code.getBoundingClientRect().bottom <= window.innerHeight, "the field for the code is seen at once");
    await hand.press("mf-settings .back");
    await hand.until(() => hand.text("mf-banners").includes("wants to join"), "the notice comes back");
  },

  "a missing field is named and gets the focus, nothing is asked of the server": async (open) => {
    const { hand, messenger, app } = await open({ stage: { kind: "not-enrolled" } });
    await hand.press("mf-enrolment .already");
    await hand.press("mf-sign-in .primary");
    expect(hand.text("mf-sign-in #network-error").includes("Fill this in"), "which");
    const screen = app.renderRoot.querySelector("mf-sign-in");
    expect(screen?.shadowRoot?.activeElement?.id === "network", "the focus");
    expect(messenger.calls.length === 0, "nothing was asked");
  },

  "with the recovery key a new passphrase is chosen first": async (open) => {
    const { hand, messenger } = await open({ stage: { kind: "not-enrolled" } });
    await openSignIn(hand);
    await hand.press("mf-sign-in .way");
    await hand.type("mf-sign-in #key", cast.RECOVERY_KEY.slice(0, -1));
    await hand.press("mf-sign-in .primary");
    expect(hand.text("mf-sign-in #key-error").includes("this one has 31"), "the length");
    await hand.type("mf-sign-in #key", cast.RECOVERY_KEY.toLowerCase().replaceAll("-", " "));
    await hand.press("mf-sign-in .primary");
    await hand.type("mf-choose-passphrase #first input", PASSPHRASE);
    await hand.type("mf-choose-passphrase #again input", PASSPHRASE);
    await hand.press("mf-choose-passphrase .primary");
    await hand.until(() => calls(messenger, "signInWithRecoveryKey").length === 1, "the sign-in");
    expect(calls(messenger, "signInWithRecoveryKey")[0]?.[2] === 32, "the key without its groups");
  },

  "a device that waits is let in by the code of its own screen alone": async (open) => {
    const { hand, messenger } = await open(waits);
    await hand.press("mf-banners .button");
    await hand.type("mf-code-entry textarea", "40719 38256");
    await hand.key("mf-code-entry textarea", "Enter");
    expect(calls(messenger, "approveDevice").length === 0, "half a code lets nobody in");
    await hand.type("mf-code-entry textarea", cast.DEVICE_CODE);
    await hand.key("mf-code-entry textarea", "Enter");
    await hand.until(() => hand.text("mf-settings-overview .said").includes("was let in"), "done");
    expect(calls(messenger, "approveDevice")[0]?.[1] === cast.DEVICE_CODE, "the digits");
    expect(!hand.there("mf-banners .banner"), "the notice is gone");
  },

  "a wrong code stays in its field with the reason, and refusing is one press": async (open) => {
    const { hand, messenger } = await open({ ...waits, refusing: { approveDevice: "wrong-device-code" } });
    await hand.press("mf-banners .button");
    await hand.type("mf-code-entry textarea", cast.DEVICE_CODE);
    await hand.press("mf-code-entry .primary");
    await hand.until(() => hand.text("mf-code-entry .error").includes("not let in"), "the reason");
    const field = (await hand.find("mf-code-entry textarea")) as HTMLTextAreaElement;
    expect(field.value === cast.DEVICE_CODE, "what was typed stays");
    await hand.press("mf-approve-device .refuse");
    await hand.until(() => calls(messenger, "refuseDevice").length === 1, "refused");
    await hand.until(() => hand.text("mf-settings-overview .said").includes("was refused"), "said");
  },

  "a device is renamed and removed with the keyboard, the removal asks for the passphrase": async (open) => {
    const { hand, messenger, app } = await open(account);
    await openSettings(hand);
    await hand.press('mf-own-devices [data-device="d-3"]');
    await hand.type("mf-own-devices #name", "Backup script");
    await hand.press("mf-own-devices form .primary");
    await hand.until(() => hand.text("mf-own-devices ul").includes("Backup script"), "the new name");
    await hand.press("mf-own-devices .remove");
    await hand.press("mf-confirm .danger");
    expect(calls(messenger, "revokeDevice").length === 0, "not without the passphrase");
    await hand.type("mf-confirm mf-passphrase-field input", PASSPHRASE);
    await hand.key("mf-confirm mf-passphrase-field input", "Enter");
    await hand.until(() => calls(messenger, "revokeDevice").length === 1, "removed");
    await hand.until(() => !hand.text("mf-own-devices ul").includes("Lena’s phone"), "gone from the list");
    await hand.key("mf-settings", "Escape");
    await hand.until(() => !hand.there("mf-settings"), "Escape closes");
    const shell = app.renderRoot.querySelector("mf-shell")?.shadowRoot;
    await hand.until(() => shell?.activeElement?.classList.contains("settings") === true, "the focus is back");
  },

  "the passphrase is changed only with the one until now": async (open) => {
    const { hand, messenger } = await open(account);
    await openSettings(hand);
    await hand.press("mf-settings .to-passphrase");
    await hand.type("mf-choose-passphrase #first input", PASSPHRASE);
    await hand.type("mf-choose-passphrase #again input", PASSPHRASE);
    await hand.press("mf-choose-passphrase .primary");
    await hand.until(() => hand.text("mf-change-passphrase #current").includes("Type your passphrase"), "what is missing");
    await hand.type("mf-change-passphrase #current input", "the old one");
    await hand.press("mf-choose-passphrase .primary");
    await hand.until(() => calls(messenger, "changePassphrase").length === 1, "changed");
    await hand.until(() => hand.text("mf-settings-overview .said").includes("was changed"), "said");
  },

  "a recovery key is shown in groups until the page is left, and not again": async (open) => {
    const { hand } = await open(account);
    await openSettings(hand);
    await hand.press("mf-settings .to-recovery-key");
    await hand.type("mf-confirm mf-passphrase-field input", PASSPHRASE);
    await hand.press("mf-confirm .primary");
    await hand.until(() => hand.text("mf-recovery-key .key").includes("4Q7H"), "the key");
    await hand.press("mf-recovery-key .kept");
    await hand.until(() => hand.text("mf-settings-overview").includes("You have a recovery key"), "it is known");
    expect(!hand.text("body").includes("4Q7H"), "it is not on the page any more");
  },

  "the account is deleted only with the name typed out": async (open) => {
    const { hand, messenger } = await open(account);
    await openSettings(hand);
    await hand.press("mf-settings .to-delete");
    await hand.type("mf-delete-account #typed", "Lena");
    await hand.type("mf-confirm mf-passphrase-field input", PASSPHRASE);
    await hand.press("mf-confirm .danger");
    await hand.until(() => hand.text("mf-confirm .refusal").includes("not your name"), "the name");
    expect(calls(messenger, "deleteAccount").length === 0, "nothing was deleted");
    await hand.type("mf-delete-account #typed", self.name);
    await hand.press("mf-confirm .danger");
    await hand.find("mf-enrolment");
    expect(calls(messenger, "deleteAccount").length === 1, "once");
  },

  "a device that was removed elsewhere can be emptied": async (open) => {
    const { hand, messenger } = await open({ stage: { kind: "broken", code: "unauthenticated" } });
    await hand.press("mf-removed .erase");
    await hand.find("mf-enrolment");
    expect(calls(messenger, "forget").length === 1, "emptied");
  },

  "a colleague's further device is told in their conversation, an own one everywhere, until it was seen": async (open) => {
    const { hand, messenger } = await open({
      ...account,
      notices: [
        { kind: "own-device-added", id: "n1", at: Date.now() },
        { kind: "peer-device-added", id: "n2", at: Date.now(), person: cast.people.amara },
      ],
    });
    expect(hand.text("mf-banners").includes("was added to your account"), "the own one");
    expect(!hand.text("body").includes("uses a further device"), "not yet hers");
    await hand.press('mf-conversations [data-conversation="c-amara"]');
    await hand.until(() => hand.text("mf-shell .thread").includes("Amara Okafor uses a further device"), "hers");
    await hand.press("mf-shell .thread .banner .button");
    await hand.press("mf-banners .banner .button");
    await hand.find("mf-own-devices li");
    await hand.press("mf-banners .banner .button:last-child");
    expect(calls(messenger, "dismissNotice").map(([, id]) => id).join() === "n2,n1", "both were seen");
  },

  "what did not come from a colleague is told in their conversation, until it was seen": async (open) => {
    const { hand, messenger } = await open({
      ...account,
      notices: [{ kind: "missing", id: "m1", at: Date.now(), person: cast.people.amara, count: 1 }],
    });
    expect(!hand.text("body").includes("did not arrive"), "not elsewhere");
    await hand.press('mf-conversations [data-conversation="c-amara"]');
    await hand.until(() => hand.text("mf-shell .thread").includes("1 thing from Amara Okafor did not arrive here"), "hers");
    await hand.press("mf-shell .thread .banner .button");
    await hand.until(() => !hand.text("mf-shell .thread").includes("did not arrive"), "seen");
    expect(calls(messenger, "dismissNotice").map(([, id]) => id).join() === "m1", "once");
  },

  "another time until locking holds at once, and is kept": async (open) => {
    const { hand, messenger } = await open(account);
    await openSettings(hand);
    (await hand.find('mf-settings-overview input[value="60"]')).click();
    await hand.until(() => calls(messenger, "setLockAfterMinutes")[0]?.[1] === 60, "kept");
  },
};
