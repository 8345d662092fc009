/** Runs in a browser: how long an envelope to many devices takes to be sealed, by where its wraps are sealed. */
import { FEWEST_WRAPS, WrapPool } from "../../src/client/wrap-pool.js";
import { wrapHand, type WrapHand } from "../../src/client/wrap-hand.js";
import { browserTimers } from "../../src/connection/browser.js";
import { newAgreementPair } from "../../src/crypto/agreement.js";
import { kemPair, newKemSeed } from "../../src/crypto/kem.js";
import { randomBytes } from "../../src/crypto/random.js";
import { sealEnvelope, type Recipient } from "../../src/protocol/seal.js";
import { confirmed, type SendingLink } from "../../src/protocol/sending-link.js";
import { HYBRID } from "../../src/protocol/suite.js";
import { sealHere, sealWrap, type SealedWrap, type SpendableKey, type WrapSealer } from "../../src/protocol/wrap-sealing.js";
import { startWorker } from "../../src/store/workers.js";
import { NOON, person, textDraft, type Person } from "../people.js";

/** One wrap after the other, in the page. */
const oneByOne: WrapSealer = async (jobs) => {
  const sealed: SealedWrap[] = [];
  for (const { binding, plan, message } of jobs) sealed.push(await sealWrap(binding, plan, message));
  return sealed;
};

const LOOK_EVERY = 5;

export interface Asked {
  readonly state: "start" | "fresh";
  readonly devices: number;
  readonly rounds: number;
  readonly workers: number;
  /** Without the browser's own ML-KEM-1024. */
  readonly portable: boolean;
}

export interface Round {
  readonly milliseconds: number;
  /** The longest time in which the page could do nothing else. */
  readonly standstill: number;
}

/** Rounds by way. */
export type Found = Record<"one by one" | "at once" | "workers" | "new workers", Round[]>;

export async function measure({ state, devices, rounds, workers, portable }: Asked): Promise<Found> {
  if (portable) await import("./without-kem.js");
  const [from, to] = [await person(), await person()];
  const starts = await startsFor(to, devices);
  const recipients = state === "start" ? starts : await freshFor(from, to, starts);
  let byWorkers = 0;
  const newHand = (): WrapHand => {
    const hand = wrapHand(startWorker("wrap-worker"));
    const counted: WrapSealer = async (jobs) => {
      const sealed = await hand.seal(jobs);
      byWorkers += sealed.length;
      return sealed;
    };
    return { seal: counted, end: () => hand.end() };
  };
  const newPool = (): WrapPool => new WrapPool(newHand, workers, browserTimers);
  const pool = newPool();
  const seal = async (sealer: WrapSealer): Promise<Round> => {
    const draft = textDraft(1, "x".repeat(512));
    const longestStandstill = watchPage();
    const begin = performance.now();
    await sealEnvelope(from, to.list, recipients, draft, NOON, sealer);
    return { milliseconds: performance.now() - begin, standstill: await longestStandstill() };
  };
  const ways = { "one by one": oneByOne, "at once": sealHere, workers: pool.seal };
  for (const sealer of Object.values(ways)) await seal(sealer);
  const found: Found = { "one by one": [], "at once": [], workers: [], "new workers": [] };
  for (let round = 0; round < rounds; round++) {
    for (const [way, sealer] of Object.entries(ways)) found[way as keyof Found].push(await seal(sealer));
    const fresh = newPool();
    found["new workers"].push(await seal(fresh.seal));
    fresh.stop();
  }
  pool.stop();
  if (devices >= FEWEST_WRAPS && byWorkers !== (2 * rounds + 1) * devices) throw new Error("workers did not seal all that was theirs");
  return found;
}

/** Looks every few milliseconds whether the page still gets a turn; the answer ends it. */
function watchPage(): () => Promise<number> {
  let [last, longest, watching] = [performance.now(), 0, true];
  const look = (): void => {
    const now = performance.now();
    longest = Math.max(longest, now - last);
    last = now;
    if (watching) setTimeout(look, LOOK_EVERY);
  };
  setTimeout(look, LOOK_EVERY);
  return async () => {
    await new Promise((turn) => setTimeout(turn, LOOK_EVERY));
    watching = false;
    return longest;
  };
}

/** Devices of one list, with a one-time key of each type. That no list is so long is nothing to a seal. */
async function startsFor({ list }: Person, devices: number): Promise<readonly Recipient[]> {
  const made: Recipient[] = [];
  for (let i = 0; i < devices; i++) {
    const device = { ...list.devices[0]!, device: randomBytes(16) };
    const prekey = { id: randomBytes(16), key: (await newAgreementPair(false)).publicKey };
    const kemPrekey = { id: randomBytes(16), key: (await kemPair(newKemSeed())).publicKey };
    made.push({ of: list, device, plan: { state: "start", suite: HYBRID, prekey, kemPrekey } });
  }
  return made;
}

async function freshFor(from: Person, { list }: Person, starts: readonly Recipient[]): Promise<readonly Recipient[]> {
  const draft = textDraft(1);
  const { links } = await sealEnvelope(from, list, starts, draft, NOON);
  return starts.map((recipient, i) => {
    const link: SendingLink = confirmed(links[i]!, [draft.messageId]);
    return { ...recipient, plan: { state: "fresh", link, prekey: prekeyOf(recipient) } };
  });
}

function prekeyOf({ plan }: Recipient): SpendableKey {
  if (plan.state === "chain") throw new Error("a chain has no key");
  return plan.prekey;
}
