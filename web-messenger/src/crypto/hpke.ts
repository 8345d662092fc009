/**
 * HPKE (RFC 9180) with DHKEM(P-521, HKDF-SHA512), HKDF-SHA512, AES-256-GCM: modes base and psk, one seal a context.
 * Proven against appendix A.6 and against @hpke/core.
 */
import { concat, EMPTY, erase, utf8, type Bytes } from "../bytes/bytes.js";
import { u16, u8 } from "../bytes/integers.js";
import { aeadKey, NONCE_LENGTH, open, seal, UnopenableError } from "./aead.js";
import { agree, newAgreementPair, type AgreementPair } from "./agreement.js";
import { expand, extract, HASH_LENGTH, hmacKey } from "./hash.js";

export const KEM_SUITE = concat(utf8("KEM"), u16(0x0012));
const HPKE_SUITE = concat(utf8("HPKE"), u16(0x0012), u16(0x0003), u16(0x0002));
const MODE_BASE = 0;
const MODE_PSK = 1;

/** The pre-shared key of mode psk, 32 bytes or more, and its id. Absent: mode base. */
export interface PreSharedKey {
  readonly psk: Bytes;
  readonly id: Bytes;
}

/** A key schedule good for one message, and what it exports. */
export interface HpkeContext {
  readonly key: CryptoKey;
  readonly baseNonce: Bytes;
  export(context: string | Bytes, length: number): Promise<Bytes>;
}

export interface SenderContext extends HpkeContext {
  readonly encapsulated: Bytes;
}

/** `ephemeral` is given by test vectors only. */
export async function setUpSender(
  recipientKey: Bytes,
  info: Bytes,
  psk?: PreSharedKey,
  ephemeral?: AgreementPair,
): Promise<SenderContext> {
  const pair = ephemeral ?? (await newAgreementPair(false));
  const secret = await sharedSecret(await agree(pair.privateKey, recipientKey), pair.publicKey, recipientKey);
  return { ...(await schedule(secret, info, psk)), encapsulated: pair.publicKey };
}

/** Throws UnopenableError where `encapsulated` is not a point. */
export async function setUpRecipient(
  encapsulated: Bytes,
  recipient: AgreementPair,
  info: Bytes,
  psk?: PreSharedKey,
): Promise<HpkeContext> {
  const agreed = await agree(recipient.privateKey, encapsulated).catch(() => {
    throw new UnopenableError();
  });
  return schedule(await sharedSecret(agreed, encapsulated, recipient.publicKey), info, psk);
}

/** The one message of a context: sequence number 0. */
export function sealOnce(context: HpkeContext, aad: Bytes, plaintext: Bytes): Promise<Bytes> {
  return seal(context.key, context.baseNonce, aad, plaintext);
}

export function openOnce(context: HpkeContext, aad: Bytes, ciphertext: Bytes): Promise<Bytes> {
  return open(context.key, context.baseNonce, aad, ciphertext);
}

async function sharedSecret(agreed: Bytes, encapsulated: Bytes, recipientKey: Bytes): Promise<Bytes> {
  const prk = await labeledExtract(KEM_SUITE, EMPTY, "eae_prk", agreed);
  return labeledExpand(KEM_SUITE, prk, "shared_secret", concat(encapsulated, recipientKey), 64);
}

async function schedule(shared: Bytes, info: Bytes, psk?: PreSharedKey): Promise<HpkeContext> {
  const context = concat(
    u8(psk === undefined ? MODE_BASE : MODE_PSK),
    await labeledExtract(HPKE_SUITE, EMPTY, "psk_id_hash", psk?.id ?? EMPTY),
    await labeledExtract(HPKE_SUITE, EMPTY, "info_hash", info),
  );
  const secret = await spentAsKey(await labeledExtract(HPKE_SUITE, shared, "secret", psk?.psk ?? EMPTY));
  const exporter = await spentAsKey(await labeledExpand(HPKE_SUITE, secret, "exp", context, HASH_LENGTH));
  return {
    key: await aeadKey(await labeledExpand(HPKE_SUITE, secret, "key", context, 32)),
    baseNonce: await labeledExpand(HPKE_SUITE, secret, "base_nonce", context, NONCE_LENGTH),
    export: (label, length) =>
      labeledExpand(HPKE_SUITE, exporter, "sec", typeof label === "string" ? utf8(label) : label, length),
  };
}

/** What several things are expanded from: imported once, and its bytes overwritten. */
async function spentAsKey(secret: Bytes): Promise<CryptoKey> {
  const key = await hmacKey(secret);
  erase(secret);
  return key;
}

export function labeledExtract(suite: Bytes, salt: Bytes, label: string, input: Bytes): Promise<Bytes> {
  return extract(salt, concat(utf8("HPKE-v1"), suite, utf8(label), input));
}

export function labeledExpand(suite: Bytes, prk: Bytes | CryptoKey, label: string, info: Bytes, length: number): Promise<Bytes> {
  return expand(prk, concat(u16(length), utf8("HPKE-v1"), suite, utf8(label), info), length);
}
