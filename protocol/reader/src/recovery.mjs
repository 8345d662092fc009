/** From a passphrase and the server's evaluation to the bundle's key and the log-in key. */
import { argon2id } from "@noble/hashes/argon2.js";

import { ascii, join, u64, zeros } from "./bytes.mjs";
import { deriveScalar } from "./hpke.mjs";
import { expand, extract, gcmOpen, publicKeyOf } from "./primitives.mjs";

export const oprfInput = (passphrase) => ascii(passphrase.normalize("NFKC"));

export function harden(oprfOutput) {
  const hardened = argon2id(oprfOutput, zeros(16), { t: 3, m: 65_536, p: 1, dkLen: 64, version: 0x13 });
  return extract(new Uint8Array(0), join(oprfOutput, hardened));
}

export const bundleKey = (rwd) => expand(rwd, "msgr/v1/bundle", 32);
export const logInKey = (rwd) => publicKeyOf(deriveScalar(expand(rwd, "msgr/v1/login", 66)));

/** IK's private scalar; undefined where the bundle does not open. */
export async function openBundle(rwd, bundle, { network, user, identityKey, version, seedId }) {
  const aad = join("msgr/v1/bundle", network, user, identityKey, u64(version), seedId);
  return gcmOpen(bundleKey(rwd), bundle.slice(0, 12), aad, bundle.slice(12));
}
