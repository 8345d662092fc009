import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { CLASSICAL, HYBRID } from "../../src/protocol/suite.js";
import { HOUR, SECOND } from "../../src/protocol/time.js";
import { deviceOf, NOON, person, type Person } from "../people.js";
import { Talk } from "./talk.js";

let alice: Person;
let bob: Person;
let talk: Talk;

beforeAll(async () => {
  alice = await person();
  bob = await person();
});

beforeEach(() => {
  talk = new Talk(alice, deviceOf(bob).knows(alice));
});

/** Whatever is confirmed later than it was sealed makes no difference to the sender. */
async function begun(): Promise<void> {
  talk.confirm(await talk.send());
}

describe("the sender's rule", () => {
  it("1: START until one is confirmed, each in the place of the one before", async () => {
    const first = await talk.send();
    const second = await talk.send();
    expect([first.state, second.state]).toEqual(["start", "start"]);
    talk.confirm(first);
    expect((await talk.send()).state).toBe("start");
  });

  it("1: no START without the one-time key of each type, and nothing else in its place", async () => {
    expect(await talk.plan("none")).toBeUndefined();
    expect(await talk.plan("no-kem")).toBeUndefined();
    await talk.send();
    expect(await talk.plan("none")).toBeUndefined();
  });

  it("2: FRESH on a confirmed link, which needs no ML-KEM key; CHAIN without any key", async () => {
    await begun();
    expect((await talk.send("no-kem")).state).toBe("fresh");
    expect((await talk.send("none")).state).toBe("chain");
    expect((await talk.send("no-kem")).state).toBe("fresh");
  });

  it("3: START after 64 messages of every state, the START among them", async () => {
    await begun();
    await talk.many(40, "no-kem");
    await talk.many(22, "none");
    expect((await talk.send("no-kem")).state).toBe("fresh");
    expect((await talk.plan("all"))!.state).toBe("start");
    expect((await talk.plan("no-kem"))!.state).toBe("chain");
    expect((await talk.plan("none"))!.state).toBe("chain");
  });

  it("3: START after 24 hours, and a CHAIN without the keys for it", async () => {
    await begun();
    talk.now = NOON + 24 * HOUR - 1;
    expect((await talk.plan("all"))!.state).toBe("fresh");
    talk.now += 1;
    expect((await talk.plan("all"))!.state).toBe("start");
    expect((await talk.plan("no-kem"))!.state).toBe("chain");
  });

  it("4: a CHAIN hangs from the newest confirmed carrier, which is the START or every sixteenth FRESH", async () => {
    await begun();
    const fresh = await talk.many(32, "no-kem");
    expect(await talk.plan("none")).toMatchObject({ state: "chain", carrier: { place: 0 } });
    talk.confirm(fresh[14]!, fresh[16]!);
    expect(await talk.plan("none")).toMatchObject({ carrier: { place: 0 } });
    talk.confirm(fresh[31]!);
    expect(await talk.plan("none")).toMatchObject({ carrier: { place: 32 } });
    talk.confirm(fresh[15]!);
    expect(await talk.plan("none")).toMatchObject({ carrier: { place: 32 } });
  });

  it("4: of carriers that one Delivered names, the newest counts", async () => {
    const start = await talk.send();
    talk.confirm(start);
    const fresh = await talk.many(32, "no-kem");
    talk.confirm(start, fresh[15]!, fresh[31]!);
    expect(await talk.plan("none")).toMatchObject({ carrier: { place: 32 } });
  });

  it("4: the keys of carriers older than the newest confirmed one are let go", async () => {
    await begun();
    const fresh = await talk.many(32, "no-kem");
    expect(talk.link!.carriers.map(({ place }) => place)).toEqual([0, 16, 32]);
    talk.confirm(fresh[15]!);
    expect(talk.link!.carriers.map(({ place }) => place)).toEqual([16, 32]);
  });

  it("4: a sub-chain ends after 256 messages, then the message waits", async () => {
    await begun();
    await talk.many(256, "none");
    expect(await talk.plan("none")).toBeUndefined();
    expect((await talk.plan("all"))!.state).toBe("start");
  });

  it("4: a sub-chain ends 72 hours after its carrier was sealed, then the message waits", async () => {
    await begun();
    talk.now = NOON + 10 * HOUR;
    const fresh = await talk.many(16, "no-kem");
    talk.now = NOON + 72 * HOUR - SECOND;
    expect(await talk.plan("none")).toMatchObject({ carrier: { place: 0 } });
    talk.now += SECOND;
    expect(await talk.plan("none")).toBeUndefined();
    talk.confirm(fresh[15]!);
    expect(await talk.plan("none")).toMatchObject({ carrier: { place: 16 } });
    talk.now = NOON + 82 * HOUR;
    expect(await talk.plan("none")).toBeUndefined();
  });

  it("keeps to the suite of its START, and begins anew where another is to be used", async () => {
    await begun();
    expect(talk.link!.suite).toBe(HYBRID);
    talk.link = { ...talk.link!, suite: CLASSICAL };
    expect(await talk.plan("all")).toMatchObject({ state: "start", suite: HYBRID });
    expect(await talk.plan("none")).toBeUndefined();
  });

  it("never gives one place twice", async () => {
    await begun();
    const places = new Set<string>();
    for (const keys of ["none", "no-kem", "none", "none", "no-kem", "none"] as const) {
      const { chain, carriers } = talk.link!;
      const { state } = await talk.send(keys);
      places.add(state === "chain" ? `chain ${carriers[0].chain.index}` : `fresh ${chain.index}`);
    }
    expect(places.size).toBe(6);
  });
});
