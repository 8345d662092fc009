/**
 * What of P-521 WebCrypto has not: the client of RFC 9497 (mode OPRF, P521-SHA512), and pairs from a secret (RFC 9180).
 * `@noble/curves` is large: import this module lazily.
 */
import { p521, p521_oprf } from "@noble/curves/nist.js";
import { concat, EMPTY, erase, type Bytes } from "../bytes/bytes.js";
import { u8 } from "../bytes/integers.js";
import { fromHex } from "../bytes/text.js";
import { KEM_SUITE, labeledExpand, labeledExtract } from "./hpke.js";
import { randomBytes } from "./random.js";
import { importSigningKey, type SigningKey } from "./signature.js";

export const SCALAR_LENGTH = 66;

/** Of a compressed point, the only form in which elements travel. */
export const ELEMENT_LENGTH = 67;

/** Bytes that are no element: another length or form, no point of the curve, or infinity. */
export class NoElementError extends Error {
  constructor() {
    super("no element of the group");
    this.name = "NoElementError";
  }
}

export interface Blinded {
  /** Secret: erase it once it is done with. */
  readonly blind: Uint8Array;
  /** What the server gets to see: it tells nothing of the input. */
  readonly element: Bytes;
}

export function blind(input: Bytes): Blinded {
  const { blind: scalar, blinded } = p521_oprf.oprf.blind(input, (length = SCALAR_LENGTH) => randomBytes(length) as Uint8Array<ArrayBuffer>);
  return { blind: scalar, element: blinded };
}

/** The output, 64 bytes. Throws NoElementError. */
export function finalize(input: Bytes, scalar: Bytes, evaluated: Bytes): Uint8Array {
  if (evaluated.length !== ELEMENT_LENGTH) throw new NoElementError();
  try {
    return p521_oprf.oprf.finalize(input, scalar, evaluated);
  } catch {
    throw new NoElementError();
  }
}

/** The scalar of DeriveKeyPair of DHKEM(P-521, HKDF-SHA512), RFC 9180 section 7.1.3. */
export async function derivedScalar(secret: Bytes): Promise<Uint8Array> {
  const prk = await labeledExtract(KEM_SUITE, EMPTY, "dkp_prk", secret);
  for (let counter = 0; counter < 256; counter++) {
    const candidate = (await labeledExpand(KEM_SUITE, prk, "candidate", u8(counter), SCALAR_LENGTH)).slice();
    candidate[0] = (candidate[0] ?? 0) & 0x01;
    if (p521.utils.isValidSecretKey(candidate)) return candidate;
  }
  throw new Error("no key comes of this secret");
}

/** A scalar that nobody can know. */
export async function newScalar(): Promise<Uint8Array> {
  const secret = randomBytes(SCALAR_LENGTH);
  const scalar = await derivedScalar(secret);
  erase(secret);
  return scalar;
}

/** The uncompressed point; nothing where the bytes are no scalar of the curve. */
export function publicKeyOf(scalar: Bytes): Bytes | undefined {
  return p521.utils.isValidSecretKey(scalar) ? p521.getPublicKey(scalar, false) : undefined;
}

const BEFORE_SCALAR = fromHex("3081ee020100301006072a8648ce3d020106052b810400230481d63081d30201010442");
const BEFORE_POINT = fromHex("a1818903818600");

/** The key, which can't be read from here on. The caller erases the scalar. */
export async function signingKeyOf(scalar: Bytes): Promise<SigningKey> {
  const point = publicKeyOf(scalar);
  if (point === undefined) throw new RangeError("not a scalar");
  const pkcs8 = concat(BEFORE_SCALAR, scalar, BEFORE_POINT, point);
  const key = await importSigningKey(pkcs8, point);
  erase(pkcs8);
  return key;
}
