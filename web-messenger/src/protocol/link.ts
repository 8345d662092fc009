import { concat, equal, type Bytes } from "../bytes/bytes.js";
import { u32 } from "../bytes/integers.js";
import { expand } from "../crypto/hash.js";
import type { HpkeContext, PreSharedKey } from "../crypto/hpke.js";
import { HOUR } from "./time.js";

/** How long an epoch is used before the next START. The START is one of the messages. */
const EPOCH_MESSAGES = 64;
const EPOCH_LIFE = 24 * HOUR;

/** FRESH messages of one sender device, in all its epochs, that may be missing before ones that came: their keys are kept. */
export const SKIPPED_AT_MOST = 1_000;

/** The sender's end of a link: the newest START. */
export interface SendingLink {
  readonly epoch: Bytes;
  readonly chainKey: Bytes;
  readonly index: number;
  /** Id of the message that carried the START. */
  readonly startMessage: Bytes;
  readonly startedAt: number;
  /** A sealed Delivered named that message: the recipient has this epoch. */
  readonly confirmed: boolean;
}

/** The recipient's end of one epoch of a link. */
export interface ReceivingEpoch {
  readonly epoch: Bytes;
  readonly chainKey: Bytes;
  /** The index that comes next. */
  readonly index: number;
}

export interface SkippedKey {
  readonly epoch: Bytes;
  readonly index: number;
  readonly psk: Bytes;
}

/** True: FRESH can be used; false: START. */
export function isFreshUsable(link: SendingLink | undefined, now: number): link is SendingLink {
  return link?.confirmed === true && 1 + link.index < EPOCH_MESSAGES && now - link.startedAt < EPOCH_LIFE;
}

/** `psk_id = epoch ‖ u32(i)`. */
export async function preSharedKey(epoch: Bytes, chainKey: Bytes, index: number): Promise<PreSharedKey> {
  return freshKey(epoch, index, await expand(chainKey, "msgr/v1/psk", 64));
}

export function freshKey(epoch: Bytes, index: number, psk: Bytes): PreSharedKey {
  return { psk, id: concat(epoch, u32(index)) };
}

export function nextChainKey(chainKey: Bytes): Promise<Bytes> {
  return expand(chainKey, "msgr/v1/next", 64);
}

/** What a START leaves at both ends. */
export async function startedEpoch(context: HpkeContext): Promise<ReceivingEpoch> {
  return {
    epoch: await context.export("msgr/v1/epoch", 32),
    chainKey: await context.export("msgr/v1/link", 64),
    index: 0,
  };
}

/** The key for an index, and what the recipient keeps after the message opened. */
export interface FreshOpening {
  readonly preShared: PreSharedKey;
  /** Absent: the key was a skipped one, the epoch stays. */
  readonly advanced?: ReceivingEpoch;
  readonly skipped: readonly SkippedKey[];
  readonly usedSkipped: boolean;
}

/** What a recipient kept of the FRESH messages that one sender device has passed over. */
export interface SkippedKeys {
  /** Of all epochs. */
  readonly count: number;
  get(epoch: Bytes, index: number): SkippedKey | undefined;
}

/** Nothing where the index was used before, or is so far ahead that more keys would be kept than may be. */
export async function openingFor(
  state: ReceivingEpoch,
  index: number,
  skipped: SkippedKeys,
): Promise<FreshOpening | undefined> {
  if (index < state.index) {
    const kept = skipped.get(state.epoch, index);
    if (kept === undefined || !equal(kept.epoch, state.epoch)) return undefined;
    return { preShared: freshKey(state.epoch, index, kept.psk), skipped: [], usedSkipped: true };
  }
  if (index - state.index + skipped.count > SKIPPED_AT_MOST) return undefined;
  const passedOver: SkippedKey[] = [];
  let chainKey = state.chainKey;
  for (let i = state.index; i < index; i++) {
    passedOver.push({ epoch: state.epoch, index: i, psk: await expand(chainKey, "msgr/v1/psk", 64) });
    chainKey = await nextChainKey(chainKey);
  }
  const preShared = await preSharedKey(state.epoch, chainKey, index);
  const advanced = { epoch: state.epoch, chainKey: await nextChainKey(chainKey), index: index + 1 };
  return { preShared, advanced, skipped: passedOver, usedSkipped: false };
}
