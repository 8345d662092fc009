/** How the interface behaves under a person's hand, in a real browser: each entry is a sentence that must hold. */

import { LIMIT } from "../../src/ui/thread/window.js";
import * as cast from "./cast.js";
import { calls, expect, FIELD, PASSPHRASE, value, withAmara, type Conduct } from "./scene.js";
import { deviceScenes } from "./scenes-devices.js";
import { identityScenes } from "./scenes-identity.js";
import { lockingScenes } from "./scenes-locking.js";

const { amara, jonas, self } = cast.people;
const { MINUTE } = cast;

const talkingScenes: Readonly<Record<string, Conduct>> = {
  "Enter sends with the life that the background states, and empties the field": async (open) => {
    const { hand, messenger } = await withAmara(open, [cast.message(amara, MINUTE, "Hello")], {
      policy: cast.strictPolicy,
    });
    await hand.type(FIELD, "They are across.");
    await hand.key(FIELD, "Enter");
    await hand.until(() => calls(messenger, "send").length === 1, "send");
    const sent = JSON.stringify(calls(messenger, "send")[0]);
    expect(
      sent ===
        JSON.stringify(["send", "c-amara", "They are across.", { expiresAfterSeconds: 604_800, burnAfterSeconds: 30 }]),
      sent,
    );
    expect((await value(hand)) === "", "the field is empty");
    expect(
      hand.text("mf-composer .background").includes("Burns 30 seconds after it is read."),
      "the policy stands there again",
    );
  },

  "Shift+Enter, and Enter of an input method, do not send": async (open) => {
    const { hand, messenger } = await withAmara(open, []);
    await hand.type(FIELD, "One");
    await hand.key(FIELD, "Enter", { shiftKey: true });
    await hand.key(FIELD, "Enter", { isComposing: true });
    expect(calls(messenger, "send").length === 0, "nothing was sent");
  },

  "a refused message comes back into the field with the reason": async (open) => {
    const { hand } = await withAmara(open, [], { refusing: { send: "storage-full" } });
    await hand.type(FIELD, "Keep me");
    await hand.key(FIELD, "Enter");
    await hand.find("mf-composer .error");
    expect((await value(hand)) === "Keep me", "the words are back");
    expect(hand.text("mf-composer .error").includes("no room left"), "the reason stands there");
  },

  "what is typed is kept after a pause, and when another conversation is chosen": async (open) => {
    const { hand, messenger } = await withAmara(open, []);
    await hand.type(FIELD, "Half a sent");
    await hand.until(() => calls(messenger, "keepDraft").length === 1, "the pause");
    await hand.type(FIELD, "Half a sentence");
    await hand.press('mf-conversations [data-conversation="c-jonas"]');
    await hand.until(() => calls(messenger, "keepDraft").length === 2, "the change");
    expect(calls(messenger, "keepDraft").at(-1)?.[2] === "Half a sentence", "all of it is kept");
    expect((await value(hand)) === "", "it does not leak into the other conversation");
  },

  "what is typed is there again at once, also while the store is slow": async (open) => {
    const { hand } = await withAmara(open, [], { hanging: ["keepDraft"] });
    await hand.type(FIELD, "On the way to the store");
    await hand.press('mf-conversations [data-conversation="c-jonas"]');
    await hand.press('mf-conversations [data-conversation="c-amara"]');
    expect((await value(hand)) === "On the way to the store", "the words are there");
  },

  "a draft stands in the field again": async (open) => {
    const { hand } = await open({ conversations: cast.usualList() });
    await hand.press('mf-conversations [data-conversation="c-priya"]');
    expect((await value(hand)) === "The roster for next week is", "the draft is there");
  },

  "a message in view counts as displayed once, a covered one only when it is opened": async (open) => {
    const seen = cast.message(amara, 2 * MINUTE, "In view");
    const covered = cast.message(amara, MINUTE, "", { covered: true, ephemerality: cast.burning });
    const { hand, messenger } = await withAmara(open, [seen, covered]);
    await hand.until(() => calls(messenger, "displayed").length > 0, "displayed");
    messenger.change({});
    for (let frame = 0; frame < 10; frame++) await hand.frame();
    expect(
      JSON.stringify(calls(messenger, "displayed")) === JSON.stringify([["displayed", seen.id]]),
      "once, and only the uncovered one",
    );
    await hand.press("mf-thread .covered .button");
    expect(calls(messenger, "displayed").at(-1)?.[1] === covered.id, "opened");
  },

  "a message leaves the screen when its time is up, whoever forgets to say so": async (open) => {
    const brief = { expiresAfterSeconds: 2, burnAfterSeconds: 0 };
    const { hand } = await withAmara(open, [
      cast.message(amara, 0, "Gone soon", { ephemerality: brief, sentAt: Date.now(), expiresAt: Date.now() + 2000 }),
    ]);
    expect(hand.text("mf-thread .entries").includes("Gone soon"), "it is there at first");
    await hand.until(() => !hand.text("mf-thread .entries").includes("Gone soon"), "its end");
    expect(!hand.text("mf-conversations .row").includes("Gone soon"), "it has left the list too");
  },

  "ten thousand messages draw a window, and the oldest can be reached": async (open) => {
    const many = Array.from({ length: 10_000 }, (_, index) =>
      cast.message(index % 3 === 0 ? self : amara, (10_000 - index) * 1000, `No. ${index}`),
    );
    const { hand } = await withAmara(open, many);
    expect(hand.text("mf-thread .entries").includes("No. 9999"), "the newest first");
    const scroller = await hand.find("mf-thread .scroller");
    const oldest = (): Element | null => scroller.querySelector(`[data-key="${many[0]?.id ?? ""}"]`);
    for (let steps = 0; oldest() === null && steps < 400; steps++) {
      scroller.scrollTop = 0;
      await hand.frame();
    }
    const drawn = scroller.querySelectorAll("li").length;
    expect(drawn <= LIMIT + 1, `${drawn} are drawn`);
    expect(oldest() !== null, "the oldest is drawn");
    await hand.press("mf-thread .to-newest");
    await hand.until(() => scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < 2, "the end");
  },

  "what a person reads stays where it is when a message arrives": async (open) => {
    const messages = Array.from({ length: 60 }, (_, index) =>
      cast.message(amara, (60 - index) * MINUTE, `Line ${index}`),
    );
    const { hand, messenger } = await withAmara(open, messages);
    const scroller = await hand.find("mf-thread .scroller");
    scroller.scrollTop -= 900;
    await hand.find("mf-thread .to-newest");
    const before = scroller.querySelector('[data-key="' + (messages[45]?.id ?? "") + '"]')?.getBoundingClientRect().top;
    messenger.receive(cast.message(amara, 0, "News"));
    await hand.until(() => hand.text("mf-thread .to-newest").includes("1 new message"), "the count");
    const after = scroller.querySelector('[data-key="' + (messages[45]?.id ?? "") + '"]')?.getBoundingClientRect().top;
    expect(
      before !== undefined && after !== undefined && Math.abs(after - before) < 1.5,
      `moved from ${before ?? "?"} to ${after ?? "?"}`,
    );
  },

  "who reads at the end stays at the end, and hears what arrives": async (open) => {
    const { hand, messenger } = await withAmara(open, [...cast.twenty]);
    const news = cast.message(amara, 0, "They are across.\nAll of them.");
    messenger.receive(news);
    messenger.change({
      conversations: [cast.conversation(amara, { newest: news, unread: 1 }), cast.conversation(jonas)],
    });
    const scroller = await hand.find("mf-thread .scroller");
    await hand.until(() => scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < 2, "the end");
    await hand.until(
      () => hand.text("mf-shell [aria-live]").includes("Amara Okafor: They are across."),
      "the announcement",
    );
  },

  "a life is chosen with the keyboard and holds for the conversation": async (open) => {
    const { hand, messenger } = await withAmara(open, []);
    await hand.press("mf-composer button.chip");
    const hour = await hand.find('mf-life-chooser input[value="3600"]');
    hour.click();
    await hand.until(
      () => hand.text("mf-composer .background").includes("Disappears 1 hour after sending."),
      "the sentence",
    );
    await hand.key("mf-life-chooser input", "Escape");
    expect(!hand.there("mf-life-chooser"), "Escape closes");
    await hand.press('mf-conversations [data-conversation="c-jonas"]');
    expect(hand.text("mf-composer .background").includes("7 days"), "another conversation has the usual life");
    await hand.press('mf-conversations [data-conversation="c-amara"]');
    await hand.type(FIELD, "For an hour");
    await hand.key(FIELD, "Enter");
    await hand.until(() => calls(messenger, "send").length === 1, "send");
    expect(
      JSON.stringify(calls(messenger, "send")[0]).includes('"expiresAfterSeconds":3600'),
      "the chosen life is sent",
    );
  },

  "Escape closes the details and gives the focus back": async (open) => {
    const { hand, app } = await withAmara(open, []);
    await hand.press("mf-shell .head [aria-expanded]");
    await hand.find("mf-safety .digits");
    await hand.key("mf-side", "Escape");
    await hand.until(() => !hand.there("mf-side"), "closed");
    const shell = app.renderRoot.querySelector("mf-shell");
    await hand.until(() => shell?.shadowRoot?.activeElement?.hasAttribute("aria-expanded") === true, "the focus");
  },

  "Ctrl+K searches people, arrows lead through what is found": async (open) => {
    const { hand, app } = await open({ conversations: cast.usualList() });
    await hand.key("mf-shell", "k", { ctrlKey: true });
    await hand.until(() => hand.text("mf-conversations .scroller").includes("Anders Holm"), "colleagues");
    await hand.key("mf-conversations input", "ArrowDown");
    const list = app.renderRoot.querySelector("mf-shell")?.renderRoot.querySelector("mf-conversations");
    expect(list?.shadowRoot?.activeElement?.classList.contains("row") === true, "the first is focused");
  },

  "on a phone a conversation opens over the list, and the browser's way back leads to it": async (open) => {
    const { hand, app } = await withAmara(open, [...cast.twenty]);
    const list = await hand.find("mf-conversations");
    expect(list.getBoundingClientRect().width === 0, "the list is away");
    expect((await hand.find(FIELD)).getBoundingClientRect().width > 0, "the thread is there");
    window.history.back();
    await hand.until(() => list.getBoundingClientRect().width > 0, "the list");
    const shell = app.renderRoot.querySelector("mf-shell");
    await hand.until(() => list.shadowRoot?.activeElement?.classList.contains("row") === true, "the focus on the row");
    expect(shell?.shadowRoot?.querySelector("mf-composer") === null, "the thread is closed");
  },

  "two different passphrases are refused, two alike are accepted": async (open) => {
    const { hand, messenger, app } = await open({ stage: { kind: "not-enrolled" } });
    app.invitationCode = "7H3KQ9M2XR4TB6WYE8ZN5PVA1C";
    await hand.find("mf-enrolment .rules");
    await hand.press("mf-enrolment .primary");
    await hand.type("mf-choose-passphrase #first input", PASSPHRASE);
    await hand.type("mf-choose-passphrase #again input", `${PASSPHRASE}s`);
    await hand.press("mf-choose-passphrase .primary");
    await hand.until(() => hand.text("mf-choose-passphrase #again").includes("don’t match"), "the refusal");
    await hand.type("mf-choose-passphrase #again input", PASSPHRASE);
    await hand.press("mf-choose-passphrase .primary");
    await hand.until(() => calls(messenger, "enrol").length === 1, "enrol");
  },

  "an easy passphrase is refused even when it is typed twice": async (open) => {
    const { hand, messenger, app } = await open({ stage: { kind: "not-enrolled" } });
    app.invitationCode = "7H3KQ9M2XR4TB6WYE8ZN5PVA1C";
    await hand.find("mf-enrolment .rules");
    await hand.press("mf-enrolment .primary");
    await hand.type("mf-choose-passphrase #first input", "northwind2026");
    await hand.type("mf-choose-passphrase #again input", "northwind2026");
    await hand.press("mf-choose-passphrase .primary");
    await hand.until(
      () => hand.text("mf-choose-passphrase #first .error").includes("Too easy to guess"),
      "the refusal",
    );
    expect(calls(messenger, "enrol").length === 0, "nothing was enrolled");
  },

  "a refused enrolment leaves the code and says what to do": async (open) => {
    const { hand, app } = await open({
      stage: { kind: "not-enrolled" },
      refusing: { openInvitation: "invitation-unusable" },
    });
    app.invitationCode = "7H3KQ9M2XR4TB6WYE8ZN5PVA1C";
    await hand.until(
      () => hand.text("mf-enrolment .error").includes("ask your administrator for a new one"),
      "the sentence",
    );
    expect(
      ((await hand.find("mf-enrolment #code")) as HTMLInputElement).value.startsWith("7H3K"),
      "the code is still there",
    );
  },
};

export const conduct: Readonly<Record<string, Conduct>> = {
  ...talkingScenes,
  ...identityScenes,
  ...lockingScenes,
  ...deviceScenes,
};
