/**
 * Every part of an envelope, of a claimed key and of a device list, cut off at every length from none of it on: refused by its
 * code, and nothing is lost. What only a genuine sender could cut is signed by one.
 */
import { create } from "@bufbuild/protobuf";
import { ContentSchema, ContextSchema, PayloadSchema } from "#wire/sealed_pb.js";
import { ClaimedPrekeySchema, DeviceListSchema, PrekeyType, type ClaimedPrekey } from "#wire/keys_pb.js";
import type { Deliver } from "#wire/socket_pb.js";
import { beforeEach, describe, expect, it } from "vitest";
import { concat, equal, type Bytes } from "../../src/bytes/bytes.js";
import { u8 } from "../../src/bytes/integers.js";
import { decode, encode } from "../../src/codec/canonical.js";
import { randomBytes } from "../../src/crypto/random.js";
import { directConversation, rosterHash } from "../../src/protocol/conversation.js";
import { judgeList, type SignedList } from "../../src/protocol/device-list.js";
import { LEAST, pad } from "../../src/protocol/padding.js";
import { merklePath } from "../../src/protocol/merkle.js";
import { acceptClaimed, newKemPrekeys, newPrekeys, signBatch, type KeyType } from "../../src/protocol/prekeys.js";
import { CHECKS, receive } from "../../src/protocol/receive.js";
import { CLASSICAL } from "../../src/protocol/suite.js";
import { deviceOf, further, NETWORK, NOON, person, type Device, type Person } from "../people.js";
import { forge, type Forgery } from "./forgery.js";
import { Talk, type Keys } from "./talk.js";

const TAG = 16;

let alice: Person;
let bob: Device;
let counter: number;

beforeEach(async () => {
  alice = await person();
  bob = deviceOf(await person()).knows(alice);
  counter = 0;
});

/** All that is shorter, the shortest first. */
function* cuts(whole: Bytes, from = 0): Iterable<Bytes> {
  for (let length = from; length < whole.length; length++) yield whole.slice(0, length);
}

function kept({ prekeys, kemPrekeys, hashes, epochs, skippedKeys, windows }: Device): readonly unknown[] {
  return [prekeys, kemPrekeys, hashes, epochs, skippedKeys, windows].map((each) => new Map<string, unknown>(each));
}

/** The code. What the recipient keeps is what it was. */
async function refusal(deliver: Deliver, to = bob): Promise<string> {
  const before = kept(to);
  const outcome = await receive(to, deliver);
  if (outcome.kind !== "refused") throw new Error(`it ${outcome.kind}`);
  expect(outcome).not.toHaveProperty("message");
  expect(kept(to)).toEqual(before);
  return CHECKS[outcome.check];
}

async function codes(cut: Iterable<Deliver>, to = bob): Promise<readonly string[]> {
  const all = new Set<string>();
  for (const each of cut) all.add(await refusal(each, to));
  return [...all].sort();
}

function* cutIn(deliver: Deliver, part: "header" | "ciphertext" | "signature" | "wrap"): Iterable<Deliver> {
  for (const cut of cuts(deliver[part])) yield { ...deliver, [part]: cut };
}

async function context() {
  return {
    conversation: await directConversation(NETWORK, alice.user, bob.user),
    counter: BigInt(++counter),
    sentAt: BigInt(NOON),
    ephemerality: { expiresAfterSeconds: 3_600, burnAfterSeconds: 30 },
    senderIdentityFingerprint: alice.list.fingerprint,
    senderListVersion: 1n,
    senderListHash: alice.list.hash,
    rosterHash: await rosterHash([alice.list, bob.list]),
  };
}

type Kind = NonNullable<Parameters<typeof encode<typeof ContentSchema>>[1]["kind"]>;

const text = (length: number): Kind => ({ case: "text", value: { body: "x".repeat(length) } });

async function payload(kind: Kind): Promise<Bytes> {
  return encode(PayloadSchema, { context: await context(), content: { kind } });
}

/** What its sender signed. */
async function genuine(forgery: Forgery): Promise<string> {
  return refusal(await forge(alice, bob, forgery));
}

async function genuineCodes(forgeries: Iterable<Forgery>): Promise<readonly string[]> {
  const all = new Set<string>();
  for (const each of forgeries) all.add(await genuine(each));
  return [...all].sort();
}

async function arrives(deliver: Deliver, to = bob): Promise<void> {
  expect((await receive(to, deliver)).kind).toBe("arrived");
}

describe("an envelope", () => {
  it("is malformed with any part that is shorter; a ciphertext of a good length is not the signed one", async () => {
    const good = await forge(alice, bob, { padded: pad(await payload(text(500))), others: 4 });
    for (const part of ["header", "signature"] as const) expect(await codes(cutIn(good, part))).toEqual(["malformed"]);
    for (const each of cutIn(good, "ciphertext")) {
      expect(await refusal(each)).toBe(each.ciphertext.length < LEAST + TAG ? "malformed" : "bad-signature");
    }
    await arrives(good);
  });

  it("is malformed with a shorter sibling, and has the wrong path with fewer of them", async () => {
    const good = await forge(alice, bob, { padded: pad(await payload(text(1))), others: 4 });
    const path = good.path!;
    expect(path.siblings.length).toBeGreaterThan(1);
    for (const [i, whole] of path.siblings.entries()) {
      for (const cut of cuts(whole)) {
        expect(await refusal({ ...good, path: { ...path, siblings: path.siblings.with(i, cut as Uint8Array<ArrayBuffer>) } })).toBe("malformed");
      }
      expect(await refusal({ ...good, path: { ...path, siblings: path.siblings.slice(0, i) } })).toBe("wrong-path");
    }
    await arrives(good);
  });

  it("whose ciphertext its own sender cut, or what is in it, does not open", async () => {
    const padded = pad(await payload(text(300)));
    expect(padded.length).toBeGreaterThan(LEAST + TAG);
    for (let length = LEAST - TAG; length < padded.length; length++) {
      const cut = padded.slice(0, length);
      expect(await genuine({ padded: cut })).toBe(length < LEAST ? "malformed" : "payload-unopenable");
    }
    for (let length = LEAST; length < padded.length + TAG; length++) {
      expect(await genuine({ padded, ciphertextOf: length })).toBe(length < LEAST + TAG ? "malformed" : "payload-unopenable");
    }
    await arrives(await forge(alice, bob, { padded }));
  });
});

describe.each<[string, readonly number[] | undefined, readonly Keys[]]>([
  ["START of suite 0x0002", undefined, ["all"]],
  ["START of suite 0x0001", [CLASSICAL], ["no-kem"]],
  ["FRESH", undefined, ["all", "no-kem"]],
  ["CHAIN", undefined, ["all", "none"]],
])("a wrap: %s", (name, suites, steps) => {
  it("is malformed where it is shorter, and opens whole after all of that", async () => {
    const from = await person(NETWORK, suites);
    const to = deviceOf(await person()).knows(from);
    to.classical = true;
    const talk = new Talk(from, to);
    const first = await talk.send(steps[0]);
    let last = first;
    if (steps.length > 1) {
      await talk.arrive(first);
      talk.confirm(first);
      last = await talk.send(steps[1]);
    }
    expect(last.state).toBe(name.split(" ")[0]!.toLowerCase());
    expect(await codes(cutIn(last.deliver, "wrap"), to)).toEqual(["malformed"]);
    await talk.arrive(last);
  });
});

describe("what is sealed, cut by its own sender", () => {
  it("does not open: the payload", async () => {
    const whole = await payload(text(1));
    // Cut between its two fields it has a context and says nothing.
    expect(await genuineCodes([...cuts(whole)].map((cut) => ({ padded: pad(cut) })))).toEqual(["payload-unopenable", "unknown-content"]);
    await arrives(await forge(alice, bob, { padded: pad(whole) }));
  });

  it("does not open: the context, its length set right", async () => {
    const whole = encode(ContextSchema, await context());
    const content = encode(ContentSchema, { kind: text(1) });
    const with_ = (cut: Bytes): Bytes => pad(concat(field(1, cut), field(2, content)));
    expect(await genuineCodes([...cuts(whole)].map((cut) => ({ padded: with_(cut) })))).toEqual(["payload-unopenable"]);
    await arrives(await forge(alice, bob, { padded: with_(whole) }));
  });

  it.each<[string, Kind]>([
    ["text", text(200)],
    ["Delivered", { case: "delivered", value: { messageIds: [randomBytes(16), randomBytes(16)] as Uint8Array<ArrayBuffer>[] } }],
    ["Displayed", { case: "displayed", value: { messageId: randomBytes(16), displayedAt: BigInt(NOON) } }],
    ["NotOpened", { case: "notOpened", value: { messageId: randomBytes(16), hash: randomBytes(64) } }],
  ])("is not understood: %s, its length set right", async (_name, kind) => {
    const whole = encode(ContentSchema, { kind });
    const before = field(1, encode(ContextSchema, await context()));
    const all = await genuineCodes([...cuts(whole)].map((cut) => ({ padded: pad(concat(before, field(2, cut))) })));
    expect(all).toEqual(["payload-unopenable", "unknown-content"]);
    await arrives(await forge(alice, bob, { padded: pad(concat(before, field(2, whole))) }));
  });
});

/** A message field as it is encoded. */
function field(number: number, message: Bytes): Bytes {
  const length = message.length < 128 ? u8(message.length) : concat(u8((message.length & 0x7f) | 0x80), u8(message.length >> 7));
  return concat(u8((number << 3) | 2), length, message);
}

describe.each([
  ["P-521", PrekeyType.P521],
  ["ML-KEM-1024", PrekeyType.MLKEM1024],
] as const)("a claimed key of type %s", (_name, type) => {
  let owner: Person;
  let good: ClaimedPrekey;

  beforeEach(async () => {
    owner = await person();
    good = await claimed(owner, type);
  });

  const isTaken = async (key: ClaimedPrekey): Promise<boolean> => {
    const asked = { list: owner.list, device: owner.device, type };
    return (await acceptClaimed(NETWORK, key, asked, { newestBatch: 0, seen: () => false }, NOON)) !== undefined;
  };

  it("is not taken with any part that is shorter, nor with fewer siblings", async () => {
    const { batch, prekey, path, user, device } = good;
    const change = (parts: object): ClaimedPrekey => create(ClaimedPrekeySchema, { user, device, batch: batch!, prekey: prekey!, path: path!, ...parts });
    for (const cut of cuts(user)) expect(await isTaken(change({ user: cut }))).toBe(false);
    for (const cut of cuts(device)) expect(await isTaken(change({ device: cut }))).toBe(false);
    for (const cut of cuts(batch!.batch)) expect(await isTaken(change({ batch: { ...batch!, batch: cut } }))).toBe(false);
    for (const cut of cuts(batch!.signature)) expect(await isTaken(change({ batch: { ...batch!, signature: cut } }))).toBe(false);
    for (const cut of cuts(prekey!.id)) expect(await isTaken(change({ prekey: { ...prekey!, id: cut } }))).toBe(false);
    for (const cut of cuts(prekey!.key)) expect(await isTaken(change({ prekey: { ...prekey!, key: cut } }))).toBe(false);
    expect(path!.siblings.length).toBeGreaterThan(1);
    for (const [i, whole] of path!.siblings.entries()) {
      for (const cut of cuts(whole)) expect(await isTaken(change({ path: { ...path!, siblings: path!.siblings.with(i, cut as Uint8Array<ArrayBuffer>) } }))).toBe(false);
      expect(await isTaken(change({ path: { ...path!, siblings: path!.siblings.slice(0, i) } }))).toBe(false);
    }
    expect(await isTaken(good)).toBe(true);
  });

  it("is not taken where its device signed a batch that is shorter, or a key in it", async () => {
    for (const cut of cuts(good.batch!.batch)) {
      const signature = (await owner.key.sign("msgr/v1/opk-batch", NETWORK, cut)) as Uint8Array<ArrayBuffer>;
      expect(await isTaken({ ...good, batch: { ...good.batch!, batch: cut, signature } })).toBe(false);
    }
    for (const length of [0, 1, good.prekey!.key.length - 1]) expect(await isTaken(await claimed(owner, type, length))).toBe(false);
    expect(await isTaken(good)).toBe(true);
  });
});

/** The second of five that their device signed together, of this length. */
async function claimed(owner: Person, type: KeyType, length?: number): Promise<ClaimedPrekey> {
  const made = type === PrekeyType.P521
    ? (await newPrekeys(5)).map(({ id, pair }) => ({ id, key: pair.publicKey }))
    : (await newKemPrekeys(5)).map(({ id, publicKey }) => ({ id, key: publicKey }));
  const keys = made.map(({ id, key }) => ({ id, key: key.slice(0, length) }));
  const { user, device, list } = owner;
  const { batch, signature } = await signBatch(NETWORK, { user, device, identityFingerprint: list.fingerprint }, owner.key, type, keys, NOON);
  const path = await merklePath(keys.map(({ id, key }) => concat(u8(type), id, key)), 1);
  return create(ClaimedPrekeySchema, { user, device, batch: { batch, signature }, prekey: keys[1]!, path: { ...path, siblings: [...path.siblings] } });
}

describe("a device list", () => {
  const verdict = async (signed: SignedList): Promise<string> => (await judgeList(NETWORK, alice.user, signed, alice.list)).kind;

  it("is invalid with any part that is shorter, and where its own identity signed a shorter one, unless that is a list", async () => {
    const { signed } = (await further(alice)).list;
    for (const part of ["identityKey", "list", "signature"] as const) {
      for (const cut of cuts(signed[part])) expect(await verdict({ ...signed, [part]: cut })).toBe("invalid");
    }
    const { devices, ...rest } = decode(DeviceListSchema, signed.list);
    const ofOne = encode(DeviceListSchema, { ...rest, devices: devices.slice(0, 1) });
    for (const list of cuts(signed.list)) {
      const signature = await alice.identity.sign("msgr/v1/device-list", NETWORK, list);
      expect(await verdict({ ...signed, list, signature })).toBe(equal(list, ofOne) ? "trusted" : "invalid");
    }
    expect(await verdict(signed)).toBe("trusted");
  });
});
