/** The printed key: 20 random bytes as 32 characters of Crockford's base32, in groups of four. */
import { concat, EMPTY, erase, utf8, type Bytes } from "../bytes/bytes.js";
import { extract } from "../crypto/hash.js";
import { randomBytes } from "../crypto/random.js";

const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const LENGTH = 20;
const CHARACTERS = 32;

export function newRecoveryKey(): Uint8Array {
  return randomBytes(LENGTH);
}

export function printed(key: Bytes): string {
  let bits = "";
  for (const byte of key) bits += byte.toString(2).padStart(8, "0");
  const characters = bits.match(/.{5}/gu)?.map((each) => ALPHABET[parseInt(each, 2)] ?? "") ?? [];
  return characters.join("").replace(/(.{4})(?=.)/gu, "$1-");
}

/** As it was typed: small letters, O for 0, I and L for 1, any dashes and spaces. Nothing where it is no key. */
export function typed(text: string): Uint8Array | undefined {
  const characters = text.toUpperCase().replace(/[\s\p{Pd}]/gu, "").replace(/O/gu, "0").replace(/[IL]/gu, "1");
  const values = Array.from(characters, (each) => ALPHABET.indexOf(each));
  if (values.length !== CHARACTERS || values.includes(-1)) return undefined;
  const bits = values.map((value) => value.toString(2).padStart(5, "0")).join("");
  return Uint8Array.from({ length: LENGTH }, (_, i) => parseInt(bits.slice(8 * i, 8 * i + 8), 2));
}

/** rwd of the way "recovery-key". The caller erases the key. */
export async function recoveryKeySecret(key: Bytes): Promise<Uint8Array> {
  const input = concat(utf8("msgr/v1/recovery-key"), key);
  const secret = await extract(EMPTY, input);
  erase(input);
  return secret;
}
