import { erase, utf8, type Bytes } from "../bytes/bytes.js";
import { aeadKey } from "./aead.js";
import type { StretchRequest } from "./argon2.js";

/** How dear a guess at the passphrase is. Stored beside the salt, so that it can grow. */
export interface StretchCost {
  readonly memoryKiB: number;
  readonly passes: number;
  readonly lanes: number;
}

export const STRETCH_COST: StretchCost = { memoryKiB: 65_536, passes: 3, lanes: 1 };

/** Where the stretching runs: a worker in the browser. */
export type Stretcher = (request: StretchRequest) => Promise<Uint8Array>;

/** The key that a passphrase unlocks: Argon2id over its NFKC form. The passphrase goes nowhere else. */
export async function passphraseKey(
  stretch: Stretcher,
  passphrase: string,
  salt: Bytes,
  cost: StretchCost,
): Promise<CryptoKey> {
  const secret = utf8(passphrase.normalize("NFKC"));
  const raw = await stretch({ passphrase: secret, salt, ...cost, length: 32 });
  erase(secret);
  const key = await aeadKey(raw);
  erase(raw);
  return key;
}
