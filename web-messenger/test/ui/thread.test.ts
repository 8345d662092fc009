import { describe, expect, it } from "vitest";

import { entriesOf, type Entry } from "../../src/ui/thread/entries.js";
import { isOver, isSoon, lifeOf, shareLeft } from "../../src/ui/thread/remaining.js";
import { LIMIT, ThreadWindow } from "../../src/ui/thread/window.js";
import { burning, DAY, day, message, MINUTE, now, people, twenty } from "../gallery/cast.js";

const { amara, self } = people;

const kinds = (entries: readonly Entry[]) => entries.map(({ kind }) => kind);

describe("the entries of a thread", () => {
  it("begin each day with its name", () => {
    const entries = entriesOf(
      [message(amara, 2 * DAY, "one"), message(amara, DAY, "two"), message(amara, DAY - 1, "three")],
      [],
    );
    expect(kinds(entries)).toEqual(["day", "message", "day", "message", "message"]);
  });

  it("group what one author says within a quarter of an hour", () => {
    const at = now - (now % DAY) + 12 * 60 * MINUTE;
    const by = (author: typeof amara, minute: number) => message(author, now - at - minute * MINUTE, "…");
    const entries = entriesOf([by(amara, 0), by(amara, 3), by(self, 4), by(amara, 5), by(amara, 25)], []);
    const groups = entries.flatMap((entry) => (entry.kind === "message" ? [[entry.first, entry.last]] : []));
    expect(groups).toEqual([
      [true, false],
      [false, true],
      [true, true],
      [true, true],
      [true, true],
    ]);
  });

  it("show a warning where the message would have stood, and break the group there", () => {
    const earlier = message(amara, 4 * MINUTE, "before");
    const later = message(amara, 2 * MINUTE, "after");
    const entries = entriesOf(
      [earlier, later],
      [{ id: "w", at: now - 3 * MINUTE, code: "bad-signature", claimedAuthor: amara }],
    );
    expect(kinds(entries).filter((kind) => kind !== "day")).toEqual(["message", "warning", "message"]);
    expect(entries.filter((entry) => entry.kind === "message" && entry.first)).toHaveLength(2);
  });

  it("have a key each", () => {
    const keys = entriesOf(twenty, []).map(({ key }) => key);
    expect(new Set(keys).size).toBe(keys.length);
  });
});

describe("what is left of a message", () => {
  it("is all of it when it was just sent, half of it halfway, nothing at the end", () => {
    const life = lifeOf(message(amara, 0, "…", { ephemerality: day }));
    expect(shareLeft(life, now)).toBe(1);
    expect(shareLeft(life, now + DAY / 2)).toBe(0.5);
    expect(shareLeft(life, now + DAY)).toBe(0);
    expect(isOver(life, now + DAY - 1)).toBe(false);
    expect(isOver(life, now + DAY)).toBe(true);
  });

  it("counts the burning once it was read, unless it expires before", () => {
    const read = message(amara, MINUTE, "…", { ephemerality: burning, burnsAt: now + 12_000 });
    expect(lifeOf(read)).toEqual({ from: now - 18_000, until: now + 12_000, burning: true });
    expect(lifeOf({ ...read, expiresAt: now + 5_000 })).toMatchObject({ until: now + 5_000, burning: false });
  });

  it("is soon over in the last tenth, in the last minute, and while it burns", () => {
    const life = lifeOf(message(amara, 0, "…", { ephemerality: day }));
    expect(isSoon(life, now + 0.89 * DAY)).toBe(false);
    expect(isSoon(life, now + 0.91 * DAY)).toBe(true);
    expect(isSoon({ from: now - 100_000, until: now + 59_000, burning: false }, now)).toBe(true);
    expect(isSoon({ from: now, until: now + DAY, burning: true }, now)).toBe(true);
  });
});

describe("the window over a long thread", () => {
  const entries = Array.from({ length: 10_000 }, (_, index) => ({ key: `k${index}`, at: index }));

  it("draws the newest at first and follows them", () => {
    const window = new ThreadWindow();
    expect(window.slice(entries)).toEqual({ start: 10_000 - LIMIT, end: 10_000 });
    expect(window.slice([...entries, { key: "new", at: 10_000 }]).end).toBe(10_001);
  });

  it("reaches the oldest, and comes back, never drawing more than its limit", () => {
    const window = new ThreadWindow();
    while (window.earlier(entries)) {
      const { start, end } = window.slice(entries);
      expect(end - start).toBe(LIMIT);
    }
    expect(window.slice(entries)).toEqual({ start: 0, end: LIMIT });
    while (window.later(entries)) {
      const { start, end } = window.slice(entries);
      expect(end - start).toBe(LIMIT);
    }
    expect(window.slice(entries).end).toBe(10_000);
  });

  it("holds its place when older entries vanish and new ones arrive", () => {
    const window = new ThreadWindow();
    window.earlier(entries);
    const first = entries[window.slice(entries).start];
    const later = [...entries.slice(500), { key: "new", at: 10_000 }];
    expect(later[window.slice(later).start]).toBe(first);
  });

  it("goes on from the next entry when the first one itself vanishes", () => {
    const window = new ThreadWindow();
    window.earlier(entries);
    const { start } = window.slice(entries);
    const without = entries.filter((_, index) => index !== start);
    expect(without[window.slice(without).start]).toBe(entries[start + 1]);
  });

  it("draws everything of a short thread", () => {
    const short = entries.slice(0, 20);
    const window = new ThreadWindow();
    expect(window.slice(short)).toEqual({ start: 0, end: 20 });
    expect(window.earlier(short)).toBe(false);
    expect(window.later(short)).toBe(false);
  });
});
