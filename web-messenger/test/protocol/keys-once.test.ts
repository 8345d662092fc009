/** No key is parsed twice: counted at the browser's own cryptography, from the claim of ten devices' keys to the message that opens. */
import { create } from "@bufbuild/protobuf";
import { ClaimedPrekeySchema, PrekeyType, type ClaimedPrekey } from "#wire/keys_pb.js";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { concat, equal } from "../../src/bytes/bytes.js";
import { u8 } from "../../src/bytes/integers.js";
import { hex } from "../../src/bytes/text.js";
import { exportPrivateKey, importPrivateKey } from "../../src/crypto/agreement.js";
import { extract } from "../../src/crypto/hash.js";
import type { TrustedDevice } from "../../src/protocol/device-list.js";
import { merklePath } from "../../src/protocol/merkle.js";
import { acceptClaimed, signBatch, type KeyType, type PublicPrekey } from "../../src/protocol/prekeys.js";
import { receive } from "../../src/protocol/receive.js";
import { sealEnvelope } from "../../src/protocol/seal.js";
import { HYBRID } from "../../src/protocol/suite.js";
import { delivered, deviceOf, further, NETWORK, NOON, person, textDraft, type Device, type Person } from "../people.js";
import { Talk, type Sent } from "./talk.js";

const DEVICES = 10;

/** In their order. */
const calls = vi.hoisted((): { readonly what: string; readonly key?: string }[] => []);

vi.mock("@noble/post-quantum/ml-kem.js", async (original) => {
  const { ml_kem1024: real } = await original<typeof import("@noble/post-quantum/ml-kem.js")>();
  const keygen = (seed: Uint8Array): ReturnType<typeof real.keygen> => {
    calls.push({ what: "ML-KEM from seed", key: hex(seed) });
    return real.keygen(seed);
  };
  const encapsulate: typeof real.encapsulate = (publicKey, ...rest) => {
    calls.push({ what: "ML-KEM from key", key: hex(publicKey) });
    return real.encapsulate(publicKey, ...rest);
  };
  return { ml_kem1024: { ...real, keygen, encapsulate } };
});

beforeEach(async () => {
  // The empty salt is imported once, for as long as the page lives.
  await extract(new Uint8Array(0), new Uint8Array(0));
  const { subtle } = crypto;
  const [importKey, generateKey] = [subtle.importKey.bind(subtle), subtle.generateKey.bind(subtle)];
  vi.spyOn(subtle, "importKey").mockImplementation(((format: KeyFormat, key: Uint8Array, algorithm: Algorithm, ...rest: [boolean, KeyUsage[]]) => {
    const { name } = typeof algorithm === "string" ? { name: algorithm as string } : algorithm;
    // Of the platform's own, where it has one.
    const kem = (format as string) === "raw-seed" ? "ML-KEM from seed" : "ML-KEM from key";
    calls.push({ what: name === "ML-KEM-1024" ? kem : `import ${format} ${name}`, key: hex(key) });
    return importKey(format as "raw", key as Uint8Array<ArrayBuffer>, algorithm, ...rest);
  }) as typeof importKey);
  vi.spyOn(subtle, "generateKey").mockImplementation(((algorithm: Algorithm, ...rest: [boolean, KeyUsage[]]) => {
    calls.push({ what: `generate ${algorithm.name}` });
    return generateKey(algorithm, ...rest);
  }) as typeof generateKey);
  for (const name of ["deriveBits", "sign", "verify", "encrypt", "decrypt"] as const) {
    const real = (subtle[name] as (algorithm: Algorithm | string, ...rest: unknown[]) => Promise<never>).bind(subtle);
    vi.spyOn(subtle, name).mockImplementation(((algorithm: Algorithm | string, ...rest: unknown[]) => {
      calls.push({ what: `${name} ${typeof algorithm === "string" ? algorithm : algorithm.name}` });
      return real(algorithm, ...rest);
    }));
  }
});

afterEach(() => vi.restoreAllMocks());

interface Counted<T> {
  readonly done: T;
  readonly counts: Readonly<Record<string, number>>;
  /** What was parsed, and how. */
  readonly parsed: readonly string[];
}

/** What is done meanwhile, and how often; of HMAC only what parses. */
async function counted<T>(work: () => Promise<T>): Promise<Counted<T>> {
  calls.length = 0;
  const done = await work();
  const counts: Record<string, number> = {};
  for (const { what } of calls) if (what !== "sign HMAC") counts[what] = (counts[what] ?? 0) + 1;
  return { done, counts, parsed: calls.flatMap(({ what, key }) => (key === undefined ? [] : [`${what} ${key}`])) };
}

function twice(...all: readonly Counted<unknown>[]): readonly string[] {
  const parsed = all.flatMap((each) => each.parsed);
  return parsed.filter((key, i) => parsed.indexOf(key) !== i);
}

/** One of each type, as a server hands them out. */
async function offered(owner: Person, type: KeyType, key: PublicPrekey) {
  const { user, device, list } = owner;
  const { batch, signature } = await signBatch(NETWORK, { user, device, identityFingerprint: list.fingerprint }, owner.key, type, [key], NOON);
  const path = await merklePath([concat(u8(type), key.id, key.key)], 0);
  return create(ClaimedPrekeySchema, { user, device, batch: { batch, signature }, prekey: key, path: { ...path, siblings: [...path.siblings] } });
}

/** What this device opens with comes from its vault. */
async function fromVault(device: Device): Promise<void> {
  const [own] = device.prekeys.values();
  const { publicKey, privateKey } = own!.pair;
  const pkcs8 = await exportPrivateKey(privateKey);
  device.prekey = async () => ({ publicKey, privateKey: await importPrivateKey(pkcs8) });
}

describe("of no key that is needed twice the bytes are parsed twice", () => {
  it("from the claim of the keys of ten devices to the envelope, and from the envelope to the text", async () => {
    const each: Person[] = [await person()];
    while (each.length < DEVICES) each.push(await further(each.at(-1)!));
    const { list } = each.at(-1)!;
    const alice = await person();
    const devices = each.map((one) => deviceOf({ ...one, list }).knows(alice));
    const offers = await Promise.all(devices.map(async (device, i) => ({
      listed: list.devices.find((one) => equal(one.device, device.device))!,
      agreement: await offered({ ...each[i]!, list }, PrekeyType.P521, await device.newPrekey()),
      kem: await offered({ ...each[i]!, list }, PrekeyType.MLKEM1024, await device.newKemPrekey()),
    })));

    const taken = (offer: ClaimedPrekey, type: KeyType, { device }: TrustedDevice) =>
      acceptClaimed(NETWORK, offer, { list, device, type }, { newestBatch: 0, seen: () => false }, NOON);
    const claiming = await counted(() => Promise.all(offers.map(async ({ listed, agreement, kem }) => {
      const [prekey, kemPrekey] = [await taken(agreement, PrekeyType.P521, listed), await taken(kem, PrekeyType.MLKEM1024, listed)];
      return { of: list, device: listed, plan: { state: "start", suite: HYBRID, prekey: prekey!, kemPrekey: kemPrekey! } as const };
    })));
    // The signing keys were parsed when the list was verified.
    expect(claiming.counts).toEqual({ "import raw ECDH": DEVICES, "verify ECDSA": 2 * DEVICES });

    const sealing = await counted(() => sealEnvelope(alice, list, claiming.done, textDraft(1), NOON));
    expect(sealing.counts).toEqual({
      "generate ECDH": DEVICES,
      "deriveBits ECDH": DEVICES,
      "ML-KEM from key": DEVICES,
      // Of each wrap: what comes of the agreement, the secret as salt and as key, the exporter. Of the envelope: what comes of K.
      "import raw HMAC": 4 * DEVICES + 1,
      "import raw AES-GCM": DEVICES + 1,
      "encrypt AES-GCM": DEVICES + 1,
      "sign ECDSA": 1,
    });
    expect(twice(claiming, sealing)).toEqual([]);

    const deliver = await delivered(sealing.done.submit);
    const reader = devices.find(({ device }) => equal(device, list.devices[0]!.device))!;
    await fromVault(reader);
    const opening = await counted(() => receive(reader, deliver));
    expect(opening.done.kind).toBe("arrived");
    expect(opening.counts).toEqual({
      "verify ECDSA": 1,
      "import pkcs8 ECDH": 1,
      "import raw ECDH": 1,
      "deriveBits ECDH": 1,
      "import raw HMAC": 5,
      "import raw AES-GCM": 2,
      "decrypt AES-GCM": 2,
      "ML-KEM from seed": 1,
    });
    expect(twice(opening)).toEqual([]);
  });

  it("along a link, for START, FRESH and CHAIN, at either end", async () => {
    const alice = await person();
    const talk = new Talk(alice, deviceOf(await person()).knows(alice));
    const [sent, opened]: [Counted<Sent>[], Counted<unknown>[]] = [[], []];
    for (const [keys, state] of [["all", "start"], ["no-kem", "fresh"], ["no-kem", "fresh"], ["none", "chain"], ["none", "chain"]] as const) {
      const one = await counted(() => talk.send(keys));
      expect(one.done.state).toBe(state);
      sent.push(one);
      opened.push(await counted(() => talk.arrive(one.done)));
      talk.confirm(one.done);
    }
    expect(twice(...sent)).toEqual([]);
    expect(twice(...opened)).toEqual([]);
  });
});
