import { PrekeyType } from "#wire/keys_pb.js";
import { erase } from "../bytes/bytes.js";
import type { OpenedInvitation } from "../connection/rest.js";
import { randomBytes } from "../crypto/random.js";
import { newKeptSigningKey, newSigningKey } from "../crypto/signature.js";
import { judgeList, type TrustedList } from "../protocol/device-list.js";
import { firstList } from "../protocol/list-signing.js";
import { POOL, type FirstPrekeys } from "../protocol/prekeys.js";
import { put, type Book } from "./book.js";
import { newBatch } from "./keyring.js";
import { OWN_LIST, PENDING, POLICY, SELF } from "./records.js";

/**
 * Makes the keys of a new device and keeps them, before the server hears of it: a lost answer loses nothing. The
 * identity key's private part is held by this function alone, can't be read, and is gone when it returns.
 */
export async function prepareEnrolment(
  book: Book,
  code: string,
  invitation: OpenedInvitation,
  now: number,
): Promise<{ readonly list: TrustedList; readonly prekeys: FirstPrekeys }> {
  const { network, user } = invitation;
  const [identity, { key, pkcs8 }, device] = [await newSigningKey(), await newKeptSigningKey(), randomBytes(16)];
  const signed = await firstList(network.id, user.id, device, identity, key, now);
  const verdict = await judgeList(network.id, user.id, signed, undefined);
  if (verdict.kind !== "trusted") throw new Error("the own list does not verify");
  const { list } = verdict;
  const owner = { network: network.id, user: user.id, device, list, key };
  const agreement = await newBatch(owner, PrekeyType.P521, POOL, now);
  const kem = await newBatch(owner, PrekeyType.MLKEM1024, POOL, now);
  const prekeys = { agreement: agreement.upload, kem: kem.upload };
  const self = {
    network: network.id,
    networkName: network.name,
    user: user.id,
    userName: user.name,
    device,
    pkcs8,
    publicKey: key.publicKey,
  };
  const known = [put(SELF, "0", self), put(OWN_LIST, "0", { list }), put(PENDING, "0", { code, prekeys }), put(POLICY, "in-force", invitation.policy)];
  await book.commit(...known, ...agreement.changes, ...kem.changes);
  erase(pkcs8);
  return { list, prekeys };
}

