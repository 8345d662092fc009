import { create, fromBinary } from "@bufbuild/protobuf";
import { beforeEach, describe, expect, it } from "vitest";
import { DeliverSchema, SubmitSchema, type Deliver } from "#wire/socket_pb.js";
import { compare, equal, type Bytes } from "../../src/bytes/bytes.js";
import { hex } from "../../src/bytes/text.js";
import { randomBytes } from "../../src/crypto/random.js";
import type { TrustedList } from "../../src/protocol/device-list.js";
import { wrapLeaf } from "../../src/protocol/envelope.js";
import { merklePath } from "../../src/protocol/merkle.js";
import { receive, type Arrived } from "../../src/protocol/receive.js";
import { sealEnvelope, type Draft } from "../../src/protocol/seal.js";
import { HYBRID } from "../../src/protocol/suite.js";
import { DAY, HOUR } from "../../src/protocol/time.js";
import { deviceOf, further, NOON, person, successor, textDraft, type Device, type Person } from "../people.js";

/** alice has two devices and writes from the first; bob has two. */
let alice: Person;
let alice2: Person;
let bob: Person;
let bob2: Person;
let devices: Device[];
let counter = 0;

beforeEach(async () => {
  const [one, other] = [await person(), await person()];
  [alice2, bob2] = [await further(one), await further(other)];
  alice = { ...one, list: alice2.list };
  bob = { ...other, list: bob2.list };
  devices = [alice2, bob, bob2].map((each) => deviceOf(each).knows(alice).knows(bob));
});

interface Sent {
  readonly draft: Draft;
  /** By device. */
  readonly deliveries: ReadonlyMap<string, Deliver>;
}

async function send(from: Person, to: TrustedList, change: Partial<Draft> = {}, whom = "others"): Promise<Sent> {
  const draft = { ...textDraft(++counter), ...change };
  const recipients = [];
  for (const device of devices.filter((each) => whom !== "others" || !equal(each.device, from.device))) {
    const of = equal(device.user, from.user) ? from.list : to;
    const listed = of.devices.find((each) => equal(each.device, device.device));
    if (listed === undefined) continue;
    const plan = { state: "start", suite: HYBRID, prekey: await device.newPrekey(), kemPrekey: await device.newKemPrekey() } as const;
    recipients.push({ of, device: listed, plan });
  }
  const { submit } = await sealEnvelope(from, to, recipients, draft, NOON);
  const { header, ciphertext, signature, wraps, lists } = fromBinary(SubmitSchema, submit);
  expect(lists.map(({ user, version }) => `${hex(user)} ${version}`)).toEqual(
    [from.list, to].sort((a, b) => compare(a.user, b.user)).map(({ user, version }) => `${hex(user)} ${version}`),
  );
  const leaves = await Promise.all(wraps.map((each) => wrapLeaf(each.device, each.wrap)));
  const deliveries = new Map<string, Deliver>();
  for (const [i, { device, wrap }] of wraps.entries()) {
    const { index, leafCount, siblings } = await merklePath(leaves, i);
    const path = { index, leafCount, siblings: [...siblings] };
    deliveries.set(hex(device), create(DeliverSchema, { delivery: 1n, header, ciphertext, signature, wrap, path }));
  }
  return { draft, deliveries };
}

async function outcome({ deliveries }: Sent, at: Device): Promise<Arrived | string> {
  const result = await receive(at, deliveries.get(hex(at.device))!);
  return result.kind === "arrived" ? result.message : result.check;
}

async function arrived(sent: Sent, at: Device): Promise<Arrived> {
  const result = await outcome(sent, at);
  if (typeof result === "string") throw new Error(result);
  return result;
}

function at(who: Person): Device {
  return devices.find(({ device }) => equal(device, who.device))!;
}

describe("an envelope to several devices", () => {
  it("reaches all devices of both members but the one that sends, each by its own wrap", async () => {
    const sent = await send(alice, bob.list);
    expect([...sent.deliveries.keys()].sort()).toEqual(devices.map(({ device }) => hex(device)).sort());
    for (const device of devices) {
      const { own, other, stale, content } = await arrived(sent, device);
      expect(content).toEqual({ kind: "text", body: "hello" });
      expect([own, stale]).toEqual([device === at(alice2), false]);
      expect(other).toEqual(own ? bob.user : alice.user);
    }
    const { deliveries } = sent;
    const swapped = new Map([[hex(bob.device), deliveries.get(hex(bob2.device))!]]);
    expect(await outcome({ ...sent, deliveries: swapped }, at(bob))).toBe("R6");
  });

  it("R16: of the own user is refused where no conversation of theirs has that id", async () => {
    const sent = await send(alice, bob.list);
    at(alice2).lists.delete(hex(bob.user));
    expect(await outcome(sent, at(alice2))).toBe("R16");
  });

  it("R16: is refused where it says to come from this very device", async () => {
    const self = deviceOf(alice).knows(alice).knows(bob);
    devices.push(self);
    expect(await outcome(await send(alice, bob.list, {}, "self too"), self)).toBe("R16");
    expect((await arrived(await send(alice2, bob.list), self)).own).toBe(true);
  });

  it("R3, R4, R6: forged by somebody else as of an own device is refused", async () => {
    const mallory = await person();
    const receiver = at(alice2);
    // Of a device that the own list does not name; of the one it names, with a key that is not listed; or only signed by another.
    const strange = await send({ ...mallory, user: alice.user, list: alice.list }, bob.list);
    expect(await outcome(strange, receiver)).toBe("R3");
    const otherKey = await send({ ...alice, key: mallory.key }, bob.list);
    expect(await outcome(otherKey, receiver)).toBe("R4");
    const disguised = { publicKey: alice.key.publicKey, sign: mallory.key.sign.bind(mallory.key) };
    expect(await outcome(await send({ ...alice, key: disguised }, bob.list), receiver)).toBe("R6");
  });
});

describe("what the members' lists were when it was sealed", () => {
  it("may be a version before, of the recipient's as of the sender's", async () => {
    const sent = await send(alice, bob.list);
    const [newer, newest] = [await successor(bob, { removed: [bob2.device] }), await successor(alice, { removed: [alice2.device] })];
    at(bob).replace(newer);
    at(bob).replace(newest);
    expect(await arrived(sent, at(bob))).toMatchObject({ stale: false });
  });

  it("is told as stale where the recipient's had been replaced for more than a day", async () => {
    const receiver = at(bob);
    receiver.replace(await successor(bob, { removed: [bob2.device] }));
    const life = { expiresAfterSeconds: 86_400, burnAfterSeconds: 0 };
    const late = await send(alice, bob.list, { sentAt: NOON + DAY, life });
    const tooLate = await send(alice, bob.list, { sentAt: NOON + DAY + HOUR, life });
    receiver.time = NOON + DAY + HOUR;
    expect(await arrived(late, receiver)).toMatchObject({ stale: false });
    expect(await arrived(tooLate, receiver)).toMatchObject({ stale: true });
  });

  it("is looked up where it is newer than the one known, the sender's or the recipient's", async () => {
    const [newer, newest] = [await successor(bob, { removed: [bob2.device] }), await successor(alice, { removed: [alice2.device] })];
    const sent = await send({ ...alice, list: newest }, newer);
    expect(await outcome(sent, at(bob))).toBe("R16");
    at(bob).atServer.set(hex(alice.user), newest).set(hex(bob.user), newer);
    expect(await arrived(sent, at(bob))).toMatchObject({ stale: false });
  });

  it("R16: is refused where it is none that was ever in force", async () => {
    const forked = await successor(alice, { removed: [alice2.device] });
    const other = await further(alice);
    at(bob).replace(forked);
    expect(await outcome(await send({ ...alice, list: other.list }, bob.list), at(bob))).toBe("R16");
    expect(await outcome(await send({ ...alice, list: forked }, (await further(bob)).list), at(bob))).toBe("R16");
  });

  it("R3: a device that left the list is refused, whenever it wrote", async () => {
    const sent = await send(alice2, bob.list);
    at(bob).replace(await successor(alice, { removed: [alice2.device] }));
    expect(await outcome(sent, at(bob))).toBe("R3");
  });

  it("R3: a device that the newer list it names does not have is refused", async () => {
    const without = await successor(alice, { removed: [alice2.device] });
    const sent = await send({ ...alice2, list: without }, bob.list);
    at(bob).atServer.set(hex(alice.user), without);
    expect(await outcome(sent, at(bob))).toBe("R3");
  });
});

describe("a re-send", () => {
  const life = { expiresAfterSeconds: 3_600, burnAfterSeconds: 0 };
  const first = { messageId: randomBytes(16), sentAt: NOON, ...life };

  it("names the message it is, and lives no longer", async () => {
    expect((await arrived(await send(alice, bob.list, { original: first }), at(bob))).original).toEqual(first);
    const stricter = { expiresAfterSeconds: 60, burnAfterSeconds: 5 };
    expect(await arrived(await send(alice, bob.list, { original: first, life: stricter }), at(bob))).toMatchObject({ life: stricter });
  });

  it.each<[string, (messageId: Bytes) => Partial<Draft>]>([
    ["lives longer", () => ({ original: { ...first, expiresAfterSeconds: 3_599 } })],
    ["burns later", () => ({ original: { ...first, burnAfterSeconds: 5 } })],
    ["was sent at another time", () => ({ original: { ...first, sentAt: NOON - 1 } })],
    ["has the same id", (messageId) => ({ messageId, original: { ...first, messageId } })],
  ])("R16: is refused where it %s", async (_name, change) => {
    expect(await outcome(await send(alice, bob.list, change(randomBytes(16))), at(bob))).toBe("R16");
  });

  it("R17: is of nothing but a text", async () => {
    const content = { kind: "delivered", messages: [randomBytes(16)] } as const;
    expect(await outcome(await send(alice, bob.list, { original: first, content }), at(bob))).toBe("R17");
  });
});
