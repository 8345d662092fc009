import { create } from "@bufbuild/protobuf";
import { DeliverSchema, type Deliver } from "#wire/socket_pb.js";
import { beforeAll, describe, expect, it } from "vitest";
import { equal, type Bytes } from "../../src/bytes/bytes.js";
import { hex } from "../../src/bytes/text.js";
import { randomBytes } from "../../src/crypto/random.js";
import { receive, type Arrived, type Outcome } from "../../src/protocol/receive.js";
import { DAY, HOUR, MINUTE } from "../../src/protocol/time.js";
import { delivered, deviceOf, NOON, person, sealFor, textDraft, type Device, type Person } from "../people.js";

let alice: Person;
let bobPerson: Person;
let bob: Device;

beforeAll(async () => {
  alice = await person();
  bobPerson = await person();
  bob = deviceOf(bobPerson).knows(alice);
});

function arrived(outcome: Outcome): Arrived {
  if (outcome.kind !== "arrived") throw new Error(JSON.stringify(outcome, (_, v: unknown) => (typeof v === "bigint" ? 0 : v)));
  return outcome.message;
}

function flipped(bytes: Bytes, at: number): Bytes {
  return bytes.map((byte, i) => (i === at ? byte ^ 1 : byte));
}

let counter = 100;
async function sealed(change: { readonly sentAt?: number; readonly from?: Person; readonly body?: string } = {}) {
  const draft = textDraft(++counter, change.body ?? "hello", change.sentAt ?? NOON);
  return delivered((await sealFor(change.from ?? alice, bob, draft)).submit);
}

async function check(deliver: Deliver): Promise<string> {
  const outcome = await receive(bob, deliver);
  return outcome.kind === "arrived" ? "arrived" : outcome.check;
}

describe("a message", () => {
  it("arrives with what was sealed", async () => {
    const message = arrived(await receive(bob, await sealed({ body: "good morning" })));
    expect(message.content).toEqual({ kind: "text", body: "good morning" });
    expect(message.sentAt).toBe(NOON);
    expect(message.life).toEqual({ expiresAfterSeconds: 3600, burnAfterSeconds: 0 });
  });
});

describe("the numbered checks", () => {
  it("R1: every truncation of the header and a wrong signature length are refused", async () => {
    const good = await sealed();
    expect(await check({ ...good, header: good.header.slice(0, -1) })).toBe("R1");
    expect(await check({ ...good, signature: good.signature.slice(1) })).toBe("R1");
    expect(await check({ ...good, header: new Uint8Array([...good.header, 0x48, 0]) })).toBe("R1");
    expect(await check({ ...good, wrap: good.wrap.slice(0, -1) })).toBe("R1");
    expect(await check(create(DeliverSchema, {}))).toBe("R1");
  });

  it("R2: a foreign network is refused", async () => {
    expect(await check(await sealed({ from: { ...alice, network: randomBytes(16) } }))).toBe("R2");
  });

  it("R3: a device that no list names is refused", async () => {
    expect(await check(await sealed({ from: await person() }))).toBe("R3");
    expect(await check(await sealed({ from: { ...alice, device: randomBytes(16) } }))).toBe("R3");
  });

  it("R4: another device's signing key is refused", async () => {
    const mallory = await person();
    expect(await check(await sealed({ from: { ...alice, key: mallory.key } }))).toBe("R4");
  });

  it("R5: a path of the wrong form is refused", async () => {
    const good = await sealed();
    const path = { ...good.path!, siblings: [randomBytes(64)] };
    expect(await check({ ...good, path })).toBe("R5");
    expect(await check({ ...good, path: { ...good.path!, index: 1 } })).toBe("R5");
  });

  it("R6: a flipped bit in ciphertext, signature, wrap, commitment or leaf count breaks the signature", async () => {
    const good = await sealed();
    expect(await check({ ...good, ciphertext: flipped(good.ciphertext, 5) })).toBe("R6");
    expect(await check({ ...good, signature: flipped(good.signature, 70) })).toBe("R6");
    expect(await check({ ...good, wrap: flipped(good.wrap, good.wrap.length - 1) })).toBe("R6");
    const commitmentAt = good.header.length - 20;
    expect(await check({ ...good, header: flipped(good.header, commitmentAt) })).toBe("R6");
    const path = { ...good.path!, index: 0, leafCount: 2, siblings: [randomBytes(64)] };
    expect(await check({ ...good, path })).toBe("R6");
  });

  it("R8: the same again is dropped silently, other bytes under the same id are refused", async () => {
    const draft = textDraft(++counter);
    const first = await delivered((await sealFor(alice, bob, draft)).submit);
    bob.keep(arrived(await receive(bob, first)));
    expect(await receive(bob, first)).toMatchObject({ kind: "dropped", check: "R8" });
    const other = await delivered((await sealFor(alice, bob, { ...draft, counter: ++counter })).submit);
    expect(await receive(bob, other)).toMatchObject({ kind: "refused", check: "R8" });
  });

  it("R9: an expired one is dropped silently", async () => {
    const late = await sealed({ sentAt: NOON - 2 * HOUR });
    const outcome = await receive(bob, late);
    expect(outcome).toMatchObject({ kind: "dropped", check: "R9", late: { start: true } });
    if (outcome.kind !== "dropped") throw new Error(outcome.kind);
    const { spentPrekey, spentKemPrekey } = outcome.late!.effects;
    expect([bob.prekeys.has(hex(spentPrekey!)), bob.kemPrekeys.has(hex(spentKemPrekey!))]).toEqual([true, true]);
  });

  it("R9: one that is expired and does not open erases nothing", async () => {
    const late = await sealed({ sentAt: NOON - 2 * HOUR });
    bob.prekeys.clear();
    expect(await receive(bob, late)).toEqual({ kind: "dropped", check: "R9" });
  });

  it("R10: a one-time key opens one message", async () => {
    const deliver = await sealed();
    const message = arrived(await receive(bob, deliver));
    bob.keep(message);
    bob.hashes.clear();
    expect(await check(deliver)).toBe("R10");
  });

  it("R6: an envelope handed to another device does not pass for its own", async () => {
    const stranger = deviceOf({ ...bobPerson, device: randomBytes(16) });
    const draft = textDraft(++counter);
    const envelope = await delivered((await sealFor(alice, bob, draft)).submit);
    stranger.prekeys.set([...bob.prekeys.keys()].at(-1)!, [...bob.prekeys.values()].at(-1)!);
    stranger.knows(alice);
    const outcome = await receive(stranger, envelope);
    expect(outcome).toMatchObject({ kind: "refused", check: "R6" });
  });

  it("R14: a used counter with a new id tells of a cloned device", async () => {
    const draft = textDraft(++counter);
    bob.keep(arrived(await receive(bob, await delivered((await sealFor(alice, bob, draft)).submit))));
    const clone = { ...draft, messageId: randomBytes(16) };
    expect(await check(await delivered((await sealFor(alice, bob, clone)).submit))).toBe("R14");
  });

  it("R15: a message from the future is refused", async () => {
    expect(await check(await sealed({ sentAt: NOON + 6 * MINUTE }))).toBe("R15");
    const draft = { ...textDraft(++counter, "old", NOON - 31 * DAY) };
    const life = { expiresAfterSeconds: 32 * 86_400, burnAfterSeconds: 0 };
    expect(await check(await delivered((await sealFor(alice, bob, { ...draft, life })).submit))).toBe("R15");
  });

  it("R16: another view of the sender's list or of the roster is refused", async () => {
    const list = { ...alice.list, version: 2 };
    expect(await check(await sealed({ from: { ...alice, list } }))).toBe("R16");
  });

  it("R17: content of no known form is refused", async () => {
    const draft = { ...textDraft(++counter), content: { kind: "delivered", messages: [] } as const };
    expect(await check(await delivered((await sealFor(alice, bob, draft)).submit))).toBe("R17");
  });

  it("nothing is erased by a failure: the untouched envelope still arrives", async () => {
    const good = await sealed();
    for (let at = 0; at < good.wrap.length; at += 37) await check({ ...good, wrap: flipped(good.wrap, at) });
    const message = arrived(await receive(bob, good));
    expect(equal(message.header.senderUser, alice.user)).toBe(true);
  });
});
