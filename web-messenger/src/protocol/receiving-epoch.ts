/** The recipient's end of one epoch of a link: "Link" in docs/protocol.md. */
import type { Bytes } from "../bytes/bytes.js";
import type { HpkeContext } from "../crypto/hpke.js";
import { beginning, reach, type Chain } from "./ratchet.js";
import { carriedPlace } from "./sending-link.js";
import type { Suite } from "./suite.js";

/** Messages of one sender device, in all its epochs, that may be missing before ones that came: their psks are kept. */
export const SKIPPED_AT_MOST = 1_000;

export interface SubChain {
  /** Of its carrier. */
  readonly place: number;
  readonly chain: Chain;
}

export interface ReceivingEpoch {
  readonly suite: Suite;
  readonly epoch: Bytes;
  readonly chain: Chain;
  readonly subChains: readonly SubChain[];
  /** Place of the sub-chain last used: older ones are erased. */
  readonly oldestPlace: number;
}

/** Where a psk belongs: `place` of the sub-chain for a CHAIN, none for a FRESH. */
export interface PskPlace {
  readonly epoch: Bytes;
  readonly place?: number;
  readonly index: number;
}

export interface SkippedKey extends PskPlace {
  readonly psk: Bytes;
}

/** What a recipient kept of the messages of one sender device that were passed over. */
export interface SkippedKeys {
  /** Of all epochs and sub-chains. */
  readonly count: number;
  get(place: PskPlace): SkippedKey | undefined;
}

/** The psk of a place, and what the recipient keeps after the message opened. */
export interface Opening {
  readonly psk: Bytes;
  readonly after: ReceivingEpoch;
  readonly skipped: readonly SkippedKey[];
  /** The psk was a skipped one. */
  readonly spent?: PskPlace;
}

/** What a START leaves. */
export async function startedEpoch(suite: Suite, context: HpkeContext): Promise<ReceivingEpoch> {
  const epoch = await context.export("msgr/v1/epoch", 32);
  const chain = beginning(await context.export("msgr/v1/link", 64));
  return withSubChain({ suite, epoch, chain, subChains: [], oldestPlace: 0 }, 0, context);
}

/** Nothing where the index was used before, or is so far ahead that more psks would be kept than may be. */
export async function freshOpening(state: ReceivingEpoch, index: number, skipped: SkippedKeys): Promise<Opening | undefined> {
  const { epoch } = state;
  const found = await find(state.chain, { epoch, index }, skipped);
  return found === undefined ? undefined : { ...found, after: { ...state, chain: found.chain } };
}

/** What a FRESH leaves besides: the sub-chain that it carried. */
export function withCarried(state: ReceivingEpoch, index: number, context: HpkeContext): Promise<ReceivingEpoch> {
  const place = carriedPlace(index);
  const kept = place !== undefined && place >= state.oldestPlace;
  return kept ? withSubChain(state, place, context) : Promise.resolve(state);
}

/** Nothing as for FRESH, and where no such sub-chain is kept. */
export async function chainOpening(
  state: ReceivingEpoch,
  place: number,
  index: number,
  skipped: SkippedKeys,
): Promise<Opening | undefined> {
  const { epoch } = state;
  const used = state.subChains.find((each) => each.place === place);
  const found = used === undefined ? undefined : await find(used.chain, { epoch, place, index }, skipped);
  if (found === undefined) return undefined;
  const kept = state.subChains.filter((each) => each.place > place);
  return { ...found, after: { ...state, subChains: [{ place, chain: found.chain }, ...kept], oldestPlace: place } };
}

async function find(chain: Chain, at: PskPlace, skipped: SkippedKeys) {
  if (at.index < chain.index) {
    const kept = skipped.get(at);
    return kept === undefined ? undefined : { psk: kept.psk, chain, skipped: [], spent: at };
  }
  if (at.index - chain.index + skipped.count > SKIPPED_AT_MOST) return undefined;
  const { psk, after, passedOver } = await reach(chain, at.index);
  return { psk, chain: after, skipped: passedOver.map((passed) => ({ ...at, ...passed })) };
}

/** Ascending by place. */
async function withSubChain(state: ReceivingEpoch, place: number, context: HpkeContext): Promise<ReceivingEpoch> {
  const begun = { place, chain: beginning(await context.export("msgr/v1/sub", 64)) };
  return { ...state, subChains: [...state.subChains, begun].sort((a, b) => a.place - b.place) };
}
