import { beforeEach, describe, expect, it, vi } from "vitest";
import { PrekeyType } from "#wire/keys_pb.js";
import { newPrekeys, POOL, signBatch } from "../../src/protocol/prekeys.js";
import { CLASSICAL, HYBRID } from "../../src/protocol/suite.js";
import { hex } from "../../src/bytes/text.js";
import { parseWrap, type ParsedWrap } from "../../src/protocol/wrap.js";
import type { Book } from "../../src/client/book.js";
import { CLAIMED } from "../../src/client/records.js";
import { Vault } from "../../src/store/vault.js";
import { ManualTimers, until, untilInTime } from "../manual-timers.js";
import { person } from "../people.js";
import { DAYLONG, PASSPHRASE, Profile } from "../profile.js";
import { ServerDouble } from "../server-double.js";

const { P521, MLKEM1024 } = PrekeyType;

let timers: ManualTimers;
let server: ServerDouble;
let alice: Profile;
let bob: Profile;

beforeEach(async () => {
  timers = new ManualTimers();
  server = new ServerDouble(timers);
  alice = await new Profile("alice", server, timers).enrol();
  bob = await new Profile("bob", server, timers).enrol();
});

function bookOf({ tab }: Profile): Book {
  return (tab as unknown as { book: Book }).book;
}

function wraps(): readonly ParsedWrap[] {
  return server.submissions.flatMap((submit) => submit.wraps.map(({ wrap }) => parseWrap(wrap)));
}

function states(): readonly string[] {
  return wraps().map(({ state }) => state);
}

describe("an enrolled device", () => {
  it("offers 200 one-time keys of each type, and fills up the pool that runs low", async () => {
    const { pools } = server.named("bob").only;
    expect([pools[P521].length, pools[MLKEM1024].length]).toEqual([POOL, POOL]);
    for (const type of [P521, MLKEM1024] as const) {
      pools[type].splice(0, 150);
      server.push("bob", { case: "prekeysLow", value: { type, prekeysLeft: 50 } });
      await until(() => pools[type].length === POOL, "filled up");
    }
    pools[MLKEM1024].splice(0, POOL);
    pools[P521].splice(0, 100);
    server.cut("bob");
    await untilInTime(timers, () => pools[MLKEM1024].length === POOL, "filled up at log-in");
    expect(pools[P521].length).toBe(100);
  });

  it("erases both private keys of a START in the step that stores the message", async () => {
    const commits = vi.spyOn(Vault.prototype, "commit");
    const { id } = await alice.with("bob");
    await alice.tab.send(id, "keys for one message", DAYLONG);
    await bob.receives("keys for one message");
    const changes = commits.mock.calls.map(([all]) => all.map(({ kind, name }) => `${kind} ${name.split("/")[0]!}`));
    commits.mockRestore();
    const storing = changes.find((names) => names.includes("put message") && names.includes("put accepted"))!;
    expect(storing).toEqual(expect.arrayContaining(["erase prekey", "erase kem-prekey"]));
  });
});

describe("the next message", () => {
  it("waits for no round trip: list and keys are fetched after the conversation is opened, and after each message", async () => {
    const { id } = await alice.with("bob");
    await bob.tab.lock();
    const ready = () => [P521, MLKEM1024].every((type) => [...bookOf(alice).all(CLAIMED).values()].some((key) => key.type === type));
    for (let count = 1; count <= 5; count++) {
      await until(ready, "keys at hand for a START");
      const asked = server.claims + server.listsAsked;
      await alice.tab.send(id, `message ${count}`, DAYLONG);
      await until(() => server.submissions.length === count, "at the server");
      expect(server.askedBeforeSubmit.at(-1)).toBe(asked);
    }
    // Two ML-KEM keys at a time: that it never waited is the work of the claims in between.
    expect(server.claims).toBeGreaterThan(4);
  });
});

describe("a message", () => {
  it("waits without an ML-KEM key, never leaves in suite 0x0001, and goes out once there is one", async () => {
    await bob.tab.lock();
    server.named("bob").only.pools[MLKEM1024].length = 0;
    const { id } = await alice.with("bob");
    await alice.tab.send(id, "patient", DAYLONG);
    await until(() => alice.messages()[0]?.delivery === "waiting-for-keys", "waits");
    expect(server.submissions).toEqual([]);
    await bob.tab.unlock(PASSPHRASE);
    await untilInTime(timers, () => bob.texts().includes("patient"), "arrives");
    expect(wraps().map(({ suite }) => suite)).toEqual(wraps().map(() => HYBRID));
  });

  it("hangs from the confirmed START where no one-time key is left, and the empty pool is not asked each time", async () => {
    const { id } = await alice.with("bob");
    await alice.tab.send(id, "first", DAYLONG);
    await alice.delivery("first", "delivered");
    await bob.tab.lock();
    server.named("bob").only.pools[P521].length = 0;
    const claims = server.claims;
    for (let i = 0; i < 24; i++) await alice.tab.send(id, `chain ${i}`, DAYLONG);
    await until(() => alice.messages().filter(({ delivery }) => delivery === "sent").length === 24, "sent");
    expect(states().filter((state) => state === "chain").length).toBeGreaterThanOrEqual(16);
    expect(server.claims - claims).toBe(1);
    await bob.tab.unlock(PASSPHRASE);
    await untilInTime(timers, () => bob.texts().length === 25, "all arrive");
    expect(bob.tab.warnings()).toEqual([]);
  });

  it("confirms the other's link although nothing but receipts is sent on it, and that ends", async () => {
    const { id } = await alice.with("bob");
    const fromBob = (): readonly ParsedWrap[] =>
      server.submissions.filter(({ wraps: [first] }) => first!.user.join() === server.named("alice").id.join())
        .flatMap((submit) => submit.wraps.map(({ wrap }) => parseWrap(wrap)));
    await alice.tab.send(id, "first", DAYLONG);
    await alice.delivery("first", "delivered");
    await untilInTime(timers, () => server.submissions.length === 3, "the receipt of the receipt");
    await alice.tab.send(id, "second", DAYLONG);
    await alice.delivery("second", "delivered");
    await timers.advance(60_000);
    expect(fromBob().map(({ state }) => state)).toEqual(["start", "fresh"]);
    expect(server.submissions).toHaveLength(5);
  });

  it("begets no receipt of a receipt without a confirmed link for it, so that STARTs that cross come to an end", async () => {
    const { id } = await alice.with("bob");
    await alice.tab.send(id, "one", DAYLONG);
    await bob.receives("one");
    server.hold("alice");
    await untilInTime(timers, () => server.submissions.length === 2, "the receipt of the first");
    await alice.tab.send(id, "two", DAYLONG);
    await bob.receives("two");
    // It names a START that is not the newest any more: it confirms nothing, and is a START itself.
    server.release("alice");
    await until(() => alice.messages()[0]?.delivery === "delivered", "read");
    await alice.delivery("two", "delivered");
    await untilInTime(timers, () => states().includes("fresh"), "the receipt that confirms bob's link");
    await timers.advance(60_000);
    await until(() => server.named("alice").waiting + server.named("bob").waiting === 0, "all read");
    // Four of each side's texts and receipts; one more where alice's device has the lower id and answers at once.
    expect(states().filter((state) => state === "start").length).toBeLessThanOrEqual(6);
    const ended = server.submissions.length;
    await timers.advance(600_000);
    expect(server.submissions).toHaveLength(ended);
  });

  it("is answered with a key that travelled in it, used once, so that a conversation asks the server for nothing", async () => {
    const { id } = await alice.with("bob");
    await alice.tab.send(id, "first", DAYLONG);
    await alice.delivery("first", "delivered");
    await bob.tab.send(id, "second", DAYLONG);
    await bob.delivery("second", "delivered");
    const before = server.submissions.length;
    const { claims } = server;
    for (const n of [1, 2, 3, 4, 5, 6]) {
      await alice.tab.send(id, `a${n}`, DAYLONG);
      await alice.delivery(`a${n}`, "delivered");
      await bob.tab.send(id, `b${n}`, DAYLONG);
      await bob.delivery(`b${n}`, "delivered");
    }
    const later = server.submissions.slice(before).flatMap((submit) => submit.wraps.map(({ wrap }) => parseWrap(wrap)));
    const spent = later.flatMap((wrap) => (wrap.state === "chain" ? [] : [hex(wrap.prekey)]));
    expect(new Set(spent).size).toBe(spent.length);
    const claimed = new Set(server.claimLog);
    const replies = later.filter((wrap) => wrap.state === "fresh" && !claimed.has(hex(wrap.prekey)));
    expect(replies.length).toBeGreaterThan(later.length / 2);
    // None is good for a START, whose keys the server hands out.
    expect(later.every((wrap) => wrap.state !== "start" || claimed.has(hex(wrap.prekey)))).toBe(true);
    expect(server.claims - claims).toBeLessThanOrEqual(1);
    expect([...alice.tab.warnings(), ...bob.tab.warnings()]).toEqual([]);
  });

  it("waits for a device that knows only suite 0x0001, until the policy allows that", async () => {
    const old = await person(server.network, [CLASSICAL]);
    const owner = { user: old.user, device: old.device, identityFingerprint: old.list.fingerprint };
    const keys = (await newPrekeys(3)).map(({ id, pair }) => ({ id, key: pair.publicKey }));
    const upload = await signBatch(server.network, owner, old.key, P521, keys, timers.now);
    await server.settle("olga", { ...old, uploads: [upload] });
    const { id } = await alice.with("olga");
    await alice.tab.send(id, "if it must be", DAYLONG);
    await until(() => alice.messages()[0]?.delivery === "waiting-for-keys", "waits");
    expect(server.submissions).toEqual([]);
    const { version, ...policy } = server.policy;
    const allowed = { version: BigInt(version + 1), ...policy, classicalSuiteAllowed: true };
    server.push("alice", { case: "policy", value: allowed });
    await untilInTime(timers, () => alice.messages()[0]?.delivery === "sent", "sent");
    expect(wraps()).toMatchObject([{ suite: CLASSICAL, state: "start" }]);
  });
});
