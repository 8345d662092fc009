import { ml_kem1024 } from "@noble/post-quantum/ml-kem.js";
import { describe, expect, it } from "vitest";
import { equal, type Bytes } from "../../src/bytes/bytes.js";
import { fromHex, hex } from "../../src/bytes/text.js";
import { encapsulate, ENCAPSULATION_KEY_LENGTH, isEncapsulationKey, kemPair, newKemSeed } from "../../src/crypto/kem.js";
import { vectorsOf } from "../vectors/files.js";

interface KnownAnswer {
  readonly seed: string;
  readonly encapsulationKey: string;
  readonly message: string;
  readonly ciphertext: string;
  readonly sharedSecret: string;
  readonly changedCiphertext: string;
  readonly rejectionSecret: string;
}

const vectors = vectorsOf("mlkem.json") as readonly KnownAnswer[];

/** The bytes of a key whose numbers are all 0 but this one. */
function keyWith(place: number, value: number): Bytes {
  const key = new Uint8Array(ENCAPSULATION_KEY_LENGTH);
  const at = 3 * (place >> 1);
  if (place % 2 === 0) {
    key[at] = value & 0xff;
    key[at + 1] = value >> 8;
  } else {
    key[at + 1] = (value & 0x0f) << 4;
    key[at + 2] = value >> 4;
  }
  return key;
}

describe("ML-KEM-1024", () => {
  it("gives both the same secret, and another to whoever has another seed or ciphertext", async () => {
    const [own, other] = [await kemPair(newKemSeed()), await kemPair(newKemSeed())];
    const { shared, ciphertext } = await encapsulate(own.publicKey);
    expect([shared.length, ciphertext.length, own.publicKey.length]).toEqual([32, 1_568, 1_568]);
    expect(hex(await own.decapsulate(ciphertext))).toBe(hex(shared));
    expect(hex(await other.decapsulate(ciphertext))).not.toBe(hex(shared));
    const changed = ciphertext.map((byte, i) => (i === 700 ? byte ^ 1 : byte));
    expect(hex(await own.decapsulate(changed))).not.toBe(hex(shared));
  });

  it("makes one pair of a seed, and leaves the seed as it is", async () => {
    const seed = newKemSeed();
    const before = seed.slice();
    const [once, again] = [await kemPair(seed), await kemPair(seed)];
    const { shared, ciphertext } = await encapsulate(once.publicKey);
    expect(equal(once.publicKey, again.publicKey)).toBe(true);
    expect(hex(await again.decapsulate(ciphertext))).toBe(hex(shared));
    expect(equal(seed, before)).toBe(true);
  });
});

describe.each(vectors)("mlkem.json, vector $#", (vector) => {
  const ciphertext = fromHex(vector.ciphertext);

  it("has the key, the shared secret and the secret of a changed ciphertext as written", async () => {
    const pair = await kemPair(fromHex(vector.seed));
    expect(hex(pair.publicKey)).toBe(vector.encapsulationKey);
    expect(isEncapsulationKey(pair.publicKey)).toBe(true);
    expect(hex(await pair.decapsulate(ciphertext))).toBe(vector.sharedSecret);
    expect(hex(await pair.decapsulate(fromHex(vector.changedCiphertext)))).toBe(vector.rejectionSecret);
  });

  it("is encapsulated by the library as written", () => {
    const made = ml_kem1024.encapsulate(fromHex(vector.encapsulationKey), fromHex(vector.message));
    expect([hex(made.cipherText), hex(made.sharedSecret)]).toEqual([vector.ciphertext, vector.sharedSecret]);
  });
});

describe("the modulus check of FIPS 203 section 7.2", () => {
  it("takes every number below 3,329 and none from there on, at every place", () => {
    for (const place of [0, 1, 2, 511, 512, 1_022, 1_023]) {
      expect(isEncapsulationKey(keyWith(place, 3_328))).toBe(true);
      for (const value of [3_329, 3_584, 4_095]) expect(isEncapsulationKey(keyWith(place, value)), `${place}`).toBe(false);
    }
  });

  it("takes made keys, whatever their last 32 bytes are, and no other length", async () => {
    const { publicKey } = await kemPair(newKemSeed());
    expect(isEncapsulationKey(publicKey)).toBe(true);
    expect(isEncapsulationKey(publicKey.slice().fill(0xff, 1_536))).toBe(true);
    expect(isEncapsulationKey(publicKey.slice(1))).toBe(false);
    expect(isEncapsulationKey(new Uint8Array(ENCAPSULATION_KEY_LENGTH + 1))).toBe(false);
  });
});
