/** A message key for one device: the wire form, and what every wrap is bound to. */
import { WrapSchema, WrapState, type Wrap } from "#wire/envelope_pb.js";
import { concat, utf8, type Bytes } from "../bytes/bytes.js";
import { u16, u32, u8 } from "../bytes/integers.js";
import { decode, exactly, MalformedError } from "../codec/canonical.js";
import { TAG_LENGTH } from "../crypto/aead.js";
import { PUBLIC_KEY_LENGTH } from "../crypto/agreement.js";
import { sha256, sha512 } from "../crypto/hash.js";
import type { PreSharedKey } from "../crypto/hpke.js";
import { KEM_CIPHERTEXT_LENGTH } from "../crypto/kem.js";
import { HYBRID, isSuite, type Suite } from "./suite.js";
import { WRAPPED_KEY_LENGTH } from "./wrapped-key.js";

interface Common {
  readonly suite: Suite;
  readonly sealed: Bytes;
}

export interface StartWrap extends Common {
  readonly state: "start";
  readonly prekey: Bytes;
  readonly encapsulated: Bytes;
  /** In suite 0x0002, and only there. */
  readonly kem?: { readonly prekey: Bytes; readonly ciphertext: Bytes };
}

export interface FreshWrap extends Common {
  readonly state: "fresh";
  readonly prekey: Bytes;
  readonly encapsulated: Bytes;
  readonly epoch: Bytes;
  readonly index: number;
}

export interface ChainWrap extends Common {
  readonly state: "chain";
  readonly epoch: Bytes;
  /** Of the carrier it hangs from. */
  readonly place: number;
  readonly index: number;
}

export type ParsedWrap = StartWrap | FreshWrap | ChainWrap;

/** Of a CHAIN, in its binding: it spends no one-time key. */
export const NO_PREKEY: Bytes = new Uint8Array(16);

/** Strict: suite and state say which fields are set, and no others are. */
export function parseWrap(encoded: Bytes): ParsedWrap {
  const wrap = decode(WrapSchema, encoded);
  const { suite, state, prekey, encapsulated, kemPrekey, kemCiphertext, epoch, index, subIndex, sealed } = wrap;
  if (!isSuite(suite)) throw new MalformedError("wrap");
  const [start, chain] = [state === WrapState.START, state === WrapState.CHAIN];
  if (!start && !chain && state !== WrapState.FRESH) throw new MalformedError("wrap");
  const hybrid = start && suite === HYBRID;
  exactly(chain ? 0 : 16, prekey, "prekey id");
  exactly(chain ? 0 : PUBLIC_KEY_LENGTH, encapsulated, "encapsulated key");
  exactly(hybrid ? 16 : 0, kemPrekey, "prekey id");
  exactly(hybrid ? KEM_CIPHERTEXT_LENGTH : 0, kemCiphertext, "KEM ciphertext");
  exactly(start ? 0 : 32, epoch, "epoch");
  exactly(WRAPPED_KEY_LENGTH + TAG_LENGTH, sealed, "wrapped key");
  if ((start && index !== 0) || (!chain && subIndex !== 0)) throw new MalformedError("wrap");
  if (chain) return { suite, state: "chain", epoch, place: index, index: subIndex, sealed };
  if (!start) return { suite, state: "fresh", prekey, encapsulated, epoch, index, sealed };
  const kem = { prekey: kemPrekey, ciphertext: kemCiphertext };
  return { suite, state: "start", prekey, encapsulated, sealed, ...(hybrid ? { kem } : {}) };
}

/** The recipient as the wrap is bound to it. */
export interface WrapRecipient {
  readonly user: Bytes;
  readonly device: Bytes;
  readonly identityKey: Bytes;
  readonly signingKey: Bytes;
}

/** What binds a wrap to its envelope and to its recipient. */
export interface WrapBinding {
  readonly headerHash: Bytes;
  readonly ciphertextHash: Bytes;
  readonly recipient: WrapRecipient;
}

export async function wrapInfo(
  { suite, state }: Pick<Wrap, "suite" | "state">,
  { headerHash, recipient: to }: WrapBinding,
  prekey: Bytes,
): Promise<Bytes> {
  const recipient = await sha512(to.user, to.device, to.identityKey, to.signingKey, prekey);
  return concat(utf8("msgr/v1/wrap"), u16(suite), u8(state), headerHash, recipient);
}

/** What a FRESH mixes in, under an id of its place. */
export function freshSecret(psk: Bytes, epoch: Bytes, index: number): PreSharedKey {
  return { psk, id: concat(epoch, u32(index)) };
}

/** What a START of suite 0x0002 mixes in: `ss` under an id of key and ciphertext. */
export async function kemSecret(shared: Bytes, publicKey: Bytes, ciphertext: Bytes): Promise<PreSharedKey> {
  return { psk: shared, id: concat(utf8("msgr/v1/mlkem1024"), await sha256(publicKey, ciphertext)) };
}
