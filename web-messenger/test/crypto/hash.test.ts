import { afterEach, describe, expect, it, vi } from "vitest";
import { concat, copied, room, utf8 } from "../../src/bytes/bytes.js";
import { copyOf } from "../../src/bytes/values.js";
import { encodePlain } from "../../src/codec/plain.js";
import { expand } from "../../src/crypto/hash.js";

const key = new Uint8Array(64).fill(7);

afterEach(() => {
  vi.restoreAllMocks();
});

describe("HKDF-Expand", () => {
  it.each([32, 64, 66, 130])("leaves nothing of %i bytes behind but what it returns", async (length) => {
    const made: Uint8Array[] = [];
    const taken: Uint8Array[] = [];
    const sign = crypto.subtle.sign.bind(crypto.subtle);
    vi.spyOn(crypto.subtle, "sign").mockImplementation(async (algorithm, by, data) => {
      taken.push(data as Uint8Array);
      const signature = await sign(algorithm, by, data);
      made.push(new Uint8Array(signature));
      return signature;
    });
    const expanded = await expand(key, "test", length);
    expect(expanded).toHaveLength(length);
    expect(expanded.some((byte) => byte !== 0)).toBe(true);
    expect(made).toHaveLength(Math.ceil(length / 64));
    expect([...made, ...taken].every((each) => each.every((byte) => byte === 0))).toBe(true);
  });

  it("is the same for a key that was imported, and begins alike for every length", async () => {
    const long = await expand(key, "test", 130);
    expect(await expand(key, "test", 66)).toEqual(long.subarray(0, 66));
    expect(await expand(key, utf8("test"), 32)).toEqual(long.subarray(0, 32));
  });
});

describe("what a secret is written into", () => {
  it("is memory of its own, which nothing else is in", () => {
    const whole = new Uint8Array(128).fill(1);
    for (const own of [room(64), copied(whole.subarray(0, 64)), concat(whole.subarray(0, 64)), copyOf(whole.subarray(64))]) {
      expect(own.buffer.byteLength).toBe(64);
    }
  });

  it("holds a record at once: no part of one is written anywhere else", () => {
    const secret = new Uint8Array(64).fill(9);
    const set = vi.spyOn(Uint8Array.prototype, "set");
    encodePlain({ chain: { key: secret, index: 3 }, others: [secret] });
    const writers = set.mock.contexts.filter((_, call) => set.mock.calls[call]?.[0] === secret);
    expect(new Set(writers).size).toBe(1);
    expect(writers).toHaveLength(2);
  });
});
