/** Seals a message key for one device as planned, and moves the link on. */
import { WrapSchema, WrapState } from "#wire/envelope_pb.js";
import type { Bytes } from "../bytes/bytes.js";
import { encode } from "../codec/canonical.js";
import { sealOnce, setUpSender } from "../crypto/hpke.js";
import { encapsulate } from "../crypto/kem.js";
import { sealInChain } from "./chain-seal.js";
import { step } from "./ratchet.js";
import { afterChain, afterFresh, afterStart, type SendingLink, type WrapPlan } from "./sending-link.js";
import { freshSecret, kemSecret, NO_PREKEY, wrapInfo, type WrapBinding } from "./wrap.js";

/** A one-time key of the recipient, spent with this wrap. */
export interface SpendableKey {
  readonly id: Bytes;
  readonly key: Bytes;
}

export interface SealedWrap {
  readonly wrap: Bytes;
  readonly link: SendingLink;
}

/** The message that the wrap belongs to. */
export interface Carried {
  readonly id: Bytes;
  /** An encoded WrappedKey. */
  readonly wrapped: Bytes;
  readonly at: number;
}

/** One wrap to be sealed, and all that goes into it. */
export interface WrapJob {
  readonly binding: WrapBinding;
  readonly plan: WrapPlan<SpendableKey>;
  readonly message: Carried;
}

/** Seals the wraps of one envelope: what it answers stands in the order of the jobs. */
export type WrapSealer = (jobs: readonly WrapJob[]) => Promise<readonly SealedWrap[]>;

/** In this thread. All are under way at once, for browsers that compute in threads of their own. */
export const sealHere: WrapSealer = (jobs) =>
  Promise.all(jobs.map(({ binding, plan, message }) => sealWrap(binding, plan, message)));

export function sealWrap(binding: WrapBinding, plan: WrapPlan<SpendableKey>, message: Carried): Promise<SealedWrap> {
  switch (plan.state) {
    case "start":
      return sealStart(binding, plan, message);
    case "fresh":
      return sealFresh(binding, plan, message);
    case "chain":
      return sealChain(binding, plan, message);
  }
}

type Plan<State> = Extract<WrapPlan<SpendableKey>, { state: State }>;

async function sealStart(
  binding: WrapBinding,
  { suite, prekey, kemPrekey }: Plan<"start">,
  { id, wrapped, at }: Carried,
): Promise<SealedWrap> {
  const fields = { suite, state: WrapState.START, prekey: prekey.id };
  const kem = kemPrekey === undefined ? undefined : await mixedIn(kemPrekey);
  const context = await setUpSender(prekey.key, await wrapInfo(fields, binding, prekey.id), kem?.secret);
  const sealed = await sealOnce(context, binding.ciphertextHash, wrapped);
  const wrap = encode(WrapSchema, { ...fields, encapsulated: context.encapsulated, ...kem?.fields, sealed });
  return { wrap, link: await afterStart(suite, context, id, at) };
}

async function mixedIn({ id, key }: SpendableKey) {
  const { shared, ciphertext } = await encapsulate(key);
  return { secret: await kemSecret(shared, key, ciphertext), fields: { kemPrekey: id, kemCiphertext: ciphertext } };
}

async function sealFresh(
  binding: WrapBinding,
  { link, prekey }: Plan<"fresh">,
  { id, wrapped, at }: Carried,
): Promise<SealedWrap> {
  const { suite, epoch, chain } = link;
  const fields = { suite, state: WrapState.FRESH, prekey: prekey.id, epoch, index: chain.index };
  const { psk, after } = await step(chain);
  const preShared = freshSecret(psk, epoch, chain.index);
  const context = await setUpSender(prekey.key, await wrapInfo(fields, binding, prekey.id), preShared);
  const sealed = await sealOnce(context, binding.ciphertextHash, wrapped);
  const wrap = encode(WrapSchema, { ...fields, encapsulated: context.encapsulated, sealed });
  return { wrap, link: await afterFresh(link, after, context, id, at) };
}

async function sealChain(
  binding: WrapBinding,
  { link, carrier }: Plan<"chain">,
  { wrapped }: Carried,
): Promise<SealedWrap> {
  const { suite, epoch } = link;
  const { place, chain } = carrier;
  const fields = { suite, state: WrapState.CHAIN, epoch, index: place, subIndex: chain.index };
  const info = await wrapInfo(fields, binding, NO_PREKEY);
  const { psk, after } = await step(chain);
  const sealed = await sealInChain(psk, info, binding.ciphertextHash, wrapped);
  return { wrap: encode(WrapSchema, { ...fields, sealed }), link: afterChain(link, after) };
}
