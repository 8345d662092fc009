/** Wraps sealed by workers: the same as in the page, and nothing is lost with a worker. */
import { afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { WrapState } from "#wire/envelope_pb.js";
import { equal, type Bytes } from "../../src/bytes/bytes.js";
import { hex } from "../../src/bytes/text.js";
import { wrapHand, type WrapHand } from "../../src/client/wrap-hand.js";
import { FEWEST_WRAPS, WrapPool } from "../../src/client/wrap-pool.js";
import { openOnce, setUpRecipient } from "../../src/crypto/hpke.js";
import { randomBytes } from "../../src/crypto/random.js";
import { newPrekeys, type OwnPrekey } from "../../src/protocol/prekeys.js";
import { receive } from "../../src/protocol/receive.js";
import { sealEnvelope } from "../../src/protocol/seal.js";
import { confirmed, planWrap, type SendingLink } from "../../src/protocol/sending-link.js";
import { CLASSICAL, HYBRID } from "../../src/protocol/suite.js";
import { MINUTE } from "../../src/protocol/time.js";
import { parseWrap, wrapInfo } from "../../src/protocol/wrap.js";
import type { SealedWrap, SpendableKey, WrapJob } from "../../src/protocol/wrap-sealing.js";
import { breath, ManualTimers, until } from "../manual-timers.js";
import { delivered, deviceOf, NOON, person, textDraft } from "../people.js";
import { WorkerDouble } from "../worker-double.js";

const MANY = 3 * FEWEST_WRAPS + 1;

interface Sent {
  readonly job: WrapJob;
  readonly own: OwnPrekey;
}

let sent: readonly Sent[];
let timers: ManualTimers;
let workers: WorkerDouble[];
let through: WrapPool;

beforeAll(async () => {
  const own = await newPrekeys(MANY);
  const binding = { headerHash: randomBytes(64), ciphertextHash: randomBytes(64) };
  sent = own.map((each) => {
    const recipient = { user: randomBytes(16), device: randomBytes(16), identityKey: randomBytes(133), signingKey: randomBytes(133) };
    const plan = { state: "start", suite: CLASSICAL, prekey: { id: each.id, key: each.pair.publicKey } } as const;
    const message = { id: randomBytes(16), wrapped: randomBytes(198), at: 1 };
    return { own: each, job: { binding: { ...binding, recipient }, plan, message } };
  });
});

beforeEach(() => {
  timers = new ManualTimers();
  workers = [];
  through = pool();
});

afterEach(() => through.stop());

function pool(change: (worker: WorkerDouble, which: number) => void = () => undefined, size = 2): WrapPool {
  const start = (): WrapHand => {
    const worker = new WorkerDouble();
    change(worker, workers.length);
    workers.push(worker);
    return wrapHand(worker);
  };
  return new WrapPool(start, size, timers);
}

function jobs(count = MANY): readonly WrapJob[] {
  return sent.slice(0, count).map(({ job }) => job);
}

/** What the recipient finds, and the epoch that both have now. */
async function opened({ job, own }: Sent, { wrap }: SealedWrap): Promise<readonly Bytes[]> {
  const parsed = parseWrap(wrap);
  if (parsed.state !== "start") throw new Error("another state");
  const info = await wrapInfo({ suite: CLASSICAL, state: WrapState.START }, job.binding, own.id);
  const context = await setUpRecipient(parsed.encapsulated, own.pair, info);
  return [await openOnce(context, job.binding.ciphertextHash, parsed.sealed), await context.export("msgr/v1/epoch", 32)];
}

async function expectAll(sealed: readonly SealedWrap[], count = MANY): Promise<void> {
  expect(sealed).toHaveLength(count);
  for (const [i, each] of sealed.entries()) {
    const found = await opened(sent[i]!, each);
    expect(found.map(hex)).toEqual([sent[i]!.job.message.wrapped, each.link.epoch].map(hex));
  }
}

function bytesIn(value: unknown): readonly Bytes[] {
  if (value instanceof Uint8Array) return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(bytesIn) : [];
}

describe("a large envelope", () => {
  it("is shared among the workers, and its wraps come in the order of the recipients", async () => {
    await expectAll(await through.seal(jobs()));
    expect(workers).toHaveLength(2);
    expect(workers.every(({ answers }) => answers > 0)).toBe(true);
    expect(workers.flatMap(({ asked }) => asked.map((each) => each.jobs.length)).reduce((a, b) => a + b)).toBe(MANY);
  });

  it("that is to be sealed soon has its workers started, and ended where nothing comes of it", async () => {
    through.expect(FEWEST_WRAPS - 1);
    expect(workers).toEqual([]);
    through.expect(MANY);
    expect(workers).toHaveLength(2);
    await through.seal(jobs());
    expect(workers).toHaveLength(2);
    await timers.advance(MINUTE);
    through.expect(MANY);
    expect(workers).toHaveLength(4);
    await timers.advance(MINUTE);
    expect(workers.every(({ ended }) => ended)).toBe(true);
    through.stop();
    through.expect(MANY);
    expect(workers).toHaveLength(4);
  });

  it("is sealed by the same workers as the one before; they end once there was nothing to do for a while", async () => {
    await through.seal(jobs());
    await timers.advance(20_000);
    await through.seal(jobs());
    await timers.advance(20_000);
    expect(workers.map(({ ended }) => ended)).toEqual([false, false]);
    await timers.advance(MINUTE);
    expect(workers.map(({ ended }) => ended)).toEqual([true, true]);
    await expectAll(await through.seal(jobs()));
    expect(workers).toHaveLength(4);
  });

  it("leaves nothing in the page's copies nor at the workers, and the page's own as it was", async () => {
    const before = jobs().flatMap(bytesIn).map(hex);
    await through.seal(jobs());
    const copies = workers.flatMap(({ asked }) => asked).flatMap(bytesIn);
    expect(copies.length).toBeGreaterThan(MANY);
    expect(copies.filter(({ byteLength }) => byteLength > 0)).toEqual([]);
    const given = workers.flatMap((worker) => worker.given).flatMap(bytesIn);
    expect(given).toHaveLength(copies.length);
    expect(given.filter((bytes) => bytes.some((byte) => byte !== 0))).toEqual([]);
    expect(jobs().flatMap(bytesIn).map(hex)).toEqual(before);
  });
});

describe("no worker", () => {
  it("is started for a small envelope, nor on one core", async () => {
    await expectAll(await through.seal(jobs(FEWEST_WRAPS - 1)), FEWEST_WRAPS - 1);
    await expectAll(await pool(undefined, 1).seal(jobs()));
    expect(workers).toEqual([]);
  });

  it("can be started: the page seals", async () => {
    const refused = new WrapPool(() => { throw new Error("no workers here"); }, 2, timers);
    await expectAll(await refused.seal(jobs()));
  });
});

describe("a worker that fails", () => {
  it("at once or half-way loses no wrap: others or the page seal what it had", async () => {
    for (const lives of [[0, 0], [1, Infinity], [Infinity, 0], [1, 1]]) {
      workers = [];
      const failing = pool((worker, which) => (worker.livesFor = lives[which] ?? Infinity));
      await expectAll(await failing.seal(jobs()));
      expect(workers.map(({ ended }) => ended)).toEqual(lives.map((calls) => calls < Infinity));
      failing.stop();
    }
  });

  it("is replaced at the next envelope", async () => {
    through = pool((worker, which) => (worker.livesFor = which === 0 ? 0 : Infinity));
    await through.seal(jobs());
    await expectAll(await through.seal(jobs()));
    expect(workers.map(({ ended }) => ended)).toEqual([true, false, false]);
  });

  it("by saying nothing is given up in the end", async () => {
    through = pool((worker) => (worker.silent = true));
    const sealing = through.seal(jobs());
    await until(() => workers.length === 2 && workers.every(({ given }) => given.length === 1), "both were asked");
    await timers.advance(MINUTE);
    await expectAll(await sealing);
    expect(workers.map(({ ended }) => ended)).toEqual([true, true]);
  });

  it("to seal fails as the page would: with the page's own reason", async () => {
    const [first, ...others] = jobs();
    const noPoint = { ...first!, plan: { state: "start", suite: CLASSICAL, prekey: { id: randomBytes(16), key: randomBytes(133).fill(5, 0, 1) } } } as const;
    await expect(through.seal([...others, noPoint])).rejects.toThrow("not an uncompressed point");
  });
});

describe("stopped while it seals", () => {
  it("ends the workers at once, rejects, and seals nothing in the page instead", async () => {
    through = pool((worker) => (worker.silent = true));
    const sealing = through.seal(jobs());
    await until(() => workers.length === 2, "started");
    through.stop();
    expect(workers.map(({ ended }) => ended)).toEqual([true, true]);
    await expect(sealing).rejects.toThrow("stopped");
    await expect(through.seal(jobs())).rejects.toThrow("stopped");
    await timers.advance(MINUTE);
    await breath();
    expect(workers).toHaveLength(2);
    expect(equal(sent[0]!.job.message.wrapped, new Uint8Array(198))).toBe(false);
  });
});

describe("sealed by a worker", () => {
  it("messages of every state open at the recipient, and the link goes on", async () => {
    const [alice, bob] = [await person(), await person()];
    const device = deviceOf(bob).knows(alice);
    const worker = wrapHand(new WorkerDouble());
    let link: SendingLink | undefined;
    for (const [i, state] of ["start", "fresh", "fresh", "chain", "chain"].entries()) {
      const keys = state === "chain" ? {} : { prekey: await device.newPrekey(), kemPrekey: await device.newKemPrekey() };
      const plan = planWrap<SpendableKey>(link, HYBRID, keys, NOON)!;
      expect(plan.state).toBe(state);
      const draft = textDraft(i + 1, state);
      const to = [{ of: bob.list, device: bob.list.devices[0]!, plan }];
      const { submit, links } = await sealEnvelope(alice, bob.list, to, draft, NOON, worker.seal);
      const result = await receive(device, await delivered(submit));
      if (result.kind !== "arrived") throw new Error(result.check);
      expect(result.message.content).toEqual({ kind: "text", body: state });
      device.keep(result.message);
      link = confirmed(links[0]!, [draft.messageId]);
    }
    worker.end();
  });
});
