/** What locking keeps, and what it takes away. */

import * as cast from "./cast.js";
import { calls, expect, FIELD, withAmara, type Conduct } from "./scene.js";

export const lockingScenes: Readonly<Record<string, Conduct>> = {
  "locking keeps the draft first": async (open) => {
    const { hand, messenger } = await withAmara(open, []);
    await hand.type(FIELD, "Not lost");
    await hand.press("mf-shell .rail .lock");
    await hand.find("mf-unlock");
    const names = messenger.calls.map(([name]) => name);
    expect(names.includes("keepDraft") && names.indexOf("keepDraft") < names.indexOf("lock"), names.join());
  },

  "Ctrl+Shift+L locks, and nothing of the conversation is left on the page": async (open) => {
    const { hand, messenger, app } = await withAmara(open, [...cast.twenty]);
    await hand.type(FIELD, "Not lost");
    await hand.key(FIELD, "l", { ctrlKey: true, shiftKey: true });
    await hand.find("mf-unlock");
    const names = messenger.calls.map(([name]) => name);
    expect(names.indexOf("keepDraft") < names.indexOf("lock"), names.join());
    expect(!app.renderRoot.querySelector("mf-shell"), "the conversations are gone");
    const shown = `${document.title} ${hand.text("body")}`;
    expect(!shown.includes("Amara") && !shown.includes("Not lost"), "no name and no word is left");
    await hand.until(() => app.renderRoot.querySelector("mf-unlock")?.shadowRoot?.activeElement !== null, "the focus");
  },

  "a page that nobody touches locks, and keeps what was typed": async (open) => {
    const { hand, messenger } = await withAmara(open, []);
    await hand.type(FIELD, "Half a sentence");
    await messenger.setLockAfterMinutes(0.5 / 60);
    await hand.find("mf-unlock");
    const names = messenger.calls.map(([name]) => name);
    expect(names.includes("keepDraft") && names.indexOf("keepDraft") < names.indexOf("lock"), names.join());
  },

  "a device that waits, or was removed, locks too": async (open) => {
    const waiting = { kind: "waiting-for-approval", networkName: "Northwind Relief", userName: "Lena Hartmann" } as const;
    for (const stage of [
      { ...waiting, code: cast.DEVICE_CODE, expires: Date.now() + cast.DAY },
      { kind: "broken", code: "unauthenticated" } as const,
    ]) {
      const { hand, messenger } = await open({ stage });
      await messenger.setLockAfterMinutes(0.5 / 60);
      await hand.find("mf-unlock");
      expect(messenger.calls.at(-1)?.[0] === "lock", "locked");
    }
  },

  "who forgot the passphrase erases the device and begins anew, or goes back to the field": async (open) => {
    const { hand, messenger, app } = await open({ stage: { kind: "locked" } });
    await hand.press("mf-unlock .forgotten");
    await hand.press("mf-unlock .actions .button");
    await hand.find("mf-unlock mf-passphrase-field");
    expect(calls(messenger, "forget").length === 0, "nothing is erased");
    await hand.press("mf-unlock .forgotten");
    await hand.press("mf-unlock .erase");
    await hand.find("mf-enrolment");
    expect(!app.renderRoot.querySelector("mf-unlock"), "nothing is left to unlock");
  },
};
