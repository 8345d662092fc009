import { describe, expect, it } from "vitest";

import { burnChoices, expiryChoices, lifeWithin, usualLife } from "../../src/ui/composer/lifetimes.js";
import { lifeChip, lifeSentence, policySentences } from "../../src/ui/text/policy.js";
import { freePolicy, strictPolicy } from "../gallery/cast.js";

describe("the sentence in the composer's background", () => {
  it("states expiry and burn-on-read", () =>
    expect(lifeSentence({ expiresAfterSeconds: 604_800, burnAfterSeconds: 30 })).toBe(
      "Disappears 7 days after sending. Burns 30 seconds after it is read.",
    ));

  it("states expiry alone where nothing burns", () =>
    expect(lifeSentence({ expiresAfterSeconds: 10, burnAfterSeconds: 0 })).toBe(
      "Disappears 10 seconds after sending.",
    ));

  it("is short on the chip", () => {
    expect(lifeChip({ expiresAfterSeconds: 3_600, burnAfterSeconds: 0 })).toBe("1 hour");
    expect(lifeChip({ expiresAfterSeconds: 3_600, burnAfterSeconds: 5 })).toBe("1 hour, burns after 5 seconds");
  });
});

describe("what the organisation has set", () => {
  it("says that a person may choose, and between what", () =>
    expect(policySentences(freePolicy)).toEqual([
      "Messages disappear 7 days after they are sent, from every device and from the server.",
      "You may choose another life for a message, from 5 seconds to 30 days.",
      "You may have a message burn after it is read, within at most 1 hour.",
    ]));

  it("says that nothing may be chosen, and that messages burn", () =>
    expect(policySentences(strictPolicy)).toEqual([
      "Messages disappear 7 days after they are sent, from every device and from the server.",
      "Your organisation has set this for everyone; it can’t be changed for a single message.",
      "A message also burns 30 seconds after it is read.",
    ]));

  it("says that burning is not offered", () =>
    expect(policySentences({ ...strictPolicy, burnDefault: 0, burnMaximum: 0 }).at(-1)).toBe(
      "Burning messages after they are read is not offered in this network.",
    ));
});

describe("a chosen life", () => {
  it("is the usual one until something is chosen", () =>
    expect(lifeWithin(freePolicy, undefined)).toEqual(usualLife(freePolicy)));

  it("is the usual one where nothing may be chosen", () =>
    expect(lifeWithin(strictPolicy, { expiresAfterSeconds: 3_600, burnAfterSeconds: 5 })).toEqual(
      usualLife(strictPolicy),
    ));

  it("is cut to a policy that became stricter", () => {
    const stricter = { ...freePolicy, expirationMinimum: 60, expirationMaximum: 3_600, burnMaximum: 10 };
    expect(lifeWithin(stricter, { expiresAfterSeconds: 604_800, burnAfterSeconds: 30 })).toEqual({
      expiresAfterSeconds: 3_600,
      burnAfterSeconds: 10,
    });
    expect(lifeWithin(stricter, { expiresAfterSeconds: 5, burnAfterSeconds: 0 }).expiresAfterSeconds).toBe(60);
  });

  it("is offered only within the policy, ascending and once", () => {
    const narrow = {
      ...freePolicy,
      expirationMinimum: 300,
      expirationDefault: 7_200,
      expirationMaximum: 86_400,
      burnMaximum: 45,
    };
    expect(expiryChoices(narrow, 7_200)).toEqual([300, 1_800, 3_600, 7_200, 28_800, 86_400]);
    expect(burnChoices(narrow, 0)).toEqual([0, 5, 30, 45]);
    expect(burnChoices({ ...narrow, burnMaximum: 0 }, 0)).toEqual([]);
  });
});
