import type { Bytes } from "../bytes/bytes.js";
import { ParsedKeys } from "./parsed-keys.js";
import { source } from "./source.js";

const ECDH = { name: "ECDH", namedCurve: "P-521" } as const;

const POINTS = new ParsedKeys(ECDH, []);

/** Uncompressed P-521 points. */
export const PUBLIC_KEY_LENGTH = 133;

/** A one-time key pair: the private part may leave only to be wrapped into a slot of the vault. */
export interface AgreementPair {
  readonly privateKey: CryptoKey;
  readonly publicKey: Bytes;
}

export async function newAgreementPair(extractable: boolean): Promise<AgreementPair> {
  const pair = await crypto.subtle.generateKey(ECDH, extractable, ["deriveBits"]);
  return { privateKey: pair.privateKey, publicKey: await rawPublicKey(pair.publicKey) };
}

export async function rawPublicKey(key: CryptoKey): Promise<Bytes> {
  return new Uint8Array(await crypto.subtle.exportKey("raw", key));
}

/** Whether the bytes are an uncompressed point of the curve. */
export async function isPoint(bytes: Bytes): Promise<boolean> {
  if (bytes.length !== PUBLIC_KEY_LENGTH || bytes[0] !== 4) return false;
  return POINTS.of(bytes).then(
    () => true,
    () => false,
  );
}

/** PKCS #8, to be put into the vault and erased. */
export async function exportPrivateKey(key: CryptoKey): Promise<Uint8Array> {
  return new Uint8Array(await crypto.subtle.exportKey("pkcs8", key));
}

export function importPrivateKey(pkcs8: Bytes): Promise<CryptoKey> {
  return crypto.subtle.importKey("pkcs8", source(pkcs8), ECDH, false, ["deriveBits"]);
}

/** The x-coordinate, 66 bytes. Throws where `publicKey` is not an uncompressed point of the curve. */
export async function agree(privateKey: CryptoKey, publicKey: Bytes): Promise<Bytes> {
  if (publicKey.length !== PUBLIC_KEY_LENGTH || publicKey[0] !== 4) throw new RangeError("not an uncompressed point");
  const other = await POINTS.of(publicKey);
  return new Uint8Array(await crypto.subtle.deriveBits({ name: "ECDH", public: other }, privateKey, 528));
}
