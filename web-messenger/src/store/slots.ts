import { concat, utf8, type Bytes } from "../bytes/bytes.js";
import { readU32, readU64, u32, u64 } from "../bytes/integers.js";
import { NONCE_LENGTH, open, seal } from "../crypto/aead.js";
import { STRETCH_COST, type StretchCost } from "../crypto/passphrase.js";
import { randomBytes } from "../crypto/random.js";

/**
 * The file of secrets: a head of 4096 bytes (how the passphrase is stretched, the sealed master key, the highest time
 * seen), then slots of 64 bytes, each the sealed key of one record or zeros.
 */
export const HEAD_LENGTH = 4096;
export const SLOT_LENGTH = 64;
const MAGIC = utf8("MAYFLY01");
const SEALED_KEY_LENGTH = NONCE_LENGTH + 32 + 16;
const SALT_AT = 20;
const MASTER_AT = 36;
export const TIME_AT = 1024;

export interface Head {
  readonly cost: StretchCost;
  readonly salt: Bytes;
  readonly sealedMaster: Bytes;
}

export function newSalt(): Bytes {
  return randomBytes(16);
}

export function encodeHead({ cost, salt, sealedMaster }: Head): Bytes {
  const fixed = concat(MAGIC, u32(cost.memoryKiB), u32(cost.passes), u32(cost.lanes), salt, sealedMaster);
  return concat(fixed, new Uint8Array(HEAD_LENGTH - fixed.length));
}

/** Nothing where the file holds no vault. */
export function decodeHead(file: Bytes): Head | undefined {
  if (file.length < HEAD_LENGTH || MAGIC.some((byte, i) => file[i] !== byte)) return undefined;
  const cost = { memoryKiB: readU32(file, 8), passes: readU32(file, 12), lanes: readU32(file, 16) };
  const affordable = cost.memoryKiB <= 16 * STRETCH_COST.memoryKiB && cost.passes <= 64 && cost.lanes <= 16;
  if (!affordable) return undefined;
  return {
    cost,
    salt: file.slice(SALT_AT, MASTER_AT),
    sealedMaster: file.slice(MASTER_AT, MASTER_AT + SEALED_KEY_LENGTH),
  };
}

export function storedTime(file: Bytes): number {
  return file.length < HEAD_LENGTH ? 0 : Number(readU64(file, TIME_AT));
}

export function encodeTime(time: number): Bytes {
  return u64(time);
}

export function slotOffset(slot: number): number {
  return HEAD_LENGTH + slot * SLOT_LENGTH;
}

/** What each slot of the file holds; zeros are no secret. */
export function readSlots(file: Bytes): ReadonlyMap<number, Bytes> {
  const slots = new Map<number, Bytes>();
  for (let slot = 0; slotOffset(slot + 1) <= file.length; slot++) {
    const bytes = file.subarray(slotOffset(slot), slotOffset(slot + 1));
    if (bytes.some((byte) => byte !== 0)) slots.set(slot, bytes);
  }
  return slots;
}

/** A key of 32 bytes under another, bound to its purpose. */
export async function sealKey(under: CryptoKey, purpose: string, key: Bytes): Promise<Bytes> {
  const nonce = randomBytes(NONCE_LENGTH);
  return concat(nonce, await seal(under, nonce, utf8(purpose), key));
}

/** Throws UnopenableError. */
export function openKey(under: CryptoKey, purpose: string, sealed: Bytes): Promise<Bytes> {
  const nonce = sealed.subarray(0, NONCE_LENGTH);
  return open(under, nonce, utf8(purpose), sealed.subarray(NONCE_LENGTH, SEALED_KEY_LENGTH));
}
