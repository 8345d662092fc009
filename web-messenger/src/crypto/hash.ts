import { concat, utf8, type Bytes } from "../bytes/bytes.js";
import { u8 } from "../bytes/integers.js";
import { source } from "./source.js";

export const HASH_LENGTH = 64;

export async function sha512(...parts: readonly Bytes[]): Promise<Bytes> {
  return new Uint8Array(await crypto.subtle.digest("SHA-512", source(concat(...parts))));
}

export async function sha256(...parts: readonly Bytes[]): Promise<Bytes> {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", source(concat(...parts))));
}

async function hmac(key: Bytes, data: Bytes): Promise<Bytes> {
  const algorithm = { name: "HMAC", hash: "SHA-512" };
  const imported = await crypto.subtle.importKey("raw", source(key), algorithm, false, ["sign"]);
  return new Uint8Array(await crypto.subtle.sign("HMAC", imported, source(data)));
}

/** HKDF-Extract (RFC 5869) with SHA-512. An empty salt is 64 zero bytes. */
export function extract(salt: Bytes, input: Bytes): Promise<Bytes> {
  return hmac(salt.length === 0 ? new Uint8Array(HASH_LENGTH) : salt, input);
}

/** HKDF-Expand (RFC 5869) with SHA-512, which WebCrypto has only together with Extract. */
export async function expand(key: Bytes, info: Bytes | string, length: number): Promise<Bytes> {
  const context = typeof info === "string" ? utf8(info) : info;
  let block: Bytes = new Uint8Array(0);
  const blocks: Bytes[] = [];
  for (let i = 1; blocks.length * HASH_LENGTH < length; i++) {
    block = await hmac(key, concat(block, context, u8(i)));
    blocks.push(block);
  }
  return concat(...blocks).slice(0, length);
}
