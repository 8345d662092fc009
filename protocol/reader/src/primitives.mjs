/** The primitives that docs/protocol.md names: of WebCrypto, and of @noble where WebCrypto has none or no raw keys. */
import { p521 } from "@noble/curves/nist.js";
import { expand as hkdfExpand, extract as hkdfExtract } from "@noble/hashes/hkdf.js";
import { sha256, sha512 } from "@noble/hashes/sha2.js";
import { ml_kem1024 } from "@noble/post-quantum/ml-kem.js";

import { ascii, join, zeros } from "./bytes.mjs";

const { subtle } = globalThis.crypto;

export const H = (...parts) => sha512(join(...parts));
export const H256 = (...parts) => sha256(join(...parts));
export const extract = (salt, ikm) => hkdfExtract(sha512, ikm, salt.length === 0 ? zeros(64) : salt);
export const expand = (prk, info, length) => hkdfExpand(sha512, prk, typeof info === "string" ? ascii(info) : info, length);

/** The x coordinate of the shared point; undefined where the scalar is none. */
export function agree(scalar, point) {
  return p521.utils.isValidSecretKey(scalar) ? p521.getSharedSecret(scalar, point, false).slice(1, 67) : undefined;
}

export const publicKeyOf = (scalar) => p521.getPublicKey(scalar, false);

export function isPoint(bytes) {
  return bytes.length === 133 && p521.utils.isValidPublicKey(bytes, false);
}

export async function verify(publicKey, input, signature) {
  if (signature.length !== 132 || !isPoint(publicKey)) return false;
  const key = await subtle.importKey("raw", publicKey, { name: "ECDSA", namedCurve: "P-521" }, false, ["verify"]);
  return subtle.verify({ name: "ECDSA", hash: "SHA-512" }, key, signature, input);
}

/** The plaintext; undefined where it is not authentic. */
export async function gcmOpen(key, nonce, aad, ciphertext) {
  const imported = await subtle.importKey("raw", key, "AES-GCM", false, ["decrypt"]);
  try {
    return new Uint8Array(await subtle.decrypt({ name: "AES-GCM", iv: nonce, additionalData: aad }, imported, ciphertext));
  } catch {
    return undefined;
  }
}

export const kem = {
  publicKeyOf: (seed) => ml_kem1024.keygen(seed).publicKey,
  encapsulate: (key, message) => ml_kem1024.encapsulate(key, message),
  decapsulate: (seed, ciphertext) => ml_kem1024.decapsulate(ciphertext, ml_kem1024.keygen(seed).secretKey),
};
