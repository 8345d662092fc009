/** The seal of a CHAIN: a key for one place, bound to the envelope. */
import { concat, erase, utf8, type Bytes } from "../bytes/bytes.js";
import { aeadKey, open, seal, ZERO_NONCE } from "../crypto/aead.js";
import { expand, sha512 } from "../crypto/hash.js";

/** `psk` is used once, and so is the key: the nonce may be constant. */
async function chainKey(psk: Bytes, info: Bytes): Promise<CryptoKey> {
  const raw = await expand(psk, concat(utf8("msgr/v1/chain-key"), await sha512(info)), 32);
  const key = await aeadKey(raw);
  erase(raw);
  return key;
}

export async function sealInChain(psk: Bytes, info: Bytes, aad: Bytes, plaintext: Bytes): Promise<Bytes> {
  return seal(await chainKey(psk, info), ZERO_NONCE, aad, plaintext);
}

/** Throws UnopenableError. */
export async function openInChain(psk: Bytes, info: Bytes, aad: Bytes, sealed: Bytes): Promise<Bytes> {
  return open(await chainKey(psk, info), ZERO_NONCE, aad, sealed);
}
