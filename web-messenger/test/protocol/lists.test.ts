import { beforeEach, describe, expect, it } from "vitest";
import { DeviceListSchema } from "#wire/keys_pb.js";
import type { Bytes } from "../../src/bytes/bytes.js";
import { hex } from "../../src/bytes/text.js";
import { decode, encode } from "../../src/codec/canonical.js";
import { randomBytes } from "../../src/crypto/random.js";
import { newSigningKey } from "../../src/crypto/signature.js";
import { judgeChain, judgeList, type SignedList, type TrustedList } from "../../src/protocol/device-list.js";
import { addedEntry, deviceCode, newEntry, nextList } from "../../src/protocol/list-signing.js";
import { further, NETWORK, person, successor, type Person } from "../people.js";

let alice: Person;
let two: Person;
let three: Person;

beforeEach(async () => {
  alice = await person();
  two = await further(alice);
  three = await further(two);
});

async function verdict(signed: SignedList, pinned?: TrustedList): Promise<string> {
  return (await judgeList(NETWORK, alice.user, signed, pinned)).kind;
}

/** Signed by alice's identity, whatever it says. */
async function signedAs(list: Parameters<typeof encode<typeof DeviceListSchema>>[1]): Promise<SignedList> {
  const encoded = encode(DeviceListSchema, list);
  const signature = await alice.identity.sign("msgr/v1/device-list", NETWORK, encoded);
  return { identityKey: alice.identity.publicKey, list: encoded, signature };
}

describe("a device list", () => {
  it("is accepted as the successor of the one pinned, which stays accepted", async () => {
    expect(await verdict(two.list.signed, alice.list)).toBe("trusted");
    expect(await verdict(two.list.signed, two.list)).toBe("trusted");
    const removed = await successor(three, { removed: [alice.device] });
    expect(removed.devices.map(({ device }) => hex(device))).not.toContain(hex(alice.device));
  });

  it("is refused where it is older than the one pinned: a server has set it back", async () => {
    expect(await verdict(alice.list.signed, two.list)).toBe("invalid");
    expect(await verdict(two.list.signed, three.list)).toBe("invalid");
  });

  it("is refused where another of the same version was pinned, or it continues another", async () => {
    const other = await further(alice);
    expect(await verdict(other.list.signed, two.list)).toBe("invalid");
    expect(await verdict((await further(other)).list.signed, two.list)).toBe("invalid");
  });

  it("of a much later version is not taken before the versions between were seen, each the successor of the one before", async () => {
    expect(await verdict(three.list.signed, alice.list)).toBe("later");
    const chain = [two.list.signed, three.list.signed];
    const judged = await judgeChain(NETWORK, alice.user, chain, alice.list);
    expect(judged?.map(({ version }) => version)).toEqual([2, 3]);
    const whole = await judgeChain(NETWORK, alice.user, [alice.list.signed, ...chain], undefined);
    expect(whole?.map(({ version }) => version)).toEqual([1, 2, 3]);
    const forked = await further(alice);
    for (const wrong of [[three.list.signed], [forked.list.signed, three.list.signed], [two.list.signed, two.list.signed], chain.toReversed()]) {
      expect(await judgeChain(NETWORK, alice.user, wrong, alice.list)).toBeUndefined();
    }
  });

  it("with a ghost device that the person's identity key never signed for is refused", async () => {
    const [ghost, device] = [await newSigningKey(), randomBytes(16)];
    const entry = await newEntry(NETWORK, alice.user, alice.list.identityKey, { device, key: ghost, created: 1 });
    const forger = { ...alice, identity: ghost };
    const forged = await nextList(NETWORK, forger.list, forger.identity, { added: entry });
    expect(await verdict({ ...forged, identityKey: alice.list.identityKey }, alice.list)).toBe("invalid");
    expect(await verdict(forged, alice.list)).toBe("invalid");
    const { devices, ...list } = decode(DeviceListSchema, two.list.signed.list);
    const smuggled = encode(DeviceListSchema, { ...list, devices: [...devices, entry] });
    expect(await verdict({ ...two.list.signed, list: smuggled }, alice.list)).toBe("invalid");
  });

  it("is refused where a device that stays has another key or another time of enrolment", async () => {
    const key = await newSigningKey();
    const change = async (created: bigint, signer = key): Promise<string> => {
      const { devices, ...list } = decode(DeviceListSchema, three.list.signed.list);
      const entry = await newEntry(NETWORK, alice.user, alice.list.identityKey, {
        device: alice.device, key: signer, created: Number(created),
      });
      return verdict(await signedAs({ ...list, devices: devices.map((each) => (hex(each.device) === hex(alice.device) ? entry : each)) }), two.list);
    };
    const { created } = decode(DeviceListSchema, alice.list.signed.list).devices[0]!;
    expect(await change(created)).toBe("invalid");
    expect(await change(created + 1n, two.key)).toBe("invalid");
    expect(await change(created, alice.key)).toBe("trusted");
  });

  it.each<[string, (list: { version: bigint; previous: Bytes; devices: unknown[] }) => void]>([
    ["no device", (list) => (list.devices = [])],
    ["a previous of 63 bytes", (list) => (list.previous = list.previous.slice(1))],
    ["version 0", (list) => (list.version = 0n)],
    ["devices in another order", (list) => list.devices.reverse()],
    ["a device twice", (list) => (list.devices = [list.devices[0], list.devices[0]])],
  ])("with %s is refused", async (_name, change) => {
    const list = decode(DeviceListSchema, two.list.signed.list);
    change(list);
    expect(await verdict(await signedAs(list), alice.list)).toBe("invalid");
  });

  it("of more than one device can't be the first version", async () => {
    const { devices, user } = decode(DeviceListSchema, two.list.signed.list);
    expect(await verdict(await signedAs({ user, version: 1n, devices }))).toBe("invalid");
  });
});

describe("a waiting device", () => {
  it("has a code of 25 digits that any other entry changes", async () => {
    const entry = addedEntry(alice.list, two.list.signed.list)!;
    const code = await deviceCode(NETWORK, alice.user, entry);
    expect(code).toMatch(/^\d{25}$/);
    expect(await deviceCode(NETWORK, alice.user, { ...entry, created: entry.created + 1n })).not.toBe(code);
    expect(await deviceCode(NETWORK, randomBytes(16), entry)).not.toBe(code);
  });

  it("is the only change of its list, else there is nothing to approve", async () => {
    expect(addedEntry(alice.list, three.list.signed.list)).toBeUndefined();
    expect(addedEntry(two.list, two.list.signed.list)).toBeUndefined();
    const swapped = await nextList(NETWORK, two.list, alice.identity, {
      removed: [alice.device], added: addedEntry(two.list, three.list.signed.list)!,
    });
    expect(addedEntry(two.list, swapped.list)).toBeUndefined();
  });
});
