/** The states of the interface, each with what brings it about. */

import type { Message } from "../../src/client/api.js";
import * as cast from "./cast.js";
import type { Hand } from "./hand.js";
import type { Script } from "./scripted-messenger.js";
import type { State } from "./state.js";
import { deviceStates } from "./states-devices.js";

const { amara, self, yusuf, long } = cast.people;
const { MINUTE, HOUR } = cast;

const CODE = "7H3KQ9M2XR4TB6WYE8ZN5PVA1C";

/** The thread with Amara, beside the usual list. */
function withAmara(messages: readonly Message[], more: Script = {}): Script {
  return { conversations: cast.usualList(messages.at(-1)), messages: { "c-amara": messages }, ...more };
}

const unverified: Script = {
  conversations: cast.usualList(cast.twenty.at(-1), { kind: "unverified" }),
  messages: { "c-amara": cast.twenty },
};

const openFirst = (hand: Hand) => hand.press("mf-conversations .row");

async function openDetails(hand: Hand): Promise<void> {
  await openFirst(hand);
  await hand.press("mf-shell .head [aria-expanded]");
}

const passphrase =
  (typed: string, again = "") =>
  async (hand: Hand) => {
    await hand.find("mf-enrolment .rules");
    await hand.press("mf-enrolment .primary");
    await hand.type("mf-choose-passphrase #first input", typed);
    if (again !== "") await hand.type("mf-choose-passphrase #again input", again);
    await hand.until(() => !hand.text("mf-choose-passphrase .verdict").includes("Checking"));
  };

const gates: Readonly<Record<string, State>> = {
  starting: { script: { stage: { kind: "starting" } } },
  "first-run": { script: { stage: { kind: "not-enrolled" } } },
  "invitation-unusable": {
    script: { stage: { kind: "not-enrolled" }, refusing: { openInvitation: "invitation-unusable" } },
    invitationCode: CODE,
  },
  invitation: { script: { stage: { kind: "not-enrolled" } }, invitationCode: CODE },
  "passphrase-weak": {
    script: { stage: { kind: "not-enrolled" } },
    invitationCode: CODE,
    act: passphrase("northwind2026"),
  },
  "passphrase-strong": {
    script: { stage: { kind: "not-enrolled" } },
    invitationCode: CODE,
    act: passphrase("lantern ferry oblique mustard", "lantern ferry"),
  },
  "making-keys": {
    script: { stage: { kind: "not-enrolled" }, hanging: ["enrol"] },
    invitationCode: CODE,
    act: async (hand) => {
      const words = "lantern ferry oblique mustard";
      await passphrase(words, words)(hand);
      await hand.press("mf-choose-passphrase .primary");
      await hand.find("mf-enrolment .running");
    },
  },
  locked: { script: { stage: { kind: "locked" } } },
  "locked-wrong-passphrase": {
    script: { stage: { kind: "locked" }, refusing: { unlock: "wrong-passphrase" } },
    act: async (hand) => {
      await hand.type("mf-unlock input", "lantern fery");
      await hand.press("mf-unlock .primary");
      await hand.until(() => hand.text("mf-unlock mf-passphrase-field").includes("passphrase of this device"));
    },
  },
  "locked-forgotten": {
    script: { stage: { kind: "locked" } },
    act: (hand) => hand.press("mf-unlock .forgotten"),
  },
  "passphrase-no-recovery-key": {
    script: {
      stage: { kind: "not-enrolled" },
      invitation: { ...cast.invitation, policy: { ...cast.freePolicy, recoveryKeyAllowed: false } },
    },
    invitationCode: CODE,
    act: passphrase(""),
  },
  "locked-not-erased": { script: { stage: { kind: "locked" }, erasingFails: true } },
  "other-tab": { script: { stage: { kind: "other-tab" } } },
  suspended: { script: { stage: { kind: "suspended" } } },
  broken: { script: { stage: { kind: "broken", code: "storage-unavailable" } } },
};

const lists: Readonly<Record<string, State>> = {
  empty: { script: {} },
  conversations: { script: { conversations: cast.usualList() } },
  "new-conversation": {
    script: { conversations: cast.usualList() },
    act: async (hand) => {
      await hand.type("mf-conversations input", "a");
      await hand.until(() => hand.text("mf-conversations .scroller").includes("Anika"));
    },
  },
  "nobody-found": {
    script: { conversations: cast.usualList() },
    act: async (hand) => {
      await hand.type("mf-conversations input", "Zebedee");
      await hand.until(() => hand.text("mf-conversations .scroller").includes("Nobody"));
    },
  },
};

const tenThousand = Array.from({ length: 10_000 }, (_, index) =>
  cast.message(index % 7 < 4 ? amara : self, (10_000 - index) * 50_000, `Position report ${index + 1}: all well.`),
);

const threads: Readonly<Record<string, State>> = {
  "thread-none": { script: { conversations: [cast.conversation(amara)] }, act: openFirst },
  "thread-1": {
    script: withAmara([cast.message(amara, 2 * MINUTE, "Hello Lena, this is Amara. Shall we compare safety numbers?")]),
    act: openFirst,
  },
  "thread-20": { script: withAmara(cast.twenty), act: openFirst },
  "thread-10000": {
    script: withAmara(tenThousand),
    act: async (hand) => {
      await openFirst(hand);
      const scroller = await hand.find("mf-thread .scroller");
      for (let page = 0; page < 12; page++) {
        scroller.scrollTop -= 700;
        await hand.frame();
      }
    },
  },
  "burn-on-read": {
    script: withAmara(
      [
        cast.message(amara, 30 * MINUTE, "The new gate code is in the next message."),
        cast.message(amara, 29 * MINUTE, "", { ephemerality: cast.burning, covered: true }),
        cast.message(amara, 12 * MINUTE, "And the one for the store: 40 17 92.", {
          ephemerality: cast.burning,
          burnsAt: cast.now + 18_000,
        }),
        cast.message(self, 4 * MINUTE, "Read and noted.", { ephemerality: cast.burning, delivery: "delivered" }),
      ],
      { policy: { ...cast.freePolicy, burnDefault: 30 } },
    ),
    act: openFirst,
  },
  "long-words": {
    script: {
      conversations: cast
        .usualList()
        .map((each) => (each.peer.id === long.id ? { ...each, trust: { kind: "unverified" as const } } : each)),
      messages: {
        "c-long": [
          cast.message(long, HOUR, "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"),
          cast.message(
            self,
            50 * MINUTE,
            `https://example.org/${"averylongpath/".repeat(12)}?checksum=${"0f".repeat(48)}`,
          ),
          cast.message(long, 40 * MINUTE, "ok"),
        ],
      },
    },
    act: (hand) => hand.press('mf-conversations [data-conversation="c-long"]'),
  },
  "right-to-left": {
    script: {
      conversations: cast.usualList(),
      messages: {
        "c-yusuf": [
          cast.message(yusuf, 3 * HOUR, "صباح الخير لينا، وصلت الأدوية إلى العيادة."),
          cast.message(self, 2 * HOUR, "Thank you, يوسف. How many boxes?"),
          cast.message(yusuf, HOUR, "אחת עשרה · 11 صندوقا، وواحد تضرر في الطريق."),
        ],
      },
    },
    act: (hand) => hand.press('mf-conversations [data-conversation="c-yusuf"]'),
  },
  failed: {
    script: withAmara([
      cast.message(amara, 30 * MINUTE, "Are you still in the office?"),
      cast.message(self, 20 * MINUTE, "Yes, until six. Bring the keys, please.", {
        delivery: "failed",
        failure: "mailbox-full",
      }),
      cast.message(self, 5 * MINUTE, "Also the list from the clinic.", { delivery: "waiting-for-keys" }),
      cast.message(self, MINUTE, "And the charger.", { delivery: "queued" }),
    ]),
    act: openFirst,
  },
  "running-out": {
    script: withAmara([
      cast.message(amara, 70 * HOUR, "Three days old, more than half its life left."),
      cast.message(self, 22 * HOUR, "This one has two hours left.", { ephemerality: cast.day }),
      cast.message(amara, 4 * MINUTE, "This one is nearly gone.", {
        ephemerality: { expiresAfterSeconds: 285, burnAfterSeconds: 0 },
      }),
    ]),
    act: openFirst,
  },
};

const composers: Readonly<Record<string, State>> = {
  composing: {
    script: withAmara(cast.twenty, { policy: { ...cast.freePolicy, burnDefault: 30 } }),
    act: async (hand) => {
      await openFirst(hand);
      await hand.type(
        "mf-composer textarea",
        "When you are across, send me the number of boxes that arrived whole.\nThe clinic asks.",
      );
    },
  },
  "choosing-life": {
    script: withAmara(cast.twenty),
    act: async (hand) => {
      await openFirst(hand);
      await hand.press("mf-composer button.chip");
      await hand.find("mf-life-chooser input");
    },
  },
  "policy-fixed": { script: withAmara(cast.twenty, { policy: cast.strictPolicy }), act: openFirst },
  "policy-changed": {
    script: withAmara(cast.twenty),
    act: async (hand, messenger) => {
      await openFirst(hand);
      messenger.change({ policy: cast.strictPolicy });
    },
  },
  "identities-pass": {
    script: withAmara(cast.twenty, { notices: [{ kind: "identities-pass", id: "identities-pass", at: Date.now() }] }),
    act: openFirst,
  },
};

const troubles: Readonly<Record<string, State>> = {
  offline: {
    script: withAmara(
      [
        ...cast.twenty.slice(0, -1),
        cast.message(self, MINUTE, "Good. Call me when they are across.", { delivery: "queued" }),
      ],
      {
        connection: { kind: "offline", retryAt: cast.now + 12_000 },
      },
    ),
    act: openFirst,
  },
  "not-erased": { script: withAmara(cast.twenty, { erasingFails: true }), act: openFirst },
  connecting: { script: withAmara(cast.twenty, { connection: { kind: "connecting" } }), act: openFirst },
  "clock-off": {
    script: withAmara(cast.twenty, { connection: { kind: "clock-off", differenceMs: 26 * HOUR } }),
    act: openFirst,
  },
  "authentication-failure": {
    script: withAmara(cast.twenty, {
      warnings: [
        { id: "w1", conversation: "c-amara", claimedAuthor: amara, at: cast.now - 10 * MINUTE, code: "bad-signature" },
      ],
    }),
    act: openFirst,
  },
  "not-opened": {
    script: withAmara(cast.twenty, {
      warnings: [
        { id: "w1", conversation: "c-amara", claimedAuthor: amara, at: cast.now - 10 * MINUTE, code: "key-unavailable", asked: true },
      ],
    }),
    act: openFirst,
  },
  namesake: {
    script: {
      conversations: cast.usualList(cast.twenty.at(-1), { kind: "unverified" }).map((each) => (each.id === "c-amara" ? { ...each, namesake: true } : each)),
      messages: { "c-amara": cast.twenty },
    },
    act: openFirst,
  },
  missing: {
    script: withAmara(cast.twenty, { notices: [{ kind: "missing", id: "m1", at: cast.now - MINUTE, person: amara, count: 2 }] }),
    act: openFirst,
  },
  "identity-changed": {
    script: {
      conversations: cast.usualList(cast.twenty.at(-1), { kind: "identity-changed", stops: true }),
      messages: { "c-amara": cast.twenty },
    },
    act: openFirst,
  },
  "safety-number": { script: unverified, act: openDetails },
  "safety-verified": { script: withAmara(cast.twenty), act: openDetails },
  "safety-typing": {
    script: unverified,
    act: async (hand) => {
      await openDetails(hand);
      await hand.press("mf-safety .by-code");
      await hand.type("mf-code-entry textarea", "35802 19473 60218");
      await hand.press("mf-code-entry .primary");
    },
  },
  "safety-scanning": {
    script: unverified,
    act: async (hand) => {
      // Else the camera of the gallery finds the code at once.
      navigator.mediaDevices.getUserMedia = () => new Promise(() => undefined);
      await openDetails(hand);
      await hand.press("mf-safety .by-code");
      await hand.press("mf-code-entry [aria-pressed]");
    },
  },
  "safety-differs": {
    script: {
      conversations: cast.usualList(cast.twenty.at(-1), { kind: "identity-changed", stops: true }),
      messages: { "c-amara": cast.twenty },
    },
    act: async (hand) => {
      await openDetails(hand);
      await hand.press("mf-safety .differ-by-eye");
    },
  },
  "safety-mistyped": {
    script: unverified,
    act: async (hand) => {
      await openDetails(hand);
      await hand.press("mf-safety .by-code");
      await hand.type("mf-code-entry textarea", cast.SAFETY_DIGITS.replace("3", "4"));
      await hand.press("mf-code-entry .primary");
    },
  },
  "identity-warned": {
    script: {
      conversations: cast.usualList(cast.twenty.at(-1), { kind: "identity-changed", stops: false }),
      messages: { "c-amara": cast.twenty },
      policy: { ...cast.freePolicy, identityChangeBlocks: false },
    },
    act: openFirst,
  },
  "sending-refused": {
    script: withAmara(cast.twenty, { refusing: { send: "storage-full" } }),
    act: async (hand) => {
      await openFirst(hand);
      await hand.type("mf-composer textarea", "One more thing.");
      await hand.press("mf-composer .send");
      await hand.find("mf-composer .error");
    },
  },
};

export const states: Readonly<Record<string, State>> = {
  ...gates,
  ...lists,
  ...threads,
  ...composers,
  ...troubles,
  ...deviceStates,
};
