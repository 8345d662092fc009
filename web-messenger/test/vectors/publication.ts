/** What a person publishes: the device list and one-time keys, whole and as claimed. */
import { ClaimedPrekeySchema, PrekeyType, SignedDeviceListSchema } from "#wire/keys_pb.js";
import { UploadPrekeysSchema } from "#wire/socket_pb.js";
import { concat, type Bytes } from "../../src/bytes/bytes.js";
import { u8 } from "../../src/bytes/integers.js";
import { hex } from "../../src/bytes/text.js";
import { encode } from "../../src/codec/canonical.js";
import { merklePaths } from "../../src/protocol/merkle.js";
import { newKemPrekeys, newPrekeys, signBatch, type KeyType, type OwnKemPrekey, type OwnPrekey } from "../../src/protocol/prekeys.js";
import { HYBRID } from "../../src/protocol/suite.js";
import type { Person } from "../people.js";
import type { Published } from "./files.js";

export interface Batch<Own> {
  readonly upload: Bytes;
  readonly prekeys: readonly { readonly own: Own; readonly claimed: Bytes }[];
}

interface Publishable {
  readonly id: Bytes;
  readonly key: Bytes;
}

export async function newBatch(owner: Person, count: number, now: number): Promise<Batch<OwnPrekey>> {
  const made = await newPrekeys(count);
  const published = made.map(({ id, pair }) => ({ id, key: pair.publicKey }));
  return batchOf(owner, PrekeyType.P521, made, published, now);
}

export async function newKemBatch(owner: Person, count: number, now: number): Promise<Batch<OwnKemPrekey>> {
  const made = await newKemPrekeys(count);
  const published = made.map(({ id, publicKey }) => ({ id, key: publicKey }));
  return batchOf(owner, PrekeyType.MLKEM1024, made, published, now);
}

async function batchOf<Own>(
  { user, device, network, key, list }: Person,
  type: KeyType,
  made: readonly Own[],
  published: readonly Publishable[],
  now: number,
): Promise<Batch<Own>> {
  const signer = { user, device, identityFingerprint: list.fingerprint };
  const { batch, signature, prekeys } = await signBatch(network, signer, key, type, published, now);
  const paths = await merklePaths(prekeys.map((prekey) => leaf(type, prekey)));
  const upload = encode(UploadPrekeysSchema, { batch: { batch, signature }, prekeys: [...prekeys] });
  const claimed = prekeys.map((prekey, i) => {
    const path = paths[i]!;
    return encode(ClaimedPrekeySchema, {
      user,
      device,
      batch: { batch, signature },
      prekey,
      path: { ...path, siblings: [...path.siblings] },
    });
  });
  return { upload, prekeys: made.map((own, i) => ({ own, claimed: claimed[i]! })) };
}

/** The leaf of a one-time key in its batch's tree. */
export function leaf(type: KeyType, { id, key }: Publishable): Bytes {
  return concat(u8(type), id, key);
}

export function signedList({ list }: Person): string {
  return hex(encode(SignedDeviceListSchema, { ...list.signed }));
}

/** With keys of each type that a suite of the device needs. */
export async function publish(owner: Person, now: number): Promise<Published> {
  const { upload, prekeys } = await newBatch(owner, 5, now);
  const hybrid = owner.list.devices[0]!.suites.includes(HYBRID);
  return {
    about: `A device list, a batch of five one-time keys${hybrid ? " of each type" : ""} and each of them as claimed.`,
    network: hex(owner.network),
    user: hex(owner.user),
    device: hex(owner.device),
    now,
    signedDeviceList: signedList(owner),
    listHash: hex(owner.list.hash),
    identityFingerprint: hex(owner.list.fingerprint),
    uploadPrekeys: hex(upload),
    claimedPrekeys: prekeys.map(({ claimed }) => hex(claimed)),
    ...(hybrid ? await publishedKem(owner, now) : {}),
  };
}

async function publishedKem(owner: Person, now: number) {
  const { upload, prekeys } = await newKemBatch(owner, 5, now);
  return { uploadKemPrekeys: hex(upload), claimedKemPrekeys: prekeys.map(({ claimed }) => hex(claimed)) };
}
