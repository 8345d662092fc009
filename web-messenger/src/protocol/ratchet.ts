/** Chains of keys, of an epoch (CK) and of its sub-chains (SC): each gives one psk and the next, and is then erased. */
import type { Bytes } from "../bytes/bytes.js";
import { expand } from "../crypto/hash.js";

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

export function pskOf({ key }: Chain): Promise<Bytes> {
  return expand(key, "msgr/v1/psk", 64);
}

export async function next({ key, index }: Chain): Promise<Chain> {
  return { key: await expand(key, "msgr/v1/next", 64), index: index + 1 };
}

/** The psk of a place at or ahead of the chain's, the chain after it, and the psks of the places between. */
export async function reach(
  from: Chain,
  index: number,
): Promise<{ readonly psk: Bytes; readonly after: Chain; readonly passedOver: readonly PassedOver[] }> {
  const passedOver: PassedOver[] = [];
  let chain = from;
  while (chain.index < index) {
    passedOver.push({ index: chain.index, psk: await pskOf(chain) });
    chain = await next(chain);
  }
  return { psk: await pskOf(chain), after: await next(chain), passedOver };
}
