import type { Bytes } from "../bytes/bytes.js";

/** What WebCrypto's types ask for; no copy is made where the bytes are not shared memory (ours never are). */
export function source(bytes: Bytes): Uint8Array<ArrayBuffer> {
  return bytes as Uint8Array<ArrayBuffer>;
}
