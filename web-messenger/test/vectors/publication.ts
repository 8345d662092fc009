/** What a person publishes: the device list and one-time keys, whole and as claimed. */
import { ClaimedPrekeySchema, SignedDeviceListSchema } from "#wire/keys_pb.js";
import { UploadPrekeysSchema } from "#wire/socket_pb.js";
import { concat, type Bytes } from "../../src/bytes/bytes.js";
import { u8 } from "../../src/bytes/integers.js";
import { hex } from "../../src/bytes/text.js";
import { encode } from "../../src/codec/canonical.js";
import { merklePaths } from "../../src/protocol/merkle.js";
import { newPrekeys, signBatch, type OwnPrekey } from "../../src/protocol/prekeys.js";
import type { Person } from "../people.js";
import type { Published } from "./files.js";

const P521 = 1;

export interface Batch {
  readonly upload: Bytes;
  readonly prekeys: readonly { readonly own: OwnPrekey; readonly claimed: Bytes }[];
}

export async function newBatch(owner: Person, count: number, now: number): Promise<Batch> {
  const { user, device, network, key, list } = owner;
  const pairs = await newPrekeys(count);
  const signer = { user, device, identityFingerprint: list.fingerprint };
  const { batch, signature, prekeys } = await signBatch(network, signer, key, pairs, now);
  const paths = await merklePaths(prekeys.map((prekey) => leaf(prekey)));
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
  return { upload, prekeys: pairs.map((own, i) => ({ own, claimed: claimed[i]! })) };
}

/** The leaf of a one-time key in its batch's tree. */
export function leaf({ id, key }: { readonly id: Bytes; readonly key: Bytes }): Bytes {
  return concat(u8(P521), id, key);
}

export function signedList({ list }: Person): string {
  return hex(encode(SignedDeviceListSchema, { ...list.signed }));
}

export async function publish(owner: Person, now: number): Promise<Published> {
  const { upload, prekeys } = await newBatch(owner, 5, now);
  return {
    about: "A device list, a batch of five one-time keys and each of them as claimed.",
    network: hex(owner.network),
    user: hex(owner.user),
    device: hex(owner.device),
    now,
    signedDeviceList: signedList(owner),
    listHash: hex(owner.list.hash),
    identityFingerprint: hex(owner.list.fingerprint),
    uploadPrekeys: hex(upload),
    claimedPrekeys: prekeys.map(({ claimed }) => hex(claimed)),
  };
}
