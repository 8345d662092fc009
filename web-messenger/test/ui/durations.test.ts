import { describe, expect, it } from "vitest";

import { exactly, left, leftInWords } from "../../src/ui/text/durations.js";

describe("exactly", () => {
  it.each([
    [1, "1 second"],
    [30, "30 seconds"],
    [90, "1 minute 30 seconds"],
    [3_600, "1 hour"],
    [86_400, "1 day"],
    [604_800, "7 days"],
    [2_592_000, "30 days"],
    [93_784, "1 day 2 hours 3 minutes 4 seconds"],
    [0, "0 seconds"],
  ])("says %i seconds without rounding", (seconds, words) => expect(exactly(seconds)).toBe(words));
});

describe("left", () => {
  it.each([
    [1, "1 s"],
    [9_001, "10 s"],
    [59_000, "59 s"],
    [60_000, "1 min"],
    [119_000, "1 min 59 s"],
    [10 * 60_000 + 30_000, "10 min"],
    [3_599_000, "59 min"],
    [3_600_000, "1 h"],
    [9 * 3_600_000 + 12 * 60_000, "9 h 12 min"],
    [23.5 * 3_600_000, "23 h"],
    [47 * 3_600_000, "1 d 23 h"],
    [6.99 * 86_400_000, "6 d 23 h"],
    [29.5 * 86_400_000, "29 d"],
    [-5, "1 s"],
  ])("counts %i ms down as %s", (ms, words) => expect(left(ms)).toBe(words));

  it("never promises more than there is, nor much less", () => {
    const units: Readonly<Record<string, number>> = { s: 1, min: 60, h: 3_600, d: 86_400 };
    for (let seconds = 1; seconds < 700_000; seconds += 997) {
      const words = left(seconds * 1000).split(" ");
      const said = words.reduce(
        (sum, word, at) => sum + (at % 2 === 0 ? Number(word) * (units[words[at + 1] ?? ""] ?? Number.NaN) : 0),
        0,
      );
      expect(said).toBeLessThanOrEqual(seconds);
      expect(said).toBeGreaterThan(seconds * 0.9);
    }
  });
});

describe("leftInWords", () => {
  it.each([
    [1, "1 second"],
    [75_000, "1 minute 15 seconds"],
    [(3_600 + 61) * 1000, "1 hour 1 minute"],
    [(6 * 86_400 + 4 * 3_600 + 59) * 1000, "6 days 4 hours"],
  ])("says the two largest units of %i ms", (ms, words) => expect(leftInWords(ms)).toBe(words));
});
