import { concat, EMPTY, erase, room, utf8, type Bytes } from "../bytes/bytes.js";
import { u8 } from "../bytes/integers.js";
import { source } from "./source.js";

export const HASH_LENGTH = 64;

export async function sha512(...parts: readonly Bytes[]): Promise<Bytes> {
  return new Uint8Array(await crypto.subtle.digest("SHA-512", source(concat(...parts))));
}

export async function sha256(...parts: readonly Bytes[]): Promise<Bytes> {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", source(concat(...parts))));
}

/** A key of HMAC-SHA-512 that can't be read back: imported once, however much is made with it. */
export function hmacKey(raw: Bytes): Promise<CryptoKey> {
  return crypto.subtle.importKey("raw", source(raw), { name: "HMAC", hash: "SHA-512" }, false, ["sign"]);
}

async function hmac(key: CryptoKey, data: Bytes): Promise<Bytes> {
  return new Uint8Array(await crypto.subtle.sign("HMAC", key, source(data)));
}

let noSalt: Promise<CryptoKey> | undefined;

/** HKDF-Extract (RFC 5869) with SHA-512. An empty salt is 64 zero bytes. */
export async function extract(salt: Bytes, input: Bytes): Promise<Bytes> {
  if (salt.length > 0) return hmac(await hmacKey(salt), input);
  noSalt ??= hmacKey(new Uint8Array(HASH_LENGTH));
  return hmac(await noSalt, input);
}

/** HKDF-Expand (RFC 5869) with SHA-512, which WebCrypto has only together with Extract. */
export async function expand(key: Bytes | CryptoKey, info: Bytes | string, length: number): Promise<Bytes> {
  const context = typeof info === "string" ? utf8(info) : info;
  const imported = key instanceof Uint8Array ? await hmacKey(key) : key;
  const all = room(length);
  let block = EMPTY;
  for (let i = 1, at = 0; at < length; i++, at += HASH_LENGTH) {
    const input = concat(block, context, u8(i));
    const next = await hmac(imported, input);
    [block, input].forEach(erase);
    all.set(next.subarray(0, length - at), at);
    block = next;
  }
  erase(block);
  return all;
}
