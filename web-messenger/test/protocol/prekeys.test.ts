import { create } from "@bufbuild/protobuf";
import { beforeAll, describe, expect, it } from "vitest";
import { ClaimedPrekeySchema, PrekeyType, type ClaimedPrekey } from "#wire/keys_pb.js";
import { concat, type Bytes } from "../../src/bytes/bytes.js";
import { u8 } from "../../src/bytes/integers.js";
import { newAgreementPair } from "../../src/crypto/agreement.js";
import { randomBytes } from "../../src/crypto/random.js";
import { merklePath } from "../../src/protocol/merkle.js";
import {
  acceptClaimed, acceptReplyKey, CLAIMABLE, newKemPrekeys, newPrekeys, signBatch, type KeyType, type PublicPrekey,
} from "../../src/protocol/prekeys.js";
import { DAY } from "../../src/protocol/time.js";
import { NETWORK, NOON, person, type Person } from "../people.js";

const { P521, MLKEM1024 } = PrekeyType;

let bob: Person;
let keys: Readonly<Record<KeyType, PublicPrekey>>;

beforeAll(async () => {
  bob = await person();
  const [[one], [other]] = [await newPrekeys(1), await newKemPrekeys(1)];
  keys = {
    [P521]: { id: one!.id, key: one!.pair.publicKey },
    [MLKEM1024]: { id: other!.id, key: other!.publicKey },
  };
});

/** A batch of one key that its device signed, as claimed. */
async function claimed(type: KeyType, key: PublicPrekey): Promise<ClaimedPrekey> {
  const owner = { user: bob.user, device: bob.device, identityFingerprint: bob.list.fingerprint };
  const { batch, signature } = await signBatch(NETWORK, owner, bob.key, type, [key], NOON);
  const path = await merklePath([concat(u8(type), key.id, key.key)], 0);
  const { user, device } = bob;
  const steps = { ...path, siblings: [...path.siblings] };
  return create(ClaimedPrekeySchema, { user, device, batch: { batch, signature }, prekey: key, path: steps });
}

async function accepted(type: KeyType, prekey: ClaimedPrekey, newestBatch = 0, seen = false): Promise<boolean> {
  const asked = { list: bob.list, device: bob.device, type };
  return (await acceptClaimed(NETWORK, prekey, asked, { newestBatch, seen: () => seen }, NOON)) !== undefined;
}

describe.each([
  ["P-521", P521, MLKEM1024],
  ["ML-KEM-1024", MLKEM1024, P521],
] as const)("a claimed key of type %s", (_name, type, other) => {
  it("is accepted once", async () => {
    const prekey = await claimed(type, keys[type]);
    expect(await accepted(type, prekey)).toBe(true);
    expect(await accepted(type, prekey, 0, true)).toBe(false);
  });

  it("is refused where the other type was asked for, or its batch names the other", async () => {
    expect(await accepted(other, await claimed(type, keys[type]))).toBe(false);
    expect(await accepted(other, await claimed(other, keys[type]))).toBe(false);
  });

  it("is refused where its batch is older than the newest of its type by more than 30 days", async () => {
    const prekey = await claimed(type, keys[type]);
    expect(await accepted(type, prekey, NOON + 30 * DAY)).toBe(true);
    expect(await accepted(type, prekey, NOON + 30 * DAY + 1)).toBe(false);
  });

  it("is refused where it is not well formed, although its device signed it", async () => {
    const change = (at: number, by: readonly number[]): Bytes => {
      const bytes = keys[type].key.slice();
      bytes.set(by, at);
      return bytes;
    };
    // A number above the modulus; a point that is not on the curve.
    const bad = type === MLKEM1024 ? change(0, [0xff, 0xff]) : change(130, [1, 2, 3]);
    expect(await accepted(type, await claimed(type, { id: keys[type].id, key: bad }))).toBe(false);
    const short = keys[type].key.slice(1);
    expect(await accepted(type, await claimed(type, { id: keys[type].id, key: short }))).toBe(false);
  });
});

describe("a reply key", () => {
  it("is kept where it is a point, timely and new; else it is as if none had come", async () => {
    const { publicKey: key } = await newAgreementPair(false);
    const good = { id: randomBytes(16), key, created: NOON, expires: NOON + CLAIMABLE };
    const never = (): boolean => false;
    expect(await acceptReplyKey(good, never, NOON)).toEqual({ id: good.id, key, expires: good.expires });
    const bad = [
      { ...good, key: new Uint8Array(133) },
      { ...good, key: key.slice().fill(5, 0, 1) },
      { ...good, created: NOON + 6 * 60_000, expires: NOON + DAY },
      { ...good, expires: NOON + CLAIMABLE + 1 },
      { ...good, created: NOON - CLAIMABLE, expires: NOON },
      { ...good, created: 0, expires: DAY },
    ];
    for (const each of bad) expect(await acceptReplyKey(each, never, NOON)).toBeUndefined();
    expect(await acceptReplyKey(good, () => true, NOON)).toBeUndefined();
  });
});
