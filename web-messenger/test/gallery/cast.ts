/** The people and messages of the gallery. */

import type {
  Conversation,
  Ephemerality,
  Invitation,
  Message,
  OwnDevice,
  Person,
  Policy,
  Time,
  Trust,
} from "../../src/client/api.js";

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** The runner of the gallery fixes the page's clock, so that every run draws the same. */
export const now: Time = Date.now();

const person = (id: string, name: string): Person => ({ id, name });

export const people = {
  self: person("p-self", "Lena Hartmann"),
  amara: person("p-amara", "Amara Okafor"),
  jonas: person("p-jonas", "Jonas Lindqvist"),
  priya: person("p-priya", "Priya Raman"),
  yusuf: person("p-yusuf", "يوسف الحداد"),
  long: person("p-long", "Maximiliane-Wilhelmine von Hohenstein-Wartburg zu Lichtenfels"),
  control: person("p-control", "duty.control.room"),
  colleagues: [
    person("p-amara", "Amara Okafor"),
    person("p-anders", "Anders Holm"),
    person("p-anika", "Anika Bose"),
    person("p-jonas", "Jonas Lindqvist"),
    person("p-priya", "Priya Raman"),
  ],
};

export const SAFETY_DIGITS = "358021947360218574930162847509316284750936172845019384756201";

export const RECOVERY_KEY = "4Q7H-XK2M-9RTB-6WYE-8ZN5-PVA1-C3DJ-0FGS";
export const DEVICE_CODE = "4071938256610483927515260";

export const devices: readonly OwnDevice[] = [
  { id: "d-1", kind: "browser", name: "Firefox on Linux", added: now - 90 * DAY, current: true },
  { id: "d-2", kind: "browser", name: "Lena’s phone", added: now - 12 * DAY, current: false, lastSeen: now - 2 * DAY },
  { id: "d-3", kind: "native", added: now - 3 * DAY, current: false },
];

export const freePolicy: Policy = {
  version: 3,
  expirationMinimum: 5,
  expirationDefault: 604_800,
  expirationMaximum: 2_592_000,
  burnDefault: 0,
  burnMaximum: 3_600,
  userMayChoose: true,
  classicalSuiteAllowed: false,
  deviceApproval: true,
  devicesMaximum: 5,
  lastSeenAllowed: false,
  recoveryKeyAllowed: true,
  identityChangeBlocks: true,
};

export const strictPolicy: Policy = {
  version: 4,
  expirationMinimum: 3_600,
  expirationDefault: 604_800,
  expirationMaximum: 604_800,
  burnDefault: 30,
  burnMaximum: 30,
  userMayChoose: false,
  classicalSuiteAllowed: false,
  deviceApproval: true,
  devicesMaximum: 5,
  lastSeenAllowed: false,
  recoveryKeyAllowed: true,
  identityChangeBlocks: true,
};

export const invitation: Invitation = {
  networkName: "Northwind Relief",
  userName: "Lena Hartmann",
  expires: now + 2 * DAY,
  policy: freePolicy,
};

export const week: Ephemerality = { expiresAfterSeconds: 604_800, burnAfterSeconds: 0 };
export const day: Ephemerality = { expiresAfterSeconds: 86_400, burnAfterSeconds: 0 };
export const burning: Ephemerality = { expiresAfterSeconds: 86_400, burnAfterSeconds: 30 };

let counter = 0;

export type MessageChanges = Partial<Omit<Message, "text">> & { readonly covered?: boolean };

export function message(author: Person, ago: number, text: string, changes: MessageChanges = {}): Message {
  const { covered = false, ...rest } = changes;
  const mine = author.id === people.self.id;
  const sentAt = now - ago;
  const ephemerality = rest.ephemerality ?? week;
  counter += 1;
  return {
    id: `m-${counter}`,
    conversation: "c-amara",
    author,
    mine,
    sentAt,
    expiresAt: sentAt + ephemerality.expiresAfterSeconds * 1000,
    ephemerality,
    ...(covered ? {} : { text }),
    ...(mine ? { delivery: "delivered" as const } : {}),
    ...rest,
  };
}

export interface ConversationChanges {
  readonly newest?: Message;
  readonly unread?: number;
  readonly draft?: string;
  readonly trust?: Trust;
}

export function conversation(peer: Person, changes: ConversationChanges = {}): Conversation {
  const { newest, unread = 0, draft = "", trust = { kind: "unverified" } } = changes;
  return { id: peer.id.replace("p-", "c-"), peer, unread, draft, trust, ...(newest === undefined ? {} : { newest }) };
}

const { self, amara, jonas, priya, yusuf, long, control } = people;

/** Twenty messages over two days, with everything in them that a thread can hold. */
export const twenty: readonly Message[] = [
  message(amara, DAY + 5 * HOUR, "Morning. The convoy left at six, two trucks and the clinic van."),
  message(amara, DAY + 5 * HOUR - MINUTE, "Road north is open until the bridge."),
  message(self, DAY + 4 * HOUR, "Good. Who is driving the van?"),
  message(amara, DAY + 4 * HOUR - 2 * MINUTE, "Jonas. He has the satellite phone and the cold box."),
  message(
    self,
    DAY + 4 * HOUR - 3 * MINUTE,
    "Then ask him to check in at every stop, please. Short messages are enough; I will pass them on to the duty room.",
  ),
  message(amara, DAY + 3 * HOUR, "He says fine."),
  message(self, DAY + 2 * HOUR, "Thank you."),
  message(
    amara,
    6 * HOUR,
    "They reached the river. Water is higher than yesterday, they will wait for the engineers.",
    { ephemerality: day },
  ),
  message(amara, 6 * HOUR - MINUTE, "Two hours, he thinks.", { ephemerality: day }),
  message(self, 5 * HOUR, "Understood. Stay on the west bank until somebody has looked at the piers.", {
    ephemerality: day,
  }),
  message(amara, 4 * HOUR, "Yes."),
  message(
    self,
    3 * HOUR,
    "List of what is in the cold box, as of this morning:\n– insulin, 120 vials\n– oxytocin, 60\n– tetanus, 200",
  ),
  message(amara, 2 * HOUR, "Got it, passing it to the clinic."),
  message(self, 95 * MINUTE, "How many people are at the clinic now?"),
  message(amara, 90 * MINUTE, "About 140, forty more expected tonight."),
  message(amara, 40 * MINUTE, "The engineers say the bridge holds for the van, not for the trucks."),
  message(self, 38 * MINUTE, "Then the van goes on alone. Trucks return to base.", {
    ephemerality: { expiresAfterSeconds: 2_400, burnAfterSeconds: 0 },
  }),
  message(amara, 20 * MINUTE, "Agreed. Telling them now."),
  message(amara, 3 * MINUTE, "They are moving."),
  message(self, MINUTE, "Good. Call me when they are across.", { delivery: "sent" }),
];

/** The list that most states show. */
export function usualList(
  newest: Message | undefined = twenty.at(-1),
  trust: Trust = { kind: "verified" },
): readonly Conversation[] {
  return [
    conversation(amara, { ...(newest === undefined ? {} : { newest }), trust }),
    conversation(jonas, {
      unread: 3,
      newest: message(jonas, 4 * MINUTE, "Across. Next stop in forty minutes.", {
        conversation: "c-jonas",
        ephemerality: day,
      }),
    }),
    conversation(priya, {
      draft: "The roster for next week is",
      newest: message(priya, 2 * HOUR, "Can you send me the roster?", { conversation: "c-priya" }),
      trust: { kind: "verified" },
    }),
    conversation(control, {
      unread: 1,
      newest: message(control, 20 * MINUTE, "", { conversation: "c-control", ephemerality: burning, covered: true }),
    }),
    conversation(yusuf, {
      newest: message(yusuf, DAY + HOUR, "شكرا جزيلا، وصلت الأدوية", {
        conversation: "c-yusuf",
        ephemerality: { expiresAfterSeconds: 93_600, burnAfterSeconds: 0 },
      }),
    }),
    conversation(long, { newest: message(self, 3 * DAY, "See you on Thursday.", { conversation: "c-long" }) }),
  ];
}
