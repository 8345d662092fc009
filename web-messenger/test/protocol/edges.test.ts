import { describe, expect, it } from "vitest";
import { decodePlain, encodePlain } from "../../src/codec/plain.js";
import { MalformedError } from "../../src/codec/canonical.js";
import { pad, unpad } from "../../src/protocol/padding.js";
import { UNUSED_WINDOW, useCounter, type ReplayWindow } from "../../src/protocol/replay-window.js";
import { decodeWrappedKey, encodeWrappedKey } from "../../src/protocol/wrapped-key.js";

function used(...counters: readonly bigint[]): ReplayWindow {
  return counters.reduce((window, counter) => useCounter(window, counter)!, UNUSED_WINDOW);
}

describe("the window of counters", () => {
  it("begins at 1", () => {
    expect(useCounter(UNUSED_WINDOW, 0n)).toBeUndefined();
    expect(useCounter(UNUSED_WINDOW, 1n)?.highest).toBe(1n);
  });

  it("takes each counter once, in any order", () => {
    const window = used(5n, 1n, 3n);
    for (const counter of [5n, 1n, 3n]) expect(useCounter(window, counter)).toBeUndefined();
    for (const counter of [2n, 4n, 6n]) expect(useCounter(window, counter)).toBeDefined();
  });

  it("ends 1,023 below the highest", () => {
    const window = used(1n, 2_000n);
    expect(useCounter(window, 977n)).toBeDefined();
    expect(useCounter(window, 976n)).toBeUndefined();
  });

  it("remembers across a step and forgets across a leap", () => {
    expect(useCounter(used(10n, 1_033n), 10n)).toBeUndefined();
    expect(useCounter(used(10n, 1_034n, 1_033n), 1_033n)).toBeUndefined();
    expect(useCounter(used(10n, 2n ** 62n), 2n ** 62n - 1n)).toBeDefined();
  });
});

describe("what is cut short", () => {
  const message = Uint8Array.from({ length: 600 }, (_, i) => i % 256);

  it("is no padded message, at whatever length", () => {
    const padded = pad(message);
    expect(unpad(padded)).toEqual(message);
    for (let length = 0; length < padded.length; length++) {
      expect(() => unpad(padded.slice(0, length))).toThrow(MalformedError);
    }
  });

  it("is no wrapped key", () => {
    const replyKey = { id: new Uint8Array(16), key: new Uint8Array(133).fill(4, 0, 1), created: 1, expires: 2 };
    const messageKey = new Uint8Array(32).fill(7);
    const encoded = encodeWrappedKey(messageKey, replyKey);
    expect(decodeWrappedKey(encoded)).toEqual({ messageKey, replyKey });
    for (let length = 0; length < encoded.length; length++) {
      expect(() => decodeWrappedKey(encoded.slice(0, length))).toThrow(MalformedError);
    }
    const noneAnnounced = encoded.slice();
    noneAnnounced[32] = 0;
    expect(() => decodeWrappedKey(noneAnnounced)).toThrow(MalformedError);
  });

  it("is no record", () => {
    const encoded = encodePlain({ list: [1, "two", 3n, true, undefined], bytes: message });
    expect(decodePlain(encoded)).toEqual({ list: [1, "two", 3n, true, undefined], bytes: message });
    for (let length = 0; length < encoded.length; length++) {
      expect(() => decodePlain(encoded.slice(0, length))).toThrow(MalformedError);
    }
  });
});
