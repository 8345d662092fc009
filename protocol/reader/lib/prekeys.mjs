// One-time keys as published and as claimed: docs/protocol.md, "Keys" and "Merkle trees".
import { compare, concat, equal, demand, u8 } from "./bytes.mjs";
import { deviceOf } from "./lists.mjs";
import { leadsTo, rootOf } from "./merkle.mjs";
import { isEncapsulationKey } from "./mlkem.mjs";
import { decodePoint, isSignedBy, signedInput } from "./p521.mjs";
import { decode } from "./proto.mjs";
import { P521_TYPE } from "./schema.mjs";

export const MINUTE = 60_000n;
export const DAY = 86_400_000n;
export const AHEAD = 5n * MINUTE;
export const LIFE = 30n * DAY;

const leafOf = (type, prekey) => concat(u8(type), prekey.id, prekey.key);

const checkKey = (type, key) => {
  if (type === P521_TYPE) decodePoint(key);
  else demand(isEncapsulationKey(key), "bad-encapsulation-key");
};

const verifyBatch = (signed, { network, list, device }) => {
  const batch = decode("PrekeyBatch", signed.batch);
  demand(equal(batch.user, list.user) && equal(batch.device, device), "another-device");
  demand(equal(batch.identity_fingerprint, list.fingerprint), "another-identity");
  demand(batch.count <= 200, "malformed", "more than 200 keys");
  const signer = deviceOf(list, device);
  demand(signer, "unknown-device");
  const input = signedInput("msgr/v1/opk-batch", network, signed.batch);
  demand(isSignedBy(signer.signing_key, signed.signature, input), "batch-signature");
  return batch;
};

/** All that the text asks of a claimed key. seen: the ids that came before, and the newest `created` of each type. */
export const acceptClaimed = (encoded, { network, list, device, type, now, seen }) => {
  const claimed = decode("ClaimedPrekey", encoded);
  demand(equal(claimed.user, list.user) && equal(claimed.device, device), "another-device");
  const batch = verifyBatch(claimed.batch, { network, list, device });
  demand(batch.type === type, "another-type");
  demand(batch.created <= now + AHEAD, "implausible-time", "created is ahead");
  demand(batch.expires - batch.created <= LIFE, "implausible-time", "lives too long");
  demand(batch.expires > now, "expired");
  const newest = seen.newest.get(type) ?? 0n;
  demand(batch.created >= newest - LIFE, "implausible-time", "older than the newest batch by more than 30 days");
  demand(claimed.path.leaf_count === batch.count, "wrong-path", "leaf count");
  demand(leadsTo(batch.root, leafOf(type, claimed.prekey), claimed.path), "wrong-path");
  const id = claimed.prekey.id.toString("hex");
  demand(!seen.ids.has(id), "seen-before");
  checkKey(type, claimed.prekey.key);
  seen.ids.add(id);
  if (batch.created > newest) seen.newest.set(type, batch.created);
  return { id: claimed.prekey.id, key: claimed.prekey.key, index: claimed.path.index };
};

/** The upload: all leaves of the batch, ascending. */
export const verifyUpload = (encoded, { network, list, device }) => {
  const upload = decode("UploadPrekeys", encoded);
  const batch = verifyBatch(upload.batch, { network, list, device });
  demand(upload.prekeys.length === batch.count, "wrong-count");
  upload.prekeys.forEach((prekey, n) => {
    demand(n === 0 || compare(upload.prekeys[n - 1].id, prekey.id) < 0, "malformed", "ids do not ascend");
    checkKey(batch.type, prekey.key);
  });
  demand(equal(rootOf(upload.prekeys.map((each) => leafOf(batch.type, each))), batch.root), "wrong-root");
  return { type: batch.type, prekeys: upload.prekeys };
};

export const nothingSeen = () => ({ ids: new Set(), newest: new Map() });
