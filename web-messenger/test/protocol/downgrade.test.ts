import { beforeAll, describe, expect, it } from "vitest";
import { receive } from "../../src/protocol/receive.js";
import { CLASSICAL, HYBRID, commonSuite } from "../../src/protocol/suite.js";
import { delivered, deviceOf, NETWORK, person, sealAs, textDraft, type Device, type Person } from "../people.js";

let modern: Person;
let old: Person;

beforeAll(async () => {
  modern = await person();
  old = await person(NETWORK, [CLASSICAL]);
});

async function recipient(suites?: readonly number[]): Promise<Device> {
  return deviceOf(await person(NETWORK, suites)).knows(modern).knows(old);
}

/** A START of suite 0x0001, well made and signed. */
async function classicalFrom(from: Person, to: Device): Promise<string> {
  const plan = { state: "start", suite: CLASSICAL, prekey: await to.newPrekey() } as const;
  const outcome = await receive(to, await delivered((await sealAs(from, to, textDraft(1), plan)).submit));
  return outcome.kind === "arrived" ? "arrived" : outcome.check;
}

describe("a downgrade", () => {
  it("R7: is refused between devices that both name suite 0x0002, whatever the policy allows", async () => {
    const bob = await recipient();
    expect(await classicalFrom(modern, bob)).toBe("R7");
    bob.classical = true;
    expect(await classicalFrom(modern, bob)).toBe("R7");
  });

  it("R7: is refused where the policy does not allow suite 0x0001, though one can't do better", async () => {
    expect(await classicalFrom(old, await recipient())).toBe("R7");
    expect(await classicalFrom(modern, await recipient([CLASSICAL]))).toBe("R7");
  });

  it("is none where one can't do better and the policy allows it", async () => {
    const bob = await recipient();
    bob.classical = true;
    expect(await classicalFrom(old, bob)).toBe("arrived");
  });
});

describe("the suite of two devices", () => {
  it("is the highest that both name, of those there are", () => {
    const [both, one, two, later] = [[1, 2], [1], [2], [1, 2, 3]].map((suites) => ({ suites }));
    expect(commonSuite(both!, later!)).toBe(HYBRID);
    expect(commonSuite(both!, one!)).toBe(CLASSICAL);
    expect(commonSuite(one!, two!)).toBeUndefined();
  });
});
