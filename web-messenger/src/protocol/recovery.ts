/**
 * "Recovery" of docs/protocol.md: how a passphrase, hardened by the server, opens the identity key. It imports large
 * libraries: import it lazily.
 */
import { concat, EMPTY, equal, erase, utf8, type Bytes } from "../bytes/bytes.js";
import { u64, u8 } from "../bytes/integers.js";
import { aeadKey, NONCE_LENGTH, open, seal, UnopenableError } from "../crypto/aead.js";
import { expand, extract, sha512 } from "../crypto/hash.js";
import { blind, derivedScalar, finalize, publicKeyOf, SCALAR_LENGTH, signingKeyOf, type Blinded } from "../crypto/oprf.js";
import { STRETCH_COST, type Stretcher } from "../crypto/passphrase.js";
import { randomBytes } from "../crypto/random.js";
import type { SigningKey } from "../crypto/signature.js";

export { newScalar, signingKeyOf } from "../crypto/oprf.js";

export type Way = "passphrase" | "recovery-key";

const NO_SEED: Bytes = new Uint8Array(16);
const NO_NETWORK: Bytes = new Uint8Array(16);

/** What the OPRF takes. */
export function passphraseInput(passphrase: string): Uint8Array {
  return utf8(passphrase.normalize("NFKC"));
}

/** A passphrase on its way through the server. */
export interface Question extends Blinded {
  readonly input: Uint8Array;
}

export function ask(passphrase: string): Question {
  const input = passphraseInput(passphrase);
  return { input, ...blind(input) };
}

/** rwd, from what the server made of the question. Erases the question. Throws NoElementError. */
export async function passphraseSecret(stretch: Stretcher, question: Question, evaluated: Bytes): Promise<Uint8Array> {
  try {
    const output = finalize(question.input, question.blind, evaluated);
    const secret = await hardenedSecret(stretch, output);
    erase(output);
    return secret;
  } finally {
    erase(question.input);
    erase(question.blind);
  }
}

/** `Extract("", oprf_out ‖ Argon2id(oprf_out))`: database and seed together still cost a guesser Argon2id each time. */
export async function hardenedSecret(stretch: Stretcher, oprfOutput: Uint8Array): Promise<Uint8Array> {
  // A copy: the worker may take it over.
  const passphrase = oprfOutput.slice();
  const hardened = await stretch({ passphrase, salt: new Uint8Array(16), ...STRETCH_COST, length: 64 });
  const both = concat(oprfOutput, hardened);
  const secret = await extract(EMPTY, both);
  [passphrase, hardened, both].forEach(erase);
  return secret;
}

/** What a bundle is bound to. */
export interface BundleContext {
  readonly way: Way;
  readonly network: Bytes;
  readonly user: Bytes;
  readonly identityKey: Bytes;
  readonly version: number;
  /** Way "passphrase" only. */
  readonly seedId?: Bytes;
}

const BUNDLE_LABELS = { passphrase: "msgr/v1/bundle", "recovery-key": "msgr/v1/bundle-recovery-key" } as const;

function additional({ way, network, user, identityKey, version, seedId = NO_SEED }: BundleContext): Bytes {
  return concat(utf8(BUNDLE_LABELS[way]), network, user, identityKey, u64(version), seedId);
}

async function bundleKey(secret: Bytes): Promise<CryptoKey> {
  const raw = await expand(secret, "msgr/v1/bundle", 32);
  const key = await aeadKey(raw);
  erase(raw);
  return key;
}

export async function sealBundle(secret: Bytes, context: BundleContext, scalar: Bytes): Promise<Bytes> {
  const nonce = randomBytes(NONCE_LENGTH);
  return concat(nonce, await seal(await bundleKey(secret), nonce, additional(context), scalar));
}

/** The identity key's scalar: the caller erases it. Throws UnopenableError, also where it is another's. */
export async function openBundle(secret: Bytes, context: BundleContext, bundle: Bytes): Promise<Uint8Array> {
  const nonce = bundle.subarray(0, NONCE_LENGTH);
  const scalar = await open(await bundleKey(secret), nonce, additional(context), bundle.subarray(NONCE_LENGTH));
  const point = scalar.length === SCALAR_LENGTH ? publicKeyOf(scalar) : undefined;
  if (point === undefined || !equal(point, context.identityKey)) {
    erase(scalar);
    throw new UnopenableError();
  }
  return scalar;
}

export async function logInKey(secret: Bytes): Promise<SigningKey> {
  const input = await expand(secret, "msgr/v1/login", 66);
  const scalar = await derivedScalar(input);
  const key = await signingKeyOf(scalar);
  [input, scalar].forEach(erase);
  return key;
}

export interface RecoveryLogIn {
  readonly serverName: string;
  readonly challenge: Bytes;
  /** As they stand in the request. */
  readonly networkName: string;
  readonly userName: string;
  readonly way: Way;
  readonly time: number;
}

export async function signLogIn(key: SigningKey, logIn: RecoveryLogIn): Promise<Bytes> {
  const { serverName, challenge, networkName, userName, way, time } = logIn;
  const names = [utf8(networkName), utf8(userName), u8(way === "passphrase" ? 1 : 2)];
  return key.sign("msgr/v1/recover", NO_NETWORK, utf8(serverName), await sha512(challenge), ...names, u64(time));
}
