/** Every rule of "Asking again" in docs/protocol.md by itself: with all that holds it happens, without any one of it nothing does. */
import { beforeEach, describe, expect, it } from "vitest";
import type { OuterHeader } from "#wire/envelope_pb.js";
import type { Bytes } from "../../src/bytes/bytes.js";
import { hex } from "../../src/bytes/text.js";
import { answer, burning, keepSent, question, reported } from "../../src/client/asking.js";
import { Book, drop, put, type BookChange } from "../../src/client/book.js";
import {
  ASKED, CONVERSATION, KINDS, MESSAGE, RESEND, SENT_TEXT, messageName, resendName, type Peer, type StoredMessage,
} from "../../src/client/records.js";
import { randomBytes } from "../../src/crypto/random.js";
import type { TrustedList } from "../../src/protocol/device-list.js";
import { DAY, HOUR, MINUTE, SECOND } from "../../src/protocol/time.js";
import { LockedVault } from "../../src/store/vault.js";
import { further, NOON, person, successor, type Person } from "../people.js";
import { MemoryFile, MemoryRows, quickStretch } from "../store/memory.js";

const [alice, bob] = [await person(), await person()];

let book: Book;

beforeEach(async () => {
  const vault = await (await LockedVault.open(new MemoryFile(), new MemoryRows(), 0)).create(quickStretch, "passphrase");
  book = await Book.read(vault, [], KINDS, () => undefined);
});

function headerFrom({ user, device }: Pick<Person, "user" | "device">, discardAt = NOON + 2 * DAY): OuterHeader {
  return { senderUser: user, senderDevice: device, messageId: randomBytes(16), discardAt: BigInt(discardAt) } as OuterHeader;
}

const changes = (kind: { readonly name: string }, all: readonly BookChange[]) => all.filter(({ name }) => name.startsWith(`${kind.name}/`));

describe("a device that could not open an envelope", () => {
  const fresh = { headerHash: randomBytes(64), start: false };
  const start = { ...fresh, start: true };

  async function asks(header: OuterHeader, unopened = fresh, at = NOON): Promise<boolean> {
    const asked = question(bob, book, header, unopened, "warning", at);
    if (asked !== undefined) await book.commit(...asked.changes);
    return asked !== undefined;
  }

  it("asks the device that sent it alone, by its header's hash, for a day", () => {
    const header = headerFrom(alice);
    const asked = question(bob, book, header, fresh, "warning", NOON);
    expect(asked?.draft).toEqual({
      to: alice.user, only: alice.device, sentAt: NOON, expiresAfterSeconds: 86_400, burnAfterSeconds: 0,
      content: { kind: "notOpened", message: header.messageId, hash: fresh.headerHash },
    });
  });

  it("asks for no longer than the envelope lives, and not in its last second", () => {
    const life = (left: number) => question(bob, book, headerFrom(alice, NOON + left), fresh, "w", NOON)?.draft.expiresAfterSeconds;
    expect(life(HOUR)).toBe(3_600);
    expect(life(999)).toBeUndefined();
  });

  it("asks no own device", async () => {
    expect(await asks(headerFrom({ user: bob.user, device: randomBytes(16) }))).toBe(false);
  });

  it("asks about an envelope once, until it can't be delivered any more", async () => {
    const header = headerFrom(alice, NOON + 20 * DAY);
    expect(await asks(header)).toBe(true);
    expect(await asks(header, fresh, NOON + HOUR)).toBe(false);
    await book.sweep(NOON + 19 * DAY);
    expect(await asks(header, fresh, NOON + 19 * DAY)).toBe(false);
  });

  it("asks a device 8 times in 24 hours, and another one all the same", async () => {
    for (let count = 0; count < 8; count++) expect(await asks(headerFrom(alice, NOON + HOUR), fresh, NOON)).toBe(true);
    await book.sweep(NOON + 2 * HOUR);
    expect(await asks(headerFrom(alice), fresh, NOON + DAY - 1)).toBe(false);
    expect(await asks(headerFrom({ user: alice.user, device: randomBytes(16) }))).toBe(true);
    expect(await asks(headerFrom(alice), fresh, NOON + DAY)).toBe(true);
  });

  it("asks about a START only where it asked that device nothing for a minute", async () => {
    expect(await asks(headerFrom(alice), start)).toBe(true);
    expect(await asks(headerFrom(alice), start, NOON + MINUTE - 1)).toBe(false);
    expect(await asks(headerFrom(alice), fresh, NOON + MINUTE - 1)).toBe(true);
    expect(await asks(headerFrom({ user: alice.user, device: randomBytes(16) }), start, NOON + MINUTE - 1)).toBe(true);
    expect(await asks(headerFrom(alice), start, NOON + 2 * MINUTE)).toBe(true);
  });
});

describe("an author who is asked for a text", () => {
  const message = randomBytes(16);
  const headerHash = randomBytes(64);
  const text: StoredMessage = {
    id: message, conversation: "c", author: alice.user, mine: true, sentAt: NOON, expiresAt: NOON + 2 * DAY,
    expiresAfterSeconds: 172_800, burnAfterSeconds: 0, text: "once more", order: 1, read: true, delivery: "sent",
  };
  const peer: Peer = { user: bob.user, name: "bob", list: bob.list, verified: false };

  async function sends(silent: readonly Bytes[] = [bob.device], stored: StoredMessage = text): Promise<void> {
    const sent = { text: message, to: bob.user, headerHash, fingerprint: bob.list.fingerprint, silent };
    await book.commit(keepSent(message, sent, { sentAt: text.sentAt, end: text.expiresAt }));
    await book.commit(put(MESSAGE, messageName(alice.user, message), stored), put(CONVERSATION, "c", { peer: bob.user }));
  }

  const asked = { message, hash: headerHash };
  const answers = (by: Peer | undefined = peer, of = asked, from: Pick<Person, "user" | "device"> = bob, at = NOON + HOUR) =>
    changes(RESEND, answer(alice, book, by, headerFrom(from), of, at)).map(({ name }) => name);

  it("sends it to that device alone, on a link begun anew", async () => {
    await sends();
    const all = answer(alice, book, peer, headerFrom(bob), asked, NOON + HOUR);
    expect(changes(RESEND, all).map(({ name }) => name)).toEqual([`resend/${resendName({ message, device: bob.device })}`]);
    expect(all).toContainEqual({ name: `sending/${hex(bob.device)}` });
  });

  it("sends it once: on its word that device gets it no third time", async () => {
    await sends();
    await book.commit(...answer(alice, book, peer, headerFrom(bob), asked, NOON + HOUR));
    expect(answers()).toEqual([]);
  });

  it.each([
    ["of an envelope it did not send", { message: randomBytes(16), hash: headerHash }],
    ["of an envelope with another header", { message, hash: randomBytes(64) }],
  ])("sends nothing %s", async (_which, of) => {
    await sends();
    expect(answers(peer, of)).toEqual([]);
  });

  it("sends nothing to a device that the envelope was not sealed for, though it is on the list by now", async () => {
    const later = await further(bob);
    await sends();
    expect(answers({ ...peer, list: later.list }, asked, later)).toEqual([]);
    await sends([bob.device, later.device]);
    expect(answers({ ...peer, list: later.list }, asked, later)).toHaveLength(1);
  });

  it("sends nothing to anybody else, though it names the device of the one it was for", async () => {
    await sends();
    expect(answers(peer, asked, { user: randomBytes(16), device: bob.device })).toEqual([]);
  });

  it("sends nothing to a device that has reported the text, by the id of any of its envelopes", async () => {
    const later = randomBytes(16);
    for (const named of [message, later]) {
      await sends();
      const sent = { text: message, to: bob.user, headerHash, fingerprint: bob.list.fingerprint, silent: [bob.device] };
      await book.commit(keepSent(later, sent, { sentAt: text.sentAt, end: text.expiresAt }));
      await book.commit(...reported({ header: headerFrom(bob), own: false }, book, [named]));
      expect(answers()).toEqual([]);
      expect(answers(peer, { ...asked, message: later })).toEqual([]);
    }
  });

  it("takes a report of its own other device for none", async () => {
    await sends();
    await book.commit(...reported({ header: headerFrom(bob), own: true }, book, [message]));
    expect(answers()).toHaveLength(1);
  });

  it("keeps it for 24 hours, no longer than it lives, and not once all have reported it", async () => {
    await sends();
    expect(answers(peer, asked, bob, NOON + DAY - 1)).toHaveLength(1);
    expect(answers(peer, asked, bob, NOON + DAY)).toEqual([]);
    await book.sweep(NOON + DAY);
    expect(book.all(SENT_TEXT).size).toBe(0);
    const brief = { text: message, to: bob.user, headerHash, fingerprint: bob.list.fingerprint, silent: [bob.device] };
    await book.commit(keepSent(message, brief, { sentAt: NOON, end: NOON + MINUTE }));
    await book.sweep(NOON + MINUTE);
    expect(book.all(SENT_TEXT).size).toBe(0);
    await sends();
    await book.commit(...reported({ header: headerFrom(bob), own: false }, book, [message]));
    expect(book.all(SENT_TEXT).size).toBe(0);
  });

  it("sends nothing of a text that burns already, has burnt or was deleted", async () => {
    await sends([bob.device], { ...text, burnAfterSeconds: 60, burnsAt: NOON + MINUTE });
    expect(answers()).toEqual([]);
    await sends();
    expect(answers()).toHaveLength(1);
    await book.commit(...answer(alice, book, peer, headerFrom(bob), asked, NOON + SECOND));
    await book.commit(...burning(book, message, NOON + MINUTE));
    expect(book.all(RESEND).size).toBe(0);
    await sends();
    await book.commit(...burning(book, message, NOON + MINUTE));
    expect(answers()).toEqual([]);
    const missed = { message, to: bob.user, device: bob.device, identity: bob.list.fingerprint, until: NOON + DAY };
    await book.commit(put(RESEND, resendName(missed), missed));
    await book.commit(...burning(book, message, NOON + MINUTE));
    expect([...book.all(RESEND).values()].map(({ until }) => until)).toEqual([NOON + MINUTE]);
    await book.sweep(NOON + MINUTE);
    await sends();
    await book.commit(drop(MESSAGE, messageName(alice.user, message)));
    expect(answers()).toEqual([]);
  });

  it("sends nothing that somebody else wrote, or that stands in another conversation", async () => {
    await sends([bob.device], { ...text, mine: false });
    expect(answers()).toEqual([]);
    await sends([bob.device], { ...text, conversation: "d" });
    await book.commit(put(CONVERSATION, "d", { peer: randomBytes(16) }));
    expect(answers()).toEqual([]);
    await sends();
    expect(answers()).toHaveLength(1);
  });

  it("sends nothing to a device that left the list, to another identity, or while a change of identity is undecided", async () => {
    await sends();
    const two = { ...bob, list: (await further(bob)).list };
    const without: TrustedList = await successor(two, { removed: [bob.device] });
    expect(answers({ ...peer, list: without })).toEqual([]);
    const anew = await person();
    const samePlace = { ...anew.list, user: bob.user, devices: bob.list.devices };
    expect(answers({ ...peer, list: samePlace })).toEqual([]);
    expect(answers({ ...peer, changed: anew.list })).toEqual([]);
    expect(changes(RESEND, answer(alice, book, undefined, headerFrom(bob), asked, NOON))).toEqual([]);
    expect(answers({ ...peer, list: two.list })).toHaveLength(1);
  });
});

describe("what is asked", () => {
  it("is kept over a restart", () => expect(KINDS.map(({ name }) => name)).toEqual(expect.arrayContaining([ASKED.name, SENT_TEXT.name])));
});
