/** What opens a wrap: found in what the recipient keeps (R10), then tried (R11). Changes nothing. */
import { WrapState } from "#wire/envelope_pb.js";
import type { Bytes } from "../bytes/bytes.js";
import type { AgreementPair } from "../crypto/agreement.js";
import { openOnce, setUpRecipient } from "../crypto/hpke.js";
import type { KemPair } from "../crypto/kem.js";
import { openInChain } from "./chain-seal.js";
import {
  chainOpening, freshOpening, startedEpoch, withCarried, type Opening, type PskPlace, type ReceivingEpoch,
  type SkippedKey, type SkippedKeys,
} from "./receiving-epoch.js";
import { carriedPlace } from "./sending-link.js";
import {
  freshSecret, kemSecret, NO_PREKEY, wrapInfo, type ChainWrap, type FreshWrap, type ParsedWrap, type StartWrap,
  type WrapBinding,
} from "./wrap.js";
import { decodeWrappedKey, type WrappedKey } from "./wrapped-key.js";

/** What a recipient keeps that opens wraps. Lookups change nothing. */
export interface KeptKeys {
  /** The private key, where it is unspent. */
  prekey(id: Bytes): Promise<AgreementPair | undefined>;
  kemPrekey(id: Bytes): Promise<KemPair | undefined>;
  epoch(senderDevice: Bytes, epoch: Bytes): ReceivingEpoch | undefined;
  skipped(senderDevice: Bytes): SkippedKeys;
}

/** What becomes of the link and of the one-time keys once the message is stored. */
export interface LinkEffects {
  readonly epoch: ReceivingEpoch;
  /** The wrap was a START or a carrier: the sender is told, so that CHAINs can hang from it. */
  readonly confirms: boolean;
  readonly skipped: readonly SkippedKey[];
  readonly spentPrekey?: Bytes;
  readonly spentKemPrekey?: Bytes;
  readonly spentSkipped?: PskPlace;
}

export interface OpenedWrap extends WrappedKey {
  readonly effects: LinkEffects;
}

/** Throws UnopenableError or MalformedError. */
export type Opener = (binding: WrapBinding) => Promise<OpenedWrap>;

/** Nothing where a key is missing, of another suite, or used before. */
export function findOpener(kept: KeptKeys, senderDevice: Bytes, wrap: ParsedWrap): Promise<Opener | undefined> {
  switch (wrap.state) {
    case "start":
      return startOpener(kept, wrap);
    case "fresh":
      return freshOpener(kept, senderDevice, wrap);
    case "chain":
      return chainOpener(kept, senderDevice, wrap);
  }
}

async function startOpener(kept: KeptKeys, wrap: StartWrap): Promise<Opener | undefined> {
  const { kem } = wrap;
  const pair = await kept.prekey(wrap.prekey);
  const kemPair = kem === undefined ? undefined : await kept.kemPrekey(kem.prekey);
  if (pair === undefined || (kem !== undefined && kemPair === undefined)) return undefined;
  return async (binding) => {
    const info = await wrapInfo({ suite: wrap.suite, state: WrapState.START }, binding, wrap.prekey);
    const secret = kem === undefined || kemPair === undefined ? undefined : await decapsulated(kemPair, kem.ciphertext);
    const context = await setUpRecipient(wrap.encapsulated, pair, info, secret);
    const opened = decodeWrappedKey(await openOnce(context, binding.ciphertextHash, wrap.sealed));
    const epoch = await startedEpoch(wrap.suite, context);
    const spent = { spentPrekey: wrap.prekey, ...(kem === undefined ? {} : { spentKemPrekey: kem.prekey }) };
    return { ...opened, effects: { epoch, confirms: true, skipped: [], ...spent } };
  };
}

async function decapsulated(pair: KemPair, ciphertext: Bytes) {
  return kemSecret(await pair.decapsulate(ciphertext), pair.publicKey, ciphertext);
}

async function freshOpener(kept: KeptKeys, senderDevice: Bytes, wrap: FreshWrap): Promise<Opener | undefined> {
  const pair = await kept.prekey(wrap.prekey);
  const state = epochOf(kept, senderDevice, wrap);
  if (pair === undefined || state === undefined) return undefined;
  const opening = await freshOpening(state, wrap.index, kept.skipped(senderDevice));
  if (opening === undefined) return undefined;
  return async (binding) => {
    const info = await wrapInfo({ suite: wrap.suite, state: WrapState.FRESH }, binding, wrap.prekey);
    const secret = freshSecret(opening.psk, wrap.epoch, wrap.index);
    const context = await setUpRecipient(wrap.encapsulated, pair, info, secret);
    const opened = decodeWrappedKey(await openOnce(context, binding.ciphertextHash, wrap.sealed));
    const epoch = await withCarried(opening.after, wrap.index, context);
    const confirms = carriedPlace(wrap.index) !== undefined;
    return { ...opened, effects: { ...moved(opening), epoch, confirms, spentPrekey: wrap.prekey } };
  };
}

async function chainOpener(kept: KeptKeys, senderDevice: Bytes, wrap: ChainWrap): Promise<Opener | undefined> {
  const state = epochOf(kept, senderDevice, wrap);
  if (state === undefined) return undefined;
  const opening = await chainOpening(state, wrap.place, wrap.index, kept.skipped(senderDevice));
  if (opening === undefined) return undefined;
  return async (binding) => {
    const info = await wrapInfo({ suite: wrap.suite, state: WrapState.CHAIN }, binding, NO_PREKEY);
    const opened = decodeWrappedKey(await openInChain(opening.psk, info, binding.ciphertextHash, wrap.sealed));
    return { ...opened, effects: { ...moved(opening), epoch: opening.after, confirms: false } };
  };
}

function epochOf(kept: KeptKeys, senderDevice: Bytes, { epoch, suite }: FreshWrap | ChainWrap) {
  const state = kept.epoch(senderDevice, epoch);
  return state?.suite === suite ? state : undefined;
}

function moved({ skipped, spent }: Opening) {
  return { skipped, ...(spent === undefined ? {} : { spentSkipped: spent }) };
}
