/** Who shows another identity is the server: what it may, and what the person decides. "Device lists" in docs/protocol.md. */
import { beforeEach, describe, expect, it } from "vitest";
import { equal, type Bytes } from "../../src/bytes/bytes.js";
import { hex } from "../../src/bytes/text.js";
import { put, type Book } from "../../src/client/book.js";
import type { People } from "../../src/client/people.js";
import { OUTGOING, PEER, SEEN_IDENTITY } from "../../src/client/records.js";
import type { SignedList, TrustedList } from "../../src/protocol/device-list.js";
import { MINUTE } from "../../src/protocol/time.js";
import { ManualTimers, breath, until, untilInTime } from "../manual-timers.js";
import { further, person } from "../people.js";
import { DAYLONG, PASSPHRASE, Profile } from "../profile.js";
import { ServerDouble } from "../server-double.js";

let timers: ManualTimers;
let server: ServerDouble;
let alice: Profile;
let bob: Profile;
let conversation: string;

beforeEach(async () => {
  timers = new ManualTimers();
  server = new ServerDouble(timers);
  alice = await new Profile("alice", server, timers).enrol();
  bob = await new Profile("bob", server, timers).enrol();
  conversation = (await alice.with("bob")).id;
  await alice.tab.send(conversation, "before", DAYLONG);
  await alice.delivery("before", "delivered");
});

function bookOf({ tab }: Profile): Book {
  return (tab as unknown as { book: Book }).book;
}

const listOf = (user: Bytes) => bookOf(alice).get(PEER, hex(user))?.list;

const trust = () => alice.tab.conversations().find(({ id }) => id === conversation)!.trust;

/** Changed identities pass: the one bit of the policy that the server needs. */
async function letChangesPass(): Promise<void> {
  const { version, ...policy } = { ...server.policy, identityChangeBlocks: false };
  server.policy = { version: version + 1, ...policy };
  server.push("alice", { case: "policy", value: { version: BigInt(version + 1), ...policy } });
  await until(() => !alice.tab.policy.identityChangeBlocks, "policy");
}

/** Somebody whom the server lets enrol in that person's place. */
async function impostor(of: string): Promise<Profile> {
  const code = server.impersonate(of);
  const anew = await new Profile(of, server, timers).start();
  await anew.tab.openInvitation(code);
  await anew.tab.enrol(code, PASSPHRASE);
  await anew.connected();
  return anew;
}

/** As if somebody had a newer list. */
const stale = { code: "stale-device-list", retryAfterMs: 0 };

function tellOfNewList(name: string): void {
  server.push("alice", { case: "devicesChanged", value: { user: server.named(name).id, version: 9n } });
}

/** What was sealed for the devices that the server now shows as that person's. */
function sealedFor(name: string): number {
  const { device } = server.named(name).only;
  return server.submissions.filter(({ wraps }) => wraps.some((wrap) => equal(wrap.device, device))).length;
}

const messageOf = (text: string) => alice.messages().find((message) => message.text === text)!;

describe("an identity that was verified", () => {
  beforeEach(async () => {
    await alice.tab.verify(conversation, (await alice.tab.safetyNumber(conversation)).digits);
    await letChangesPass();
  });

  it("is not given up at the server's word, for what is sent", async () => {
    const mallory = await impostor("bob");
    server.refusals.push(stale);
    await alice.tab.send(conversation, "secret", DAYLONG);
    await until(() => trust().kind === "identity-changed", "noticed");
    await timers.advance(10 * MINUTE);
    expect(trust()).toEqual({ kind: "identity-changed", stops: true });
    expect(sealedFor("bob")).toBe(0);
    await expect(alice.tab.send(conversation, "more", DAYLONG)).rejects.toMatchObject({ code: "identity-changed" });
    expect(mallory.texts()).toEqual([]);
  });

  it("is not given up for what arrives, until its number was compared", async () => {
    const mallory = await impostor("bob");
    await mallory.tab.send((await mallory.with("alice")).id, "it is me", DAYLONG);
    await until(() => alice.tab.warnings().length > 0, "warned");
    expect(trust()).toEqual({ kind: "identity-changed", stops: true });
    expect(alice.texts()).toEqual(["before"]);
    await alice.tab.verify(conversation, (await alice.tab.safetyNumber(conversation)).digits);
    await alice.receives("it is me");
    expect(trust()).toEqual({ kind: "verified" });
  });

  it("is not set back to an older one by an answer that was asked for before the person decided", async () => {
    const old = await person(server.network);
    await server.settle("old bob", { ...old, uploads: [] });
    conversation = (await alice.with("old bob")).id;
    await alice.tab.safetyNumber(conversation);
    const anew = await impostor("old bob");
    await alice.tab.verify(conversation, (await alice.tab.safetyNumber(conversation)).digits);
    tellOfNewList("old bob");
    await until(() => trust().kind === "identity-changed", "shown");
    const second = await further(old);
    const third = await further(second);
    let stalled: ((parts: readonly SignedList[]) => void) | undefined;
    const honest = { ...server.rest };
    Object.assign(server.rest, {
      deviceList: async () => third.list.signed,
      deviceLists: () => new Promise<readonly SignedList[]>((answer) => (stalled = answer)),
    });
    tellOfNewList("old bob");
    await until(() => stalled !== undefined, "stalled");
    await alice.tab.verify(conversation, (await alice.tab.safetyNumber(conversation)).digits);
    expect(trust()).toEqual({ kind: "verified" });
    Object.assign(server.rest, honest);
    stalled!([second.list.signed, third.list.signed]);
    await breath();
    await timers.advance(MINUTE);
    await until(() => bookOf(alice).get(PEER, hex(old.user))!.changed === undefined, "settled");
    expect(equal(listOf(old.user)!.fingerprint, old.list.fingerprint)).toBe(false);
    expect(trust()).toEqual({ kind: "verified" });
    await alice.tab.send(conversation, "to the new one", DAYLONG);
    await anew.receives("to the new one");
  });
});

describe("where the network lets changes pass", () => {
  beforeEach(letChangesPass);

  it("what was written before the change stops, and goes to the new identity when the person sends it again", async () => {
    const mallory = await impostor("bob");
    server.refusals.push(stale);
    await alice.tab.send(conversation, "for bob", DAYLONG);
    await alice.delivery("for bob", "failed");
    expect(messageOf("for bob").failure).toBe("identity-changed");
    expect(trust()).toEqual({ kind: "identity-changed", stops: false });
    await timers.advance(10 * MINUTE);
    expect(sealedFor("bob")).toBe(0);
    await alice.tab.send(conversation, "for who is there now", DAYLONG);
    await mallory.receives("for who is there now");
    expect(mallory.texts()).toEqual(["for who is there now"]);
    await alice.tab.retry(messageOf("for bob").id);
    await mallory.receives("for bob");
  });

  it("what was written before any identity was known does not go to the second one", async () => {
    const carol = await new Profile("carol", server, timers).enrol();
    const [found] = await alice.tab.findPeople("carol");
    server.restFailure = "busy";
    conversation = (await alice.tab.converse(found!)).id;
    await alice.tab.send(conversation, "for carol", DAYLONG);
    await breath();
    server.restFailure = undefined;
    await alice.tab.safetyNumber(conversation);
    await carol.tab.lock();
    await impostor("carol");
    tellOfNewList("carol");
    await until(() => trust().kind === "identity-changed", "noticed");
    await alice.delivery("for carol", "failed");
    expect(sealedFor("carol")).toBe(0);
  });

  it("receipts that wait do not go to the new identity either", async () => {
    const { id: user, only } = server.named("bob");
    await bob.tab.send((await bob.with("alice")).id, "answer me", DAYLONG);
    server.reachable = false;
    await alice.receives("answer me");
    server.cut();
    const kinds = (): readonly string[] => [...bookOf(alice).all(OUTGOING).values()].map(({ content }) => content.kind);
    await untilInTime(timers, () => kinds().includes("delivered"), "the receipt waits");
    const waiting = [...bookOf(alice).all(OUTGOING).values()];
    expect(waiting.every(({ identity }) => equal(identity!, listOf(user)!.fingerprint))).toBe(true);
    server.reachable = true;
    await impostor("bob");
    expect(equal(server.named("bob").only.device, only.device)).toBe(false);
    server.refusals.push(...waiting.map(() => stale));
    await untilInTime(timers, () => bookOf(alice).all(OUTGOING).size === 0, "settled");
    expect(sealedFor("bob")).toBe(0);
  });
});

describe("a changed identity about which nobody has decided", () => {
  /** A list that the server shows as bob's, and that names carol's device. */
  async function forge(): Promise<void> {
    const [{ id }, { only }] = [server.named("bob"), server.named("carol")];
    const forged = await person(server.network, undefined, only.device, id);
    await server.settle("bob", { ...forged, uploads: [] });
    tellOfNewList("bob");
    await until(() => trust().kind === "identity-changed", "shown");
  }

  it("takes no device from anybody, and is not accepted once it is known whose that is", async () => {
    const before = listOf(server.named("bob").id)!;
    await new Profile("carol", server, timers).enrol();
    await forge();
    const carol = await alice.with("carol");
    expect((await alice.tab.safetyNumber(carol.id)).digits).toMatch(/^\d{60}$/);
    await expect(alice.tab.acceptIdentity(conversation)).rejects.toMatchObject({ code: "foreign-device" });
    expect(trust()).toEqual({ kind: "unverified" });
    expect(equal(listOf(server.named("bob").id)!.fingerprint, before.fingerprint)).toBe(true);
    await alice.tab.send(carol.id, "to carol", DAYLONG);
    await until(() => sealedFor("carol") > 0, "sealed for carol");
  });
});

it("is told of at once where an administrator ended the former one: the new one's list is a first one again", async () => {
  await impostor("bob");
  server.announce(server.named("bob"));
  await untilInTime(timers, () => trust().kind === "identity-changed", "told");
  await expect(alice.tab.send(conversation, "to whom?", DAYLONG)).rejects.toMatchObject({ code: "identity-changed" });
});

describe("lists of an identity that is not in force", () => {
  it("are not older than what was seen of it, whatever was in force in between", async () => {
    await letChangesPass();
    await new Profile("bob", server, timers).join(bob);
    const former = server.named("bob");
    const [, second] = former.lists;
    const pinned = (): number | undefined => listOf(former.id)?.version;
    await until(() => pinned() === 2, "the second is pinned");
    const { fingerprint } = listOf(former.id)!;
    await impostor("bob");
    server.announce(server.named("bob"));
    await until(() => !equal(listOf(former.id)!.fingerprint, fingerprint), "another identity is in force");
    const { people } = (alice.tab as unknown as { account: { people: People } }).account;
    // Once more: an answer that is under way would be taken for the next one.
    await people.refresh(former.id);
    const shown = (lists: readonly SignedList[]): Promise<TrustedList | undefined> => {
      server.named("bob").lists = [...lists];
      return people.refresh(former.id);
    };
    expect(equal((await shown(former.lists.slice(0, 1)))!.fingerprint, fingerprint)).toBe(false);
    expect(equal((await shown(former.lists))!.signed.signature, second!.signature)).toBe(true);
  });

  it("become its history: what was written under the first is taken in after the second", async () => {
    const anew = await impostor("bob");
    server.hold("alice");
    await anew.tab.send((await anew.with("alice")).id, "under the first list", DAYLONG);
    await until(() => server.named("alice").waiting > 0, "at the server");
    await new Profile("bob", server, timers).join(anew);
    await untilInTime(timers, () => trust().kind === "identity-changed", "told");
    server.release("alice");
    await until(() => alice.tab.warnings().length > 0, "held");
    await alice.tab.acceptIdentity(conversation);
    await untilInTime(timers, () => alice.texts().includes("under the first list"), "taken in");
  });

  it("are refused where a server has shown a hundred other identities: it fills no disk", async () => {
    const { id } = server.named("bob");
    const shown = Array.from({ length: 100 }, (_, i) => put(SEEN_IDENTITY, `${hex(id)}/${i}`, { version: 1, hash: id }));
    await bookOf(alice).commit(...shown);
    const { listsAsked } = server;
    await impostor("bob");
    server.announce(server.named("bob"));
    await until(() => server.listsAsked > listsAsked, "asked");
    await timers.advance(MINUTE);
    expect(trust()).toEqual({ kind: "unverified" });
  });
});
