import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { hex } from "../../src/bytes/text.js";
import { randomBytes } from "../../src/crypto/random.js";
import { CLASSICAL } from "../../src/protocol/suite.js";
import { deviceOf, person, type Device, type Person } from "../people.js";
import { Talk } from "./talk.js";

let alice: Person;
let bobPerson: Person;
let bob: Device;
let talk: Talk;

beforeAll(async () => {
  alice = await person();
  bobPerson = await person();
});

beforeEach(() => {
  bob = deviceOf(bobPerson).knows(alice);
  talk = new Talk(alice, bob);
});

function epoch() {
  return [...bob.epochs.values()].at(-1)!;
}

describe("a START", () => {
  it("spends both one-time keys and is to be confirmed", async () => {
    const { effects } = await talk.arrive(await talk.send());
    expect([bob.prekeys.size, bob.kemPrekeys.size]).toEqual([0, 0]);
    expect(effects).toMatchObject({ confirms: true });
  });

  it("R10: is refused where the ML-KEM key is gone, although the other is there", async () => {
    const start = await talk.send();
    bob.kemPrekeys.clear();
    expect(await talk.check(start)).toBe("R10");
  });

  it("R11: does not open with another ML-KEM key than the one it was sealed to", async () => {
    const start = await talk.send();
    const [sealedTo] = bob.kemPrekeys.keys();
    await bob.newKemPrekey();
    bob.kemPrekeys.set(sealedTo!, [...bob.kemPrekeys.values()].at(-1)!);
    expect(await talk.check(start)).toBe("R11");
  });
});

describe("FRESH messages", () => {
  it("arrive out of order, each once, and only carriers are to be confirmed", async () => {
    await talk.begin();
    const fresh = await talk.many(18, "no-kem");
    const order = [17, 15, ...fresh.keys()].filter((i, at, all) => all.indexOf(i) === at);
    for (const i of order) {
      const { effects } = await talk.arrive(fresh[i]!);
      expect(effects.confirms).toBe(i === 15);
    }
    expect([bob.skippedKeys.size, bob.prekeys.size]).toEqual([0, 0]);
    expect(epoch().subChains.map(({ place }) => place)).toEqual([0, 16]);
    bob.hashes.clear();
    expect(await talk.check(fresh[3]!)).toBe("R10");
  });

  it("R10: are refused where the epoch is of another suite", async () => {
    await talk.begin();
    const fresh = await talk.send("no-kem");
    bob.epochs.set(hex(epoch().epoch), { ...epoch(), suite: CLASSICAL });
    expect(await talk.check(fresh)).toBe("R10");
  });
});

describe("CHAIN messages", () => {
  it("arrive out of order, each once, and spend no one-time key", async () => {
    await talk.begin();
    const chain = await talk.many(6, "none");
    for (const i of [4, 0, 5, 2, 1, 3]) {
      const { effects, content } = await talk.arrive(chain[i]!);
      expect(content).toEqual({ kind: "text", body: `message ${i + 2}` });
      expect(effects.confirms).toBe(false);
    }
    expect(bob.skippedKeys.size).toBe(0);
    bob.hashes.clear();
    expect(await talk.check(chain[2]!)).toBe("R10");
  });

  it("arrive between FRESH ones, from the newest carrier that was confirmed", async () => {
    await talk.begin();
    const early = await talk.many(2, "none");
    const fresh = await talk.many(16, "no-kem");
    for (const each of fresh) await talk.arrive(each);
    talk.confirm(fresh[15]!);
    const late = await talk.many(2, "none");
    for (const each of [...early, ...late]) await talk.arrive(each);
    expect(epoch().subChains.map(({ place }) => place)).toEqual([16]);
  });

  it("R10: of an older carrier are refused once one of a newer carrier has opened", async () => {
    await talk.begin();
    const early = await talk.many(3, "none");
    await talk.arrive(early[1]!);
    const fresh = await talk.many(16, "no-kem");
    for (const each of fresh) await talk.arrive(each);
    talk.confirm(fresh[15]!);
    await talk.arrive(await talk.send("none"));
    expect(await talk.check(early[0]!)).toBe("R10");
    expect(await talk.check(early[2]!)).toBe("R10");
  });

  it("a carrier that comes after a CHAIN of a newer one leaves no key behind", async () => {
    await talk.begin();
    const fresh = await talk.many(32, "no-kem");
    for (const each of fresh.filter((_, i) => i !== 15)) await talk.arrive(each);
    talk.confirm(fresh[31]!);
    await talk.arrive(await talk.send("none"));
    await talk.arrive(fresh[15]!);
    expect(epoch().subChains.map(({ place }) => place)).toEqual([32]);
  });

  it("R10: are refused where the epoch or the carrier is not known", async () => {
    await talk.begin();
    const chain = await talk.send("none");
    const known = epoch();
    bob.epochs.set(hex(known.epoch), { ...known, subChains: [] });
    expect(await talk.check(chain)).toBe("R10");
    bob.epochs.clear();
    expect(await talk.check(chain)).toBe("R10");
  });

  it("R11: do not open at another place than their own", async () => {
    await talk.begin();
    const chain = await talk.send("none");
    const { chain: own, ...rest } = epoch().subChains[0]!;
    const shifted = { ...rest, chain: { ...own, key: randomBytes(64) } };
    bob.epochs.set(hex(epoch().epoch), { ...epoch(), subChains: [shifted] });
    expect(await talk.check(chain)).toBe("R11");
  });
});

describe("what was passed over", () => {
  it.each(["no-kem", "none"] as const)("R10: is kept for at most 1,000 messages of a sender together (%s)", async (keys) => {
    await talk.begin();
    const [, ahead] = await talk.many(2, keys);
    const other = randomBytes(32);
    for (let index = 0; index < 1_000; index++) {
      bob.skippedKeys.set(`other/${index}`, { epoch: other, index, psk: randomBytes(64) });
    }
    expect(await talk.check(ahead!)).toBe("R10");
    bob.skippedKeys.delete("other/0");
    expect(await talk.check(ahead!)).toBe("arrived");
  });
});
