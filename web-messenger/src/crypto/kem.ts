/**
 * ML-KEM-1024 (FIPS 203): the browser's own where it has one, else `@noble/post-quantum`, which is loaded only then. Both
 * are proven to be the same function of seed and ciphertext (`npm run browser`).
 */
import type { Bytes } from "../bytes/bytes.js";
import { nativeKem } from "./kem-native.js";
import { randomBytes } from "./random.js";

/** Bytes of an encoded encapsulation key, and of a ciphertext. */
export const ENCAPSULATION_KEY_LENGTH = 1568;
export const KEM_CIPHERTEXT_LENGTH = 1568;

/** A private key is kept as its seed `d ‖ z`. */
export const KEM_SEED_LENGTH = 64;

const VECTOR_LENGTH = 1536;
const MODULUS = 3329;

/** A pair as its seed makes it. */
export interface KemPair {
  readonly publicKey: Bytes;
  /** The shared secret, 32 bytes. A ciphertext that was not made for this pair gives another, without saying so. */
  decapsulate(ciphertext: Bytes): Promise<Bytes>;
}

export interface Encapsulation {
  readonly shared: Bytes;
  readonly ciphertext: Bytes;
}

export interface Kem {
  /** Of the pair that this seed makes, where nothing else is wanted of it. */
  publicKey(seed: Bytes): Promise<Bytes>;
  /** To be decapsulated with, once: until then the private key is in memory. */
  pair(seed: Bytes): Promise<KemPair>;
  /** `publicKey` passed {@link isEncapsulationKey}. */
  encapsulate(publicKey: Bytes): Promise<Encapsulation>;
}

let chosen: Promise<Kem> | undefined;

/** The one this platform offers. Rejects where the portable one can't be loaded; the next call tries again. */
function kem(): Promise<Kem> {
  chosen ??= choose().catch((failure: unknown) => {
    chosen = undefined;
    throw failure;
  });
  return chosen;
}

async function choose(): Promise<Kem> {
  return (await nativeKem()) ?? (await import("./kem-portable.js")).portableKem;
}

/** To be kept in an erasable slot, and erased once used. */
export function newKemSeed(): Uint8Array {
  return randomBytes(KEM_SEED_LENGTH);
}

export async function kemPublicKey(seed: Bytes): Promise<Bytes> {
  return (await kem()).publicKey(seed);
}

export async function kemPair(seed: Bytes): Promise<KemPair> {
  return (await kem()).pair(seed);
}

export async function encapsulate(publicKey: Bytes): Promise<Encapsulation> {
  return (await kem()).encapsulate(publicKey);
}

/** The checks of FIPS 203 section 7.2: the length, and that each of the 1,024 numbers of 12 bits is below the modulus. */
export function isEncapsulationKey(bytes: Bytes): boolean {
  if (bytes.length !== ENCAPSULATION_KEY_LENGTH) return false;
  for (let at = 0; at < VECTOR_LENGTH; at += 3) {
    const [low = 0, middle = 0, high = 0] = bytes.subarray(at, at + 3);
    if ((low | ((middle & 0x0f) << 8)) >= MODULUS || ((middle >> 4) | (high << 4)) >= MODULUS) return false;
  }
  return true;
}
