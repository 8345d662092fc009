/** Who writes chooses the ids of what they write: none of it passes for what somebody else wrote. */
import { fromBinary } from "@bufbuild/protobuf";
import { beforeEach, describe, expect, it } from "vitest";
import { OuterHeaderSchema } from "#wire/envelope_pb.js";
import { PrekeyType } from "#wire/keys_pb.js";
import { equal, type Bytes } from "../../src/bytes/bytes.js";
import { hex } from "../../src/bytes/text.js";
import { forgotten, ownText } from "../../src/client/asking.js";
import { put, type Book } from "../../src/client/book.js";
import { CONVERSATION, MESSAGE, RESEND, SENT_TEXT, messageName, resendName, type LiveSelf } from "../../src/client/records.js";
import { directConversation } from "../../src/protocol/conversation.js";
import { MINUTE, SECOND } from "../../src/protocol/time.js";
import { ManualTimers, untilInTime } from "../manual-timers.js";
import { DAYLONG, PASSPHRASE, Profile } from "../profile.js";
import { ServerDouble } from "../server-double.js";
import { Stranger } from "../stranger.js";

let timers: ManualTimers;
let server: ServerDouble;
let alice: Profile;
let bob: Profile;
/** Bob's second device. */
let phone: Profile;
let carol: Stranger;
let conversation: string;

beforeEach(async () => {
  timers = new ManualTimers();
  server = new ServerDouble(timers);
  alice = await new Profile("alice", server, timers).enrol();
  bob = await new Profile("bob", server, timers).enrol();
  phone = new Profile("bob", server, timers);
  await timers.advance(SECOND);
  carol = await Stranger.settle("carol", server, timers);
  conversation = (await alice.with("bob")).id;
});

function bookOf({ tab }: Profile): Book {
  return (tab as unknown as { book: Book }).book;
}

const selfOf = ({ tab }: Profile): LiveSelf => (tab as unknown as { account: { self: LiveSelf } }).account.self;

/** Under an id of her choice. */
async function carolWrites(body: string, messageId: Bytes): Promise<void> {
  await server.deliverAgain(await carol.write("alice", selfOf(alice).list, body, messageId), "alice");
}

/** The id under which the last text of that person left. */
function lastIdOf(device: Bytes): Bytes {
  const headers = server.submissions.map(({ header }) => fromBinary(OuterHeaderSchema, header));
  return headers.findLast(({ senderDevice }) => equal(senderDevice, device))!.messageId;
}

const sentTo = (device: Bytes) => server.submissions.filter(({ wraps }) => wraps.some((wrap) => equal(wrap.device, device))).length;

describe("two authors who chose the same id", () => {
  it("are both read, and both are told that it arrived", async () => {
    const back = await bob.with("alice");
    await bob.tab.send(back.id, "bob's", DAYLONG);
    await alice.receives("bob's");
    const id = lastIdOf(server.named("bob").only.device);
    await carolWrites("carol's", id);
    await alice.receives("carol's", "bob's");
    await bob.delivery("bob's", "delivered");
    await untilInTime(timers, () => server.named("alice").waiting === 0, "acknowledged");
    expect(new Set(alice.messages().map((message) => message.id)).size).toBe(2);
    expect(alice.messages().map(({ author, text }) => [author.name, text]).sort()).toEqual([["bob", "bob's"], ["carol", "carol's"]]);
    expect(alice.tab.warnings()).toEqual([]);
  });
});

describe("an own text that a device has missed", () => {
  let message: Bytes;
  let missing: Bytes;

  /** Bob's phone is away and has no keys left, and the server refuses the text for good. */
  beforeEach(async () => {
    await phone.join(bob, "Phone");
    missing = Uint8Array.from(selfOf(phone).device);
    const { pools } = server.named("bob").device(missing)!;
    await phone.tab.lock();
    pools[PrekeyType.P521].splice(0);
    pools[PrekeyType.MLKEM1024].splice(0);
    server.refuseSubmit = "forbidden";
    await alice.tab.send(conversation, "alice's own", DAYLONG);
    await alice.delivery("alice's own", "failed");
    const stored = [...bookOf(alice).all(MESSAGE).values()].find(({ text }) => text === "alice's own")!;
    message = Uint8Array.from(stored.id);
    server.refuseSubmit = undefined;
  });

  it("and that failed leaves nothing that could be sent once more", async () => {
    expect([...bookOf(alice).all(RESEND).values()].filter((each) => equal(each.message, message))).toEqual([]);
    expect([...bookOf(alice).all(SENT_TEXT).values()].filter(({ text }) => equal(text, message))).toEqual([]);
  });

  it("is never replaced by the words of who writes under its id", async () => {
    const [failed] = alice.messages();
    await alice.tab.retry(failed!.id);
    await alice.delivery("alice's own", "delivered");
    await carolWrites("carol's words", message);
    await alice.receives("carol's words");
    // As if it had been left over all the same.
    const [identity, until] = [selfOf(bob).list.fingerprint, timers.now + 10 * MINUTE];
    const waits = { message: Uint8Array.from(message), to: server.named("bob").id, device: missing, identity, until };
    await bookOf(alice).commit(put(RESEND, resendName(waits), waits));
    await phone.tab.unlock(PASSPHRASE);
    await untilInTime(timers, () => phone.texts().length > 0 && bookOf(alice).all(RESEND).size === 0, "what it missed");
    await timers.advance(MINUTE);
    expect(sentTo(missing)).toBe(1);
    expect(phone.texts()).toEqual(["alice's own"]);
    expect(bob.texts()).toEqual(["alice's own"]);
  });
});

describe("what is sealed again", () => {
  it("is the own text of that conversation, living, and nothing else that is stored", async () => {
    const book = bookOf(alice);
    const [user, other] = [server.named("alice").id, server.named("bob").id];
    const self = { user };
    await alice.tab.send(conversation, "mine", DAYLONG);
    await alice.delivery("mine", "delivered");
    const [stored] = [...book.all(MESSAGE).values()];
    const text = { ...stored! };
    const { id } = text;
    const found = (): boolean => ownText(self, book, id, other, timers.now) !== undefined;
    expect(found()).toBe(true);
    expect(ownText(self, book, id, carol.person.user, timers.now)).toBeUndefined();
    expect(ownText({ user: carol.person.user }, book, id, other, timers.now)).toBeUndefined();
    expect(ownText(self, book, id, other, text.expiresAt)).toBeUndefined();
    const name = messageName(user, id);
    await book.commit(put(MESSAGE, name, { ...text, mine: false }));
    expect(found()).toBe(false);
    const elsewhere = hex(await directConversation(server.network, user, carol.person.user));
    await book.commit(put(CONVERSATION, elsewhere, { peer: carol.person.user }), put(MESSAGE, name, { ...text, conversation: elsewhere }));
    expect(found()).toBe(false);
  });

  it("goes to no device of another identity than it was written for", async () => {
    await alice.tab.send(conversation, "mine", DAYLONG);
    await alice.delivery("mine", "delivered");
    const [stored] = [...bookOf(alice).all(MESSAGE).values()];
    const { id: to, only } = server.named("bob");
    const [device, until] = [Uint8Array.from(only.device), timers.now + 10 * MINUTE];
    const sentAgain = (): number => [...bookOf(alice).all(SENT_TEXT).values()].filter(({ text }) => equal(text, message)).length;
    const message = Uint8Array.from(stored!.id);
    server.hold("bob");
    const former = { message, to, device, identity: new Uint8Array(64).fill(1), until };
    await bookOf(alice).commit(put(RESEND, resendName(former), former));
    server.cut("alice");
    await untilInTime(timers, () => bookOf(alice).all(RESEND).size === 0, "given up");
    expect(sentAgain()).toBe(0);
    const now = { ...former, identity: selfOf(bob).list.fingerprint };
    await bookOf(alice).commit(put(RESEND, resendName(now), now));
    server.cut("alice");
    await untilInTime(timers, () => bookOf(alice).all(RESEND).size === 0, "sent");
    expect(sentAgain()).toBe(1);
  });

  it("ends with the text, for every device", async () => {
    const book = bookOf(alice);
    const [message, to, identity] = [carol.person.user, server.named("bob").id, new Uint8Array(64)];
    const missed = { message, to, device: new Uint8Array(16), identity, until: timers.now + MINUTE };
    const asked = { ...missed, device: new Uint8Array(16).fill(1), asked: true } as const;
    await book.commit(put(RESEND, resendName(missed), missed), put(RESEND, resendName(asked), asked));
    await book.commit(...forgotten(book, message));
    expect(book.all(RESEND).size).toBe(0);
  });
});
