import { PrekeyBatchSchema, PrekeyType, type ClaimedPrekey } from "#wire/keys_pb.js";
import { compare, concat, equal, type Bytes } from "../bytes/bytes.js";
import { u8 } from "../bytes/integers.js";
import { decode, encode, exactly, MalformedError, present, timeOf } from "../codec/canonical.js";
import { isPoint, newAgreementPair, type AgreementPair } from "../crypto/agreement.js";
import { isEncapsulationKey, kemPublicKey, newKemSeed } from "../crypto/kem.js";
import { randomBytes } from "../crypto/random.js";
import { verify, type SigningKey } from "../crypto/signature.js";
import { listedDevice, type TrustedList } from "./device-list.js";
import { merkleRoot, rootFromPath } from "./merkle.js";
import { CLOCK_TOLERANCE, DAY } from "./time.js";
import type { ReplyKey } from "./wrapped-key.js";

/** Keys of each type that a device keeps at the server. */
export const POOL = 200;
export const CLAIMABLE = 30 * DAY;
export const PRIVATE_KEPT = 60 * DAY;

export type KeyType = PrekeyType.P521 | PrekeyType.MLKEM1024;

/** A one-time pair of this device, extractable only to be put into the vault. */
export interface OwnPrekey {
  readonly id: Bytes;
  readonly pair: AgreementPair;
}

/** The same with ML-KEM-1024. The seed is the private key. */
export interface OwnKemPrekey {
  readonly id: Bytes;
  readonly seed: Uint8Array;
  readonly publicKey: Bytes;
}

/** A one-time key of another device: good for one message. */
export interface PeerPrekey {
  readonly id: Bytes;
  readonly key: Bytes;
  readonly expires: number;
}

/** A one-time key as it is published. */
export interface PublicPrekey {
  readonly id: Bytes;
  readonly key: Bytes;
}

export interface Upload {
  readonly batch: Bytes;
  readonly signature: Bytes;
  readonly prekeys: readonly PublicPrekey[];
}

/** What a device is enrolled with. */
export interface FirstPrekeys {
  readonly agreement: Upload;
  readonly kem: Upload;
}

export async function newPrekeys(count: number): Promise<readonly OwnPrekey[]> {
  const made: OwnPrekey[] = [];
  for (let i = 0; i < count; i++) made.push({ id: randomBytes(16), pair: await newAgreementPair(true) });
  return made.sort((a, b) => compare(a.id, b.id));
}

export async function newKemPrekeys(count: number): Promise<readonly OwnKemPrekey[]> {
  const made: OwnKemPrekey[] = [];
  for (let i = 0; i < count; i++) {
    const seed = newKemSeed();
    made.push({ id: randomBytes(16), seed, publicKey: await kemPublicKey(seed) });
  }
  return made.sort((a, b) => compare(a.id, b.id));
}

function leaf(type: PrekeyType, id: Bytes, key: Bytes): Bytes {
  return concat(u8(type), id, key);
}

/** Signs keys of one type as one batch. They ascend by id. */
export async function signBatch(
  network: Bytes,
  owner: { readonly user: Bytes; readonly device: Bytes; readonly identityFingerprint: Bytes },
  deviceKey: SigningKey,
  type: KeyType,
  prekeys: readonly PublicPrekey[],
  created: number,
): Promise<Upload> {
  const batch = encode(PrekeyBatchSchema, {
    ...owner,
    type,
    batch: randomBytes(16),
    created: BigInt(created),
    expires: BigInt(created + CLAIMABLE),
    count: prekeys.length,
    root: await merkleRoot(prekeys.map(({ id, key }) => leaf(type, id, key))),
  });
  return { batch, signature: await deviceKey.sign("msgr/v1/opk-batch", network, batch), prekeys };
}

/** What a sender remembers of a device's batches and keys of one type. */
export interface PrekeyMemory {
  /** `created` of the newest batch seen; 0 for none. */
  readonly newestBatch: number;
  seen(prekey: Bytes): boolean;
}

export interface AcceptedPrekey extends PeerPrekey {
  readonly batchCreated: number;
}

function isWellFormed(type: KeyType, key: Bytes): Promise<boolean> {
  return type === PrekeyType.P521 ? isPoint(key) : Promise.resolve(isEncapsulationKey(key));
}

/** The key, where everything about it is as docs/protocol.md asks; else nothing. */
export async function acceptClaimed(
  network: Bytes,
  claimed: ClaimedPrekey,
  asked: { readonly list: TrustedList; readonly device: Bytes; readonly type: KeyType },
  memory: PrekeyMemory,
  now: number,
): Promise<AcceptedPrekey | undefined> {
  try {
    const device = listedDevice(asked.list, asked.device);
    if (device === undefined || !equal(claimed.user, asked.list.user) || !equal(claimed.device, asked.device)) {
      return undefined;
    }
    const signedBatch = present(claimed.batch, "batch");
    const prekey = present(claimed.prekey, "prekey");
    const path = present(claimed.path, "path");
    const batch = decode(PrekeyBatchSchema, signedBatch.batch);
    const created = timeOf(batch.created, "created");
    const expires = timeOf(batch.expires, "expires");
    const named =
      equal(batch.user, asked.list.user) &&
      equal(batch.device, asked.device) &&
      equal(batch.identityFingerprint, asked.list.fingerprint) &&
      batch.type === asked.type;
    const timely =
      created <= now + CLOCK_TOLERANCE &&
      expires > created &&
      expires - created <= CLAIMABLE &&
      expires > now &&
      created >= memory.newestBatch - CLAIMABLE;
    exactly(16, batch.batch, "batch id");
    if (!named || !timely || batch.count < 1 || batch.count > POOL) return undefined;
    const { signature } = signedBatch;
    if (!(await verify(device.signingKey, signature, "msgr/v1/opk-batch", network, signedBatch.batch))) return undefined;
    exactly(16, prekey.id, "prekey id");
    if (path.leafCount !== batch.count || !(await isWellFormed(asked.type, prekey.key))) return undefined;
    const root = await rootFromPath(leaf(batch.type, prekey.id, prekey.key), path);
    if (root === undefined || !equal(root, batch.root) || memory.seen(prekey.id)) return undefined;
    return { id: prekey.id, key: prekey.key, expires, batchCreated: created };
  } catch (failure) {
    if (failure instanceof MalformedError) return undefined;
    throw failure;
  }
}

/** A reply key, where it is as a claimed one has to be; else nothing. Its sender vouches for it by the envelope. */
export async function acceptReplyKey(
  { id, key, created, expires }: ReplyKey,
  seen: (prekey: Bytes) => boolean,
  now: number,
): Promise<PeerPrekey | undefined> {
  const timely = created > 0 && created <= now + CLOCK_TOLERANCE && expires > now && expires - created <= CLAIMABLE;
  return timely && !seen(id) && (await isPoint(key)) ? { id, key, expires } : undefined;
}
