/** Who is at the other end: comparing, changes, failures. */

import * as cast from "./cast.js";
import { calls, expect, FIELD, openCodeEntry, type Conduct } from "./scene.js";

const { amara } = cast.people;

export const identityScenes: Readonly<Record<string, Conduct>> = {
  "after an identity change nothing is sent until the person decides": async (open) => {
    const { hand, messenger } = await open({ conversations: cast.usualList(undefined, { kind: "identity-changed", stops: true }) });
    await hand.press('mf-conversations [data-conversation="c-amara"]');
    await hand.type(FIELD, "Are you you?");
    await hand.key(FIELD, "Enter");
    await hand.press("mf-composer .send");
    expect(calls(messenger, "send").length === 0, "nothing was sent");
    await hand.press("mf-shell .banner .primary");
    await hand.press("mf-safety .actions .primary");
    await hand.until(() => calls(messenger, "verify").length === 1, "verified");
    expect(calls(messenger, "verify")[0]?.[2] === cast.SAFETY_DIGITS, "with the digits that were shown");
    await hand.key(FIELD, "Enter");
    await hand.until(() => calls(messenger, "send").length === 1, "sending goes on with the words still there");
  },

  "where the organisation only warns of a changed identity, sending goes on": async (open) => {
    const { hand, messenger } = await open({
      conversations: cast.usualList(undefined, { kind: "identity-changed", stops: false }),
      policy: { ...cast.freePolicy, identityChangeBlocks: false },
    });
    await hand.press('mf-conversations [data-conversation="c-amara"]');
    expect(hand.text("mf-shell .banner").includes("Your organisation has set that sending goes on"), "the warning");
    expect((await hand.find("mf-shell .banner")).getAttribute("role") === "status", "it does not interrupt");
    await hand.type(FIELD, "Going on");
    await hand.key(FIELD, "Enter");
    await hand.until(() => calls(messenger, "send").length === 1, "send");
    await hand.press("mf-shell .banner .button:last-child");
    expect(calls(messenger, "acceptIdentity").length === 1 && !hand.there("mf-shell .banner"), "seen");
  },

  "a safety number is scanned from the other screen": async (open) => {
    const { hand, messenger } = await open({ conversations: cast.usualList(undefined, { kind: "unverified" }) });
    await openCodeEntry(hand);
    await hand.press("mf-code-entry [aria-pressed]");
    await hand.until(() => calls(messenger, "verify").length === 1, "the camera finds the code");
    expect(calls(messenger, "verify")[0]?.[2] === cast.SAFETY_DIGITS, "the digits");
    expect(!hand.there("mf-code-scanner"), "the camera is off");
    await hand.until(() => hand.text("mf-shell .head .trust").includes("Verified"), "verified");
  },

  "a safety number is typed in groups, and verifies only if it is the same": async (open) => {
    const { hand, messenger } = await open({ conversations: cast.usualList(undefined, { kind: "unverified" }) });
    await openCodeEntry(hand);
    const groups = cast.SAFETY_DIGITS.match(/.{5}/gu) ?? [];
    await hand.type("mf-code-entry textarea", groups.slice(1).join(" "));
    await hand.key("mf-code-entry textarea", "Enter");
    expect(hand.text("mf-code-entry .error").includes("this one has 55"), "too short");
    await hand.type("mf-code-entry textarea", ["00000", ...groups.slice(1)].join(" "));
    await hand.key("mf-code-entry textarea", "Enter");
    await hand.find("mf-safety .differ");
    expect(calls(messenger, "verify").length === 0, "another number verifies nothing");
    await hand.press("mf-safety .again");
    await hand.type("mf-code-entry textarea", groups.join(" "));
    await hand.key("mf-code-entry textarea", "Enter");
    await hand.until(() => calls(messenger, "verify").length === 1, "the same number verifies");
  },

  "without a camera the digits can still be typed, and the sentence says so": async (open) => {
    const { hand } = await open({ conversations: cast.usualList(undefined, { kind: "unverified" }) });
    navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException("", "NotAllowedError"));
    await openCodeEntry(hand);
    await hand.type("mf-code-entry textarea", "35802");
    await hand.press("mf-code-entry [aria-pressed]");
    await hand.until(() => hand.text("mf-code-scanner").includes("Mayfly may not use the camera"), "the sentence");
    const field = (await hand.find("mf-code-entry textarea")) as HTMLTextAreaElement;
    expect(field.value === "35802", "what was typed stays");
  },

  "an authentication failure says who is affected, leads to the safety number, and stays until it is put aside": async (
    open,
  ) => {
    const { hand, messenger } = await open({
      conversations: cast.usualList(),
      warnings: [{ id: "w", conversation: "c-amara", claimedAuthor: amara, at: Date.now(), code: "bad-signature" }],
    });
    expect(hand.text("mf-banners .banner").includes("Amara Okafor"), "who");
    expect((await hand.find("mf-banners .banner")).getAttribute("role") === "alert", "it interrupts");
    await hand.press("mf-banners .button");
    await hand.find("mf-safety .digits");
    expect(hand.text("mf-thread .warned").includes("It is not shown."), "its place in the thread");
    await hand.press("mf-banners .button:last-child");
    expect(calls(messenger, "dismissWarning").length === 1 && !hand.there("mf-banners .banner"), "put aside");
  },

  "that the network lets changed identities pass stays in view until it was seen": async (open) => {
    const { hand, messenger } = await open({
      conversations: cast.usualList(),
      notices: [{ kind: "identities-pass", id: "pass", at: Date.now() }],
    });
    messenger.change({ policy: { ...cast.freePolicy, version: cast.freePolicy.version + 1, burnDefault: 30 } });
    await hand.until(() => hand.text("mf-banners").includes("no longer stops sending"), "told, whatever else changes");
    await hand.press("mf-banners .banner .button");
    await hand.until(() => !hand.text("mf-banners").includes("no longer stops sending"), "seen");
    expect(calls(messenger, "dismissNotice").map(([, id]) => id).join() === "pass", "once");
  },
};
