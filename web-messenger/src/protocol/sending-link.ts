/** The sender's end of a link, and its rule for the state of a wrap: "Link" in docs/protocol.md. */
import { equal, type Bytes } from "../bytes/bytes.js";
import type { HpkeContext } from "../crypto/hpke.js";
import { beginning, type Chain } from "./ratchet.js";
import { HYBRID, type Suite } from "./suite.js";
import { HOUR } from "./time.js";

/** How long an epoch is used before the next START. The START is one of the messages. */
const EPOCH_MESSAGES = 64;
const EPOCH_LIFE = 24 * HOUR;

const CARRIER_EVERY = 16;
const SUB_CHAIN_MESSAGES = 256;
const SUB_CHAIN_LIFE = 72 * HOUR;

/** A START, or a FRESH whose index plus 1 is a multiple of 16: what CHAINs hang from. */
export interface Carrier {
  /** Id of the message that it carried. */
  readonly message: Bytes;
  readonly place: number;
  readonly chain: Chain;
  readonly sealedAt: number;
  /** A sealed Delivered named its message. */
  readonly confirmed: boolean;
}

/** What the newest START began. */
export interface SendingLink {
  readonly suite: Suite;
  readonly epoch: Bytes;
  readonly chain: Chain;
  /** Of every state, the START included. */
  readonly messages: number;
  readonly startedAt: number;
  /** The newest confirmed one first, then later ones; before any is confirmed, the START first. */
  readonly carriers: readonly [Carrier, ...Carrier[]];
}

/** Where a sub-chain begins that this FRESH carries; nothing where it carries none. */
export function carriedPlace(freshIndex: number): number | undefined {
  return (freshIndex + 1) % CARRIER_EVERY === 0 ? freshIndex + 1 : undefined;
}

/** What can be sealed in, for one wrap. */
export type WrapPlan<Key> =
  | { readonly state: "start"; readonly suite: Suite; readonly prekey: Key; readonly kemPrekey?: Key }
  | { readonly state: "fresh"; readonly link: SendingLink; readonly prekey: Key }
  | { readonly state: "chain"; readonly link: SendingLink; readonly carrier: Carrier };

/** One-time keys of the recipient at hand. */
export interface AtHand<Key> {
  readonly prekey?: Key | undefined;
  /** For a FRESH, before any claimed one; never for a START. */
  readonly replyKey?: Key | undefined;
  readonly kemPrekey?: Key | undefined;
}

/** Whether a START is due, whatever keys are at hand. */
export function isStartDue(link: SendingLink | undefined, suite: Suite, now: number): boolean {
  if (link?.suite !== suite || !link.carriers[0].confirmed) return true;
  return link.messages >= EPOCH_MESSAGES || now - link.startedAt >= EPOCH_LIFE;
}

/** The rules 1 to 5. Nothing: the message waits. */
export function planWrap<Key>(
  link: SendingLink | undefined,
  suite: Suite,
  { prekey, replyKey, kemPrekey }: AtHand<Key>,
  now: number,
): WrapPlan<Key> | undefined {
  if (!isStartDue(link, suite, now)) {
    const key = replyKey ?? prekey;
    if (link !== undefined && key !== undefined) return { state: "fresh", link, prekey: key };
  } else if (prekey !== undefined) {
    if (suite !== HYBRID) return { state: "start", suite, prekey };
    if (kemPrekey !== undefined) return { state: "start", suite, prekey, kemPrekey };
  }
  const carrier = link?.suite === suite ? usableCarrier(link, now) : undefined;
  return link === undefined || carrier === undefined ? undefined : { state: "chain", link, carrier };
}

/** The newest confirmed carrier, while its sub-chain has places left. */
function usableCarrier({ carriers: [carrier] }: SendingLink, now: number): Carrier | undefined {
  const usable =
    carrier.confirmed && carrier.chain.index < SUB_CHAIN_MESSAGES && now - carrier.sealedAt < SUB_CHAIN_LIFE;
  return usable ? carrier : undefined;
}

export async function afterStart(suite: Suite, context: HpkeContext, message: Bytes, now: number): Promise<SendingLink> {
  return {
    suite,
    epoch: await context.export("msgr/v1/epoch", 32),
    chain: beginning(await context.export("msgr/v1/link", 64)),
    messages: 1,
    startedAt: now,
    carriers: [await newCarrier(context, 0, message, now)],
  };
}

/** `after`: its chain, one step on. */
export async function afterFresh(
  link: SendingLink,
  after: Chain,
  context: HpkeContext,
  message: Bytes,
  now: number,
): Promise<SendingLink> {
  const place = carriedPlace(link.chain.index);
  const carried = place === undefined ? [] : [await newCarrier(context, place, message, now)];
  const [first, ...others] = link.carriers;
  const carriers = [first, ...others, ...carried] as const;
  return { ...link, chain: after, messages: link.messages + 1, carriers };
}

/** A CHAIN hangs from the first carrier. `after`: its sub-chain, one step on. */
export function afterChain(link: SendingLink, after: Chain): SendingLink {
  const [used, ...others] = link.carriers;
  const carrier = { ...used, chain: after };
  return { ...link, messages: link.messages + 1, carriers: [carrier, ...others] };
}

async function newCarrier(context: HpkeContext, place: number, message: Bytes, now: number): Promise<Carrier> {
  const chain = beginning(await context.export("msgr/v1/sub", 64));
  return { message, place, chain, sealedAt: now, confirmed: false };
}

/** The recipient stored these messages. Carriers older than the newest confirmed one are let go. */
export function confirmed(link: SendingLink, messages: readonly Bytes[]): SendingLink {
  const newest = link.carriers.findLastIndex(({ message }) => messages.some((id) => equal(id, message)));
  const [first, ...later] = link.carriers.slice(Math.max(newest, 0));
  if (newest < 0 || first === undefined) return link;
  return { ...link, carriers: [{ ...first, confirmed: true }, ...later] };
}

/**
 * The link without the carriers of a message that the server refused, before it is sealed anew under the same id: a
 * Delivered that names the id would confirm what never arrived. Nothing where none is left: the next wrap is a START.
 */
export function withoutCarriersOf(link: SendingLink, message: Bytes): SendingLink | undefined {
  const [first, ...later] = link.carriers.filter((carrier) => !equal(carrier.message, message));
  return first === undefined ? undefined : { ...link, carriers: [first, ...later] };
}
