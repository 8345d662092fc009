import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { matching, newestFirst } from "../../src/ui/conversations/order.js";
import { canonicalCode, CODE_LENGTH, takeInvitationCode } from "../../src/ui/gate/invitation-code.js";
import { judge, MINIMUM_SCORE } from "../../src/ui/gate/strength.js";
import { Announcements, Saying } from "../../src/ui/shell/announcements.js";
import { grouped } from "../../src/ui/shell/warnings.js";
import { groupsOfFive } from "../../src/ui/codes/digits.js";
import { initials } from "../../src/ui/styles/avatar.js";
import { burning, conversation, message, people, SAFETY_DIGITS, usualList } from "../gallery/cast.js";

const { amara, jonas, long, self, yusuf } = people;

describe("an invitation code", () => {
  it("is read whatever its capitals, spaces, dashes and look-alikes", () => {
    const code = canonicalCode("7h3k-q9m2 xr4t-b6wy-e8zn-5pva-il");
    expect(code).toBe("7H3KQ9M2XR4TB6WYE8ZN5PVA11");
    expect(code).toHaveLength(CODE_LENGTH);
    expect(canonicalCode("o")).toBe("0");
  });

  it("is found in a pasted link", () =>
    expect(canonicalCode("https://chat.example.org/#invitation=7H3K-Q9")).toBe("7H3KQ9"));

  it("leaves the address bar at once", () => {
    const replaced: string[] = [];
    const page = {
      location: { hash: "#invitation=7h3k-q9", pathname: "/", search: "" },
      history: { state: null, replaceState: (_state: unknown, _title: string, url: string) => replaced.push(url) },
    } as unknown as Window;
    expect(takeInvitationCode(page)).toBe("7H3KQ9");
    expect(replaced).toEqual(["/"]);
  });

  it("is not seen in another fragment", () => {
    const page = { location: { hash: "#other", pathname: "/", search: "" } } as unknown as Window;
    expect(takeInvitationCode(page)).toBeUndefined();
  });
});

describe("the judge of passphrases", () => {
  it.each(["password1234", "qwertyuiop12", "lena hartmann", "northwind2026", "aaaaaaaaaaaaaaaa"])(
    "refuses %s",
    async (easy) => expect(await judge(easy, ["Lena Hartmann", "Northwind Relief"])).toBeLessThan(MINIMUM_SCORE),
  );

  it("accepts four unrelated words", async () =>
    expect(await judge("lantern ferry oblique mustard", [])).toBeGreaterThanOrEqual(MINIMUM_SCORE));
});

describe("the list", () => {
  it("has the newest first and the empty ones last", () => {
    const list = [
      conversation(yusuf),
      conversation(amara, { newest: message(amara, 9, "") }),
      conversation(jonas, { newest: message(jonas, 3, "") }),
    ];
    expect(newestFirst(list).map(({ peer }) => peer)).toEqual([jonas, amara, yusuf]);
  });

  it.each([
    ["amar", amara],
    ["OKA", amara],
    ["lindqvíst", jonas],
    ["hohen", long],
    ["يوسف", yusuf],
  ])("finds by the start of any part of a name: %s", (typed, found) =>
    expect(matching(usualList(), typed).map(({ peer }) => peer)).toEqual([found]),
  );
});

describe("what is said to who hears the screen", () => {
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());

  it("is forgotten once it has been said", () => {
    const saying = new Saying(() => undefined);
    saying.say("Amara: They are across.", 60_000);
    expect(saying.words).toBe("Amara: They are across.");
    vi.advanceTimersByTime(3_000);
    expect(saying.words).toBe("");
  });

  it("does not outlive the message", () => {
    const saying = new Saying(() => undefined);
    saying.say("Amara: They are across.", 400);
    vi.advanceTimersByTime(400);
    expect(saying.words).toBe("");
  });

  it("is not cut short by what was said before", () => {
    const saying = new Saying(() => undefined);
    saying.say("first", 60_000);
    vi.advanceTimersByTime(2_000);
    saying.say("second", 60_000);
    vi.advanceTimersByTime(2_000);
    expect(saying.words).toBe("second");
  });
});

describe("announcements", () => {
  const said = (changes: Parameters<typeof conversation>[1], open = "") => {
    const announcements = new Announcements();
    announcements.of([conversation(amara)], open);
    return announcements.of([conversation(amara, { unread: 1, ...changes })], open);
  };

  it("say the words of the open conversation, and only from whom elsewhere", () => {
    const newest = message(amara, 0, "They are across.");
    expect(said({ newest }, "c-amara")).toEqual(["Amara Okafor: They are across."]);
    expect(said({ newest })).toEqual(["New message from Amara Okafor."]);
  });

  it("never say what is covered", () =>
    expect(said({ newest: message(amara, 0, "secret", { ephemerality: burning, covered: true }) }, "c-amara")).toEqual([
      "Amara Okafor sent a message that burns after it is read.",
    ]));

  it("say nothing of one's own messages, of what was there, or twice", () => {
    expect(said({ newest: message(self, 0, "mine") }, "c-amara")).toEqual([]);
    const announcements = new Announcements();
    const list = [conversation(amara, { unread: 1, newest: message(amara, 0, "old") })];
    expect(announcements.of(list, "")).toEqual([]);
    expect(announcements.of(list, "")).toEqual([]);
  });
});

describe("warnings", () => {
  it("are grouped by the person they name", () => {
    const groups = grouped([
      { id: "1", at: 3, code: "bad-signature", claimedAuthor: amara },
      { id: "2", at: 2, code: "malformed" },
      { id: "3", at: 1, code: "wrong-context", claimedAuthor: amara, conversation: "c-amara" },
    ]);
    expect(groups.map(({ author, warnings }) => [author?.name, warnings.length])).toEqual([
      ["Amara Okafor", 2],
      [undefined, 1],
    ]);
  });
});

describe("small things", () => {
  it("sixty digits are read in twelve groups of five", () => {
    expect(groupsOfFive(SAFETY_DIGITS)).toHaveLength(12);
    expect(groupsOfFive(SAFETY_DIGITS).join("")).toBe(SAFETY_DIGITS);
  });

  it.each([
    ["Amara Okafor", "AO"],
    ["duty.control.room", "DR"],
    ["lena", "L"],
    ["", ""],
  ])("the initials of %s", (name, letters) => expect(initials(name)).toBe(letters));
});
