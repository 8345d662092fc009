import { concat, utf8, type Bytes } from "../bytes/bytes.js";
import { u32, u8 } from "../bytes/integers.js";
import { PUBLIC_KEY_LENGTH, rawPublicKey } from "./agreement.js";
import { ParsedKeys } from "./parsed-keys.js";
import { source } from "./source.js";

const ECDSA = { name: "ECDSA", namedCurve: "P-521" } as const;
const VERIFYING = new ParsedKeys(ECDSA, ["verify"]);
const WITH_SHA512 = { name: "ECDSA", hash: "SHA-512" } as const;

export const SIGNATURE_LENGTH = 132;

/** The closed list of what is ever signed. */
export type SignatureLabel =
  | "msgr/v1/env"
  | "msgr/v1/opk-batch"
  | "msgr/v1/device-list"
  | "msgr/v1/enrol"
  | "msgr/v1/login"
  | "msgr/v1/recover";

/** An ECDSA P-521 key whose private part can't be read. */
export interface SigningKey {
  readonly publicKey: Bytes;
  sign(label: SignatureLabel, network: Bytes, ...fields: readonly Bytes[]): Promise<Bytes>;
}

/** A key that lives as long as somebody holds it: the identity key of an enrolment. */
export async function newSigningKey(): Promise<SigningKey> {
  const pair = await crypto.subtle.generateKey(ECDSA, false, ["sign", "verify"]);
  return signingKey(pair.privateKey, await rawPublicKey(pair.publicKey));
}

/** A key to be kept: its PKCS #8 form goes into the vault once, and is erased by the caller. */
export async function newKeptSigningKey(): Promise<{ readonly key: SigningKey; readonly pkcs8: Uint8Array }> {
  const pair = await crypto.subtle.generateKey(ECDSA, true, ["sign", "verify"]);
  const pkcs8 = new Uint8Array(await crypto.subtle.exportKey("pkcs8", pair.privateKey));
  return { key: await importSigningKey(pkcs8, await rawPublicKey(pair.publicKey)), pkcs8 };
}

/** Not extractable from here on. */
export async function importSigningKey(pkcs8: Bytes, publicKey: Bytes): Promise<SigningKey> {
  return signingKey(await crypto.subtle.importKey("pkcs8", source(pkcs8), ECDSA, false, ["sign"]), publicKey);
}

function signingKey(privateKey: CryptoKey, publicKey: Bytes): SigningKey {
  return {
    publicKey,
    sign: async (label, network, ...fields) =>
      new Uint8Array(await crypto.subtle.sign(WITH_SHA512, privateKey, source(signedInput(label, network, fields)))),
  };
}

/** False for a wrong length, a key that is no point, or a signature by another. */
export async function verify(
  publicKey: Bytes,
  signature: Bytes,
  label: SignatureLabel,
  network: Bytes,
  ...fields: readonly Bytes[]
): Promise<boolean> {
  if (signature.length !== SIGNATURE_LENGTH) return false;
  if (publicKey.length !== PUBLIC_KEY_LENGTH || publicKey[0] !== 4) return false;
  try {
    const key = await VERIFYING.of(publicKey);
    const input = signedInput(label, network, fields);
    return await crypto.subtle.verify(WITH_SHA512, key, source(signature), source(input));
  } catch {
    return false;
  }
}

/** `u8(length of label) ‖ label ‖ network ‖` for each field `u32(length) ‖ field`. */
export function signedInput(label: SignatureLabel, network: Bytes, fields: readonly Bytes[]): Bytes {
  const name = utf8(label);
  return concat(u8(name.length), name, network, ...fields.flatMap((field) => [u32(field.length), field]));
}
