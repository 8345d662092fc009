import { WrapSchema, WrapState, type Wrap } from "#wire/envelope_pb.js";
import { concat, utf8, type Bytes } from "../bytes/bytes.js";
import { readU64, u16, u64, u8 } from "../bytes/integers.js";
import { decode, encode, exactly, MalformedError } from "../codec/canonical.js";
import { TAG_LENGTH } from "../crypto/aead.js";
import { PUBLIC_KEY_LENGTH } from "../crypto/agreement.js";
import { sha512 } from "../crypto/hash.js";
import { openOnce, sealOnce, setUpRecipient, setUpSender, type HpkeContext, type PreSharedKey } from "../crypto/hpke.js";
import type { AgreementPair } from "../crypto/agreement.js";
import { SUITE_P521 } from "./device-list.js";

const WRAPPED_KEY_LENGTH = 198;

/** The recipient as the wrap is bound to it. */
export interface WrapRecipient {
  readonly user: Bytes;
  readonly device: Bytes;
  readonly identityKey: Bytes;
  readonly signingKey: Bytes;
}

/** A fresh one-time key of the sender for this recipient alone, so that answers need no claim. */
export interface ReplyKey {
  readonly id: Bytes;
  readonly key: Bytes;
  readonly created: number;
  readonly expires: number;
}

export interface WrappedKey {
  readonly messageKey: Bytes;
  readonly replyKey?: ReplyKey;
}

export type ParsedWrap =
  | { readonly state: "start"; readonly prekey: Bytes; readonly encapsulated: Bytes; readonly sealed: Bytes }
  | {
      readonly state: "fresh";
      readonly prekey: Bytes;
      readonly encapsulated: Bytes;
      readonly epoch: Bytes;
      readonly index: number;
      readonly sealed: Bytes;
    };

export function encodeWrappedKey({ messageKey, replyKey }: WrappedKey): Bytes {
  if (replyKey === undefined) return concat(messageKey, new Uint8Array(WRAPPED_KEY_LENGTH - 32));
  return concat(messageKey, u8(1), replyKey.id, replyKey.key, u64(replyKey.created), u64(replyKey.expires));
}

export function decodeWrappedKey(bytes: Bytes): WrappedKey {
  exactly(WRAPPED_KEY_LENGTH, bytes, "wrapped key");
  const messageKey = bytes.slice(0, 32);
  const rest = bytes.subarray(33);
  if (bytes[32] === 0 && rest.every((byte) => byte === 0)) return { messageKey };
  if (bytes[32] !== 1 || rest[16] !== 4) throw new MalformedError("wrapped key");
  const [created, expires] = [readU64(bytes, 182), readU64(bytes, 190)];
  if (expires > BigInt(Number.MAX_SAFE_INTEGER) || created > expires) throw new MalformedError("wrapped key");
  const replyKey = {
    id: rest.slice(0, 16),
    key: rest.slice(16, 16 + PUBLIC_KEY_LENGTH),
    created: Number(created),
    expires: Number(expires),
  };
  return { messageKey, replyKey };
}

/** Strict: which fields are set follows from the state. Suite 0x0002 and CHAIN are not spoken yet. */
export function parseWrap(encoded: Bytes): ParsedWrap {
  const wrap = decode(WrapSchema, encoded);
  const fresh = wrap.state === WrapState.FRESH;
  if (wrap.suite !== SUITE_P521 || !(fresh || wrap.state === WrapState.START)) throw new MalformedError("wrap");
  exactly(16, wrap.prekey, "prekey id");
  exactly(PUBLIC_KEY_LENGTH, wrap.encapsulated, "encapsulated key");
  exactly(WRAPPED_KEY_LENGTH + TAG_LENGTH, wrap.sealed, "wrapped key");
  exactly(fresh ? 32 : 0, wrap.epoch, "epoch");
  const unset = wrap.kemPrekey.length === 0 && wrap.kemCiphertext.length === 0 && wrap.subIndex === 0;
  if (!unset || (!fresh && wrap.index !== 0)) throw new MalformedError("wrap");
  const { prekey, encapsulated, sealed, epoch, index } = wrap;
  return fresh
    ? { state: "fresh", prekey, encapsulated, epoch, index, sealed }
    : { state: "start", prekey, encapsulated, sealed };
}

async function wrapInfo(state: WrapState, headerHash: Bytes, to: WrapRecipient, prekey: Bytes): Promise<Bytes> {
  const recipient = await sha512(to.user, to.device, to.identityKey, to.signingKey, prekey);
  return concat(utf8("msgr/v1/wrap"), u16(SUITE_P521), u8(state), headerHash, recipient);
}

/** What is to be wrapped and what binds it. */
export interface WrapBinding {
  readonly headerHash: Bytes;
  readonly ciphertextHash: Bytes;
  readonly recipient: WrapRecipient;
}

export interface FreshPlace {
  readonly epoch: Bytes;
  readonly index: number;
  readonly preShared: PreSharedKey;
}

/** START without a place in a link, FRESH with one. `ephemeral` is given by test vectors only. */
export async function sealWrap(
  binding: WrapBinding,
  prekey: { readonly id: Bytes; readonly key: Bytes },
  wrapped: WrappedKey,
  place?: FreshPlace,
  ephemeral?: AgreementPair,
): Promise<{ readonly wrap: Bytes; readonly context: HpkeContext }> {
  const state = place === undefined ? WrapState.START : WrapState.FRESH;
  const info = await wrapInfo(state, binding.headerHash, binding.recipient, prekey.id);
  const context = await setUpSender(prekey.key, info, place?.preShared, ephemeral);
  const sealed = await sealOnce(context, binding.ciphertextHash, encodeWrappedKey(wrapped));
  const fields: Partial<Omit<Wrap, "$typeName">> = {
    suite: SUITE_P521,
    state,
    prekey: prekey.id,
    encapsulated: context.encapsulated,
    sealed,
    ...(place === undefined ? {} : { epoch: place.epoch, index: place.index }),
  };
  return { wrap: encode(WrapSchema, fields), context };
}

/** Throws UnopenableError or MalformedError. */
export async function openWrap(
  binding: WrapBinding,
  wrap: ParsedWrap,
  prekey: AgreementPair,
  preShared?: PreSharedKey,
): Promise<{ readonly wrapped: WrappedKey; readonly context: HpkeContext }> {
  const state = wrap.state === "start" ? WrapState.START : WrapState.FRESH;
  const info = await wrapInfo(state, binding.headerHash, binding.recipient, wrap.prekey);
  const context = await setUpRecipient(wrap.encapsulated, prekey, info, preShared);
  return { wrapped: decodeWrappedKey(await openOnce(context, binding.ciphertextHash, wrap.sealed)), context };
}

