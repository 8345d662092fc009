/** Chains of keys, of an epoch (CK) and of its sub-chains (SC): each gives one psk and the next, and is then erased. */
import type { Bytes } from "../bytes/bytes.js";
import { expand, hmacKey } from "../crypto/hash.js";

export interface Chain {
  readonly key: Bytes;
  /** The place that comes next, from 0. */
  readonly index: number;
}

export interface PassedOver {
  readonly index: number;
  readonly psk: Bytes;
}

export function beginning(key: Bytes): Chain {
  return { key, index: 0 };
}

export interface Step {
  readonly psk: Bytes;
  readonly after: Chain;
}

/** The psk of the place that comes next, and the chain after it. */
export async function step({ key, index }: Chain): Promise<Step> {
  const parsed = await hmacKey(key);
  const psk = await expand(parsed, "msgr/v1/psk", 64);
  return { psk, after: { key: await expand(parsed, "msgr/v1/next", 64), index: index + 1 } };
}

/** The psk of a place at or ahead of the chain's, the chain after it, and the psks of the places between. */
export async function reach(from: Chain, index: number): Promise<Step & { readonly passedOver: readonly PassedOver[] }> {
  const passedOver: PassedOver[] = [];
  let chain = from;
  while (chain.index < index) {
    const { psk, after } = await step(chain);
    passedOver.push({ index: chain.index, psk });
    chain = after;
  }
  return { ...(await step(chain)), passedOver };
}
