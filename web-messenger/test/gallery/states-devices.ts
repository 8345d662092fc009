/** Several devices, settings and the account. */

import * as cast from "./cast.js";
import type { Hand } from "./hand.js";
import { PASSPHRASE } from "./scene.js";
import type { Script } from "./scripted-messenger.js";
import type { State } from "./state.js";

const { self, amara } = cast.people;
const { HOUR, MINUTE } = cast;

const account: Script = { conversations: cast.usualList(), devices: cast.devices, hasRecoveryKey: true };

const signIn: Script = { stage: { kind: "not-enrolled" } };

const waits: Script = { ...account, waitingDevice: { name: "Safari on iPhone", expires: cast.now + 23 * HOUR } };

export async function openSettings(hand: Hand): Promise<void> {
  // Above 64 rem in the rail, below in the head of the list.
  await hand.press(window.matchMedia("(min-width: 64rem)").matches ? "mf-shell .rail .settings" : "mf-conversations .unrailed");
  await hand.find("mf-own-devices li");
}

async function openPage(hand: Hand, button: string): Promise<void> {
  await openSettings(hand);
  await hand.press(button);
}

export async function openSignIn(hand: Hand): Promise<void> {
  await hand.press("mf-enrolment .already");
  await hand.type("mf-sign-in #network", "Northwind Relief");
  await hand.type("mf-sign-in #user", self.name);
}

export const deviceStates: Readonly<Record<string, State>> = {
  "sign-in": { script: signIn, act: openSignIn },
  "sign-in-refused": {
    script: { ...signIn, refusing: { signIn: "wrong-credentials" } },
    act: async (hand) => {
      await openSignIn(hand);
      await hand.type("mf-sign-in mf-passphrase-field input", "lantern fery");
      await hand.press("mf-sign-in .primary");
      await hand.until(() => hand.text("mf-sign-in main").includes("go together"));
    },
  },
  "sign-in-recovery-key": {
    script: signIn,
    act: async (hand) => {
      await openSignIn(hand);
      await hand.press("mf-sign-in .way");
      await hand.type("mf-sign-in #key", "4q7h xk2m 9rtb 6wye");
      await hand.press("mf-sign-in .primary");
    },
  },
  "sign-in-new-passphrase": {
    script: signIn,
    act: async (hand) => {
      await openSignIn(hand);
      await hand.press("mf-sign-in .way");
      await hand.type("mf-sign-in #key", cast.RECOVERY_KEY);
      await hand.press("mf-sign-in .primary");
      await hand.find("mf-choose-passphrase");
    },
  },
  "sign-in-busy": {
    script: { ...signIn, hanging: ["signIn"] },
    act: async (hand) => {
      await openSignIn(hand);
      await hand.type("mf-sign-in mf-passphrase-field input", PASSPHRASE);
      await hand.press("mf-sign-in .primary");
    },
  },
  "waiting-for-approval": {
    script: {
      stage: {
        kind: "waiting-for-approval",
        networkName: "Northwind Relief",
        userName: self.name,
        code: cast.DEVICE_CODE,
        expires: cast.now + 24 * HOUR,
      },
    },
  },
  removed: { script: { stage: { kind: "broken", code: "unauthenticated" } } },
  settings: { script: account, act: openSettings },
  "settings-end": {
    script: { ...account, hasRecoveryKey: false },
    act: async (hand) => {
      await openSettings(hand);
      (await hand.find("mf-settings .to-delete")).scrollIntoView();
    },
  },
  "settings-most-devices": {
    script: { ...account, policy: { ...cast.freePolicy, devicesMaximum: 3, recoveryKeyAllowed: false } },
    act: async (hand) => {
      await openSettings(hand);
      (await hand.find("mf-own-devices li:last-child")).scrollIntoView();
    },
  },
  "settings-offline": {
    script: { ...account, refusing: { devices: "offline" } },
    act: async (hand) => {
      await hand.press(window.matchMedia("(min-width: 64rem)").matches ? "mf-shell .rail .settings" : "mf-conversations .unrailed");
      await hand.find("mf-own-devices .error");
    },
  },
  "device-renaming": {
    script: account,
    act: async (hand) => {
      await openPage(hand, "mf-own-devices .rename");
      await hand.type("mf-own-devices #name", "x".repeat(70));
      await hand.press("mf-own-devices form .primary");
      (await hand.find("mf-own-devices form")).scrollIntoView({ block: "center" });
    },
  },
  "device-adding": { script: account, act: (hand) => openPage(hand, "mf-own-devices .add") },
  "device-removing": { script: account, act: (hand) => openPage(hand, "mf-own-devices .remove") },
  "device-waits": { script: waits },
  "device-approving": { script: waits, act: (hand) => hand.press("mf-banners .button") },
  "device-wrong-code": {
    script: { ...waits, refusing: { approveDevice: "wrong-device-code" } },
    act: async (hand) => {
      await hand.press("mf-banners .button");
      await hand.type("mf-code-entry textarea", cast.DEVICE_CODE);
      await hand.press("mf-code-entry .primary");
    },
  },
  "passphrase-changing": { script: account, act: (hand) => openPage(hand, "mf-settings .to-passphrase") },
  "recovery-key-making": { script: account, act: (hand) => openPage(hand, "mf-settings .to-recovery-key") },
  "recovery-key-made": {
    script: account,
    act: async (hand) => {
      await openPage(hand, "mf-settings .to-recovery-key");
      await hand.type("mf-settings mf-passphrase-field input", PASSPHRASE);
      await hand.press("mf-confirm .primary");
      await hand.find("mf-recovery-key .key");
    },
  },
  "recovery-key-removing": {
    script: { ...account, refusing: { removeRecoveryKey: "wrong-credentials" } },
    act: async (hand) => {
      await openPage(hand, "mf-settings .to-remove-recovery-key");
      await hand.type("mf-settings mf-passphrase-field input", "lantern fery");
      await hand.press("mf-confirm .primary");
      await hand.until(() => hand.text("mf-confirm .refusal").includes("nothing was changed"));
    },
  },
  "account-deleting": {
    script: account,
    act: async (hand) => {
      await openPage(hand, "mf-settings .to-delete");
      await hand.type("mf-delete-account #typed", "Lena");
      await hand.type("mf-settings mf-passphrase-field input", PASSPHRASE);
      await hand.press("mf-confirm .danger");
    },
  },
  "device-added": {
    script: { ...account, notices: [{ kind: "own-device-added", id: "n1", at: cast.now }] },
    act: (hand) => hand.press("mf-conversations .row"),
  },
  "device-first-look": {
    script: { notices: [{ kind: "past-not-here", id: "n1", at: cast.now }] },
  },
  "device-of-colleague": {
    script: {
      ...account,
      messages: { "c-amara": cast.twenty },
      notices: [{ kind: "peer-device-added", id: "n1", at: cast.now, person: amara }],
    },
    act: (hand) => hand.press("mf-conversations .row"),
  },
  "stale-device-list": {
    script: {
      ...account,
      messages: { "c-amara": cast.twenty },
      warnings: [
        { id: "w1", conversation: "c-amara", claimedAuthor: amara, at: cast.now - 10 * MINUTE, code: "stale-device-list" },
      ],
    },
    act: (hand) => hand.press("mf-conversations .row"),
  },
};
