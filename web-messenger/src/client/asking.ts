/** "Asking again" of docs/protocol.md: when a device asks for what it could not open, and when it sends what it is asked for. */
import type { OuterHeader } from "#wire/envelope_pb.js";
import { equal, type Bytes } from "../bytes/bytes.js";
import { hex } from "../bytes/text.js";
import { listedDevice } from "../protocol/device-list.js";
import type { Arrived, Unopened } from "../protocol/receive.js";
import { DAY, MINUTE, SECOND } from "../protocol/time.js";
import { drop, put, type Book, type BookChange } from "./book.js";
import type { NewMessage } from "./outbox.js";
import {
  ASKED, CONVERSATION, MESSAGE, RESEND, SENDING, SENT_TEXT, WARNING, endOf, messageName, resendName, type LiveSelf, type Peer,
  type SentText, type StoredMessage,
} from "./records.js";

const ASKS_A_DAY = 8;

/** After which what failed may be a START again: so long apart, two devices that open nothing of each other do no harm. */
const STARTS_APART = MINUTE;

/** An author keeps texts that long. */
const KEPT = DAY;

export interface Question {
  readonly draft: NewMessage;
  readonly changes: readonly BookChange[];
}

function askedName(device: Bytes, message: Bytes): string {
  return `${hex(device)}/${hex(message)}`;
}

/** What asks for an envelope that failed R10. Nothing where it may not be asked for. `warning`: what the person is told. */
export function question(
  self: Pick<LiveSelf, "user">,
  book: Book,
  { senderUser: to, senderDevice: device, messageId: message, discardAt }: OuterHeader,
  { headerHash: hash, start }: Unopened,
  warning: string,
  now: number,
): Question | undefined {
  const name = askedName(device, message);
  // An own device's envelope does not say, unopened, to which conversation it belongs.
  if (equal(to, self.user) || book.has(ASKED, name)) return undefined;
  const asked = [...book.all(ASKED).values()].filter((each) => equal(each.device, device) && now - each.at < DAY);
  if (asked.length >= ASKS_A_DAY || (start && asked.some(({ at }) => now - at < STARTS_APART))) return undefined;
  const expiresAfterSeconds = Math.floor(Math.min(DAY, Number(discardAt) - now) / SECOND);
  if (expiresAfterSeconds < 1) return undefined;
  const content = { kind: "notOpened", message, hash } as const;
  const until = Math.max(Number(discardAt), now + DAY);
  return {
    draft: { to, content, sentAt: now, expiresAfterSeconds, burnAfterSeconds: 0, only: device },
    changes: [put(ASKED, name, { device, at: now, warning, until })],
  };
}

/** The text of an envelope that was asked for has come: the person need not be warned of it any more. */
export function arrivedAfterAll(book: Book, device: Bytes, first: Bytes): readonly BookChange[] {
  const asked = book.get(ASKED, askedName(device, first));
  return asked === undefined ? [] : [drop(WARNING, asked.warning)];
}

/** Keeps what it takes to send a text again, once it is sealed. `id`: of the envelope. */
export function keepSent(id: Bytes, sent: Omit<SentText, "until">, text: { readonly sentAt: number; readonly end: number }): BookChange {
  return put(SENT_TEXT, hex(id), { ...sent, until: Math.min(text.sentAt + KEPT, text.end) });
}

/** Lets the text go again, to the device that asked, where all that the protocol demands holds; else nothing, and nobody is told. */
export function answer(
  self: Pick<LiveSelf, "user">,
  book: Book,
  peer: Peer | undefined,
  { senderUser, senderDevice: device }: OuterHeader,
  asked: { readonly message: Bytes; readonly hash: Bytes },
  now: number,
): readonly BookChange[] {
  const sent = book.get(SENT_TEXT, hex(asked.message));
  if (sent === undefined || !equal(sent.headerHash, asked.hash) || sent.until <= now) return [];
  if (!equal(sent.to, senderUser) || !sent.silent.some((each) => equal(each, device))) return [];
  if (peer?.list === undefined || peer.changed !== undefined) return [];
  if (!equal(peer.list.fingerprint, sent.fingerprint) || listedDevice(peer.list, device) === undefined) return [];
  const text = ownText(self, book, sent.text, sent.to, now);
  if (text === undefined) return [];
  const resend = { message: sent.text, to: sent.to, device, identity: sent.fingerprint, until: Math.min(sent.until, endOf(text)), asked: true } as const;
  // Spoken for: on this device's word the text goes to it no second time.
  return [drop(SENDING, hex(device)), put(RESEND, resendName(resend), resend), ...spokenFor(book, device, [sent.text])];
}

/**
 * The own text of that id, in conversation with that colleague, while it lives. Nothing else that is stored is ever sealed: others
 * choose the ids of what they write.
 */
export function ownText(self: Pick<LiveSelf, "user">, book: Book, message: Bytes, to: Bytes, now: number): StoredMessage | undefined {
  const text = book.get(MESSAGE, messageName(self.user, message));
  if (text === undefined || !text.mine || endOf(text) <= now) return undefined;
  const peer = book.get(CONVERSATION, text.conversation)?.peer;
  return peer !== undefined && equal(peer, to) ? text : undefined;
}

/** The own text is gone: none of its envelopes is sent again, to whomever. */
export function forgotten(book: Book, text: Bytes): readonly BookChange[] {
  const waiting = [...book.all(RESEND)].filter(([, { message }]) => equal(message, text));
  return [...keptOf(book, text), ...waiting.map(([name]) => drop(RESEND, name))];
}

function keptOf(book: Book, text: Bytes): readonly BookChange[] {
  return [...book.all(SENT_TEXT)].filter(([, sent]) => equal(sent.text, text)).map(([name]) => drop(SENT_TEXT, name));
}

/** A Delivered of that device names these. */
export function reported({ header, own }: Pick<Arrived, "header" | "own">, book: Book, ids: readonly Bytes[]): readonly BookChange[] {
  if (own) return [];
  const texts = ids.map((id) => book.get(SENT_TEXT, hex(id))?.text ?? id);
  const waiting = texts.map((message) => resendName({ message, device: header.senderDevice }));
  return [...spokenFor(book, header.senderDevice, texts), ...waiting.filter((name) => book.has(RESEND, name)).map((name) => drop(RESEND, name))];
}

function spokenFor(book: Book, device: Bytes, texts: readonly Bytes[]): readonly BookChange[] {
  return [...book.all(SENT_TEXT)]
    .filter(([, { text }]) => texts.some((each) => equal(each, text)))
    .map(([name, sent]) => {
      const silent = sent.silent.filter((each) => !equal(each, device));
      return silent.length === 0 ? drop(SENT_TEXT, name) : put(SENT_TEXT, name, { ...sent, silent });
    });
}

/** It was read and burns then: nobody gets it again at their word, and what a device missed goes no later. */
export function burning(book: Book, text: Bytes, burnsAt: number): readonly BookChange[] {
  const waiting = [...book.all(RESEND)].filter(([, { message }]) => equal(message, text));
  return [
    ...keptOf(book, text),
    ...waiting.map(([name, each]) =>
      each.asked === true ? drop(RESEND, name) : put(RESEND, name, { ...each, until: Math.min(each.until, burnsAt) }),
    ),
  ];
}
