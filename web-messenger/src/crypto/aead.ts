import type { Bytes } from "../bytes/bytes.js";
import { source } from "./source.js";

export const NONCE_LENGTH = 12;
export const TAG_LENGTH = 16;

/** For keys that encrypt once in their life. */
export const ZERO_NONCE: Bytes = new Uint8Array(NONCE_LENGTH);

/** Does not open: no reason is given. */
export class UnopenableError extends Error {
  constructor() {
    super("does not open");
    this.name = "UnopenableError";
  }
}

/** An AES-256-GCM key that can't be read back. */
export function aeadKey(raw: Bytes): Promise<CryptoKey> {
  if (raw.length !== 32) throw new RangeError("an AES-256 key has 32 bytes");
  return crypto.subtle.importKey("raw", source(raw), "AES-GCM", false, ["encrypt", "decrypt"]);
}

/** AES-256-GCM, the tag of 16 bytes at the end. */
export async function seal(key: CryptoKey, nonce: Bytes, aad: Bytes, plaintext: Bytes): Promise<Bytes> {
  return new Uint8Array(await crypto.subtle.encrypt(parameters(nonce, aad), key, source(plaintext)));
}

export async function open(key: CryptoKey, nonce: Bytes, aad: Bytes, ciphertext: Bytes): Promise<Bytes> {
  try {
    return new Uint8Array(await crypto.subtle.decrypt(parameters(nonce, aad), key, source(ciphertext)));
  } catch {
    throw new UnopenableError();
  }
}

function parameters(nonce: Bytes, aad: Bytes): AesGcmParams {
  return { name: "AES-GCM", iv: source(nonce), additionalData: source(aad), tagLength: 8 * TAG_LENGTH };
}
