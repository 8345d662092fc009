/** Makes the keys of a new device and keeps them, before the server hears of it: a lost answer loses nothing. Lazy. */
import { PrekeyType } from "#wire/keys_pb.js";
import { erase, utf8, type Bytes } from "../bytes/bytes.js";
import type { OpenedInvitation } from "../connection/rest.js";
import { sha512 } from "../crypto/hash.js";
import { newScalar, signingKeyOf } from "../crypto/oprf.js";
import { randomBytes } from "../crypto/random.js";
import { newKeptSigningKey, type SigningKey } from "../crypto/signature.js";
import { judgeList, type SignedList, type TrustedList } from "../protocol/device-list.js";
import { DEVICE_NAME_AT_MOST } from "./api.js";
import { deviceNameKey, sealName } from "../protocol/device-name.js";
import { deviceCode, firstList, newEntry, nextList } from "../protocol/list-signing.js";
import { POOL, type FirstPrekeys } from "../protocol/prekeys.js";
import { DAY } from "../protocol/time.js";
import { drop, put, type Book, type BookChange } from "./book.js";
import { refused } from "./errors.js";
import { newBatch } from "./keyring.js";
import { NAME_KEY, NOTICE, OWN_LIST, OWN_NAME, PENDING, POLICY, SELF, WAITING } from "./records.js";
import { sealUnderPassphrase, type RecoverySession, type RecoveryWorld } from "./recovery.js";

/** How long the server keeps a device waiting for approval. */
const WAITS = DAY;

interface Place {
  readonly network: OpenedInvitation["network"];
  readonly user: OpenedInvitation["user"];
}

export function demandName(name: string | undefined): void {
  if (name !== undefined && utf8(name).length > DEVICE_NAME_AT_MOST) refused("device-name-too-long");
}

/** The first device of a user. The identity key is held here alone, and gone but for its bundle when this returns. */
export async function prepareEnrolment(
  world: RecoveryWorld,
  book: Book,
  { code, passphrase, deviceName }: { readonly code: string; readonly passphrase: string; readonly deviceName?: string | undefined },
  invitation: OpenedInvitation,
): Promise<void> {
  const { network, user } = invitation;
  const scalar = await newScalar();
  const identity = await signingKeyOf(scalar);
  const { key, pkcs8 } = await newKeptSigningKey();
  const [device, now] = [randomBytes(16), world.now()];
  const signed = await firstList(network.id, user.id, device, identity, key, now);
  const context = { network: network.id, user: user.id, identityKey: identity.publicKey, version: 1 };
  const recovery = await sealUnderPassphrase(world, { code }, passphrase, context, scalar);
  const made = await newDevice({ network, user }, { device, key, pkcs8, list: await ownList(network.id, user.id, signed), now });
  const nameKey = await deviceNameKey(scalar);
  erase(scalar);
  await book.commit(
    ...made.changes,
    put(NAME_KEY, "0", { key: nameKey }),
    put(POLICY, "in-force", invitation.policy),
    put(PENDING, "0", { code, prekeys: made.prekeys, recovery }),
    ...(deviceName === undefined ? [] : [put(OWN_NAME, "0", { name: deviceName })]),
  );
  erase(pkcs8);
}

/** A further device of a user who is signed in: listed at once, or waiting. */
export async function join(
  world: RecoveryWorld,
  book: Book,
  session: RecoverySession,
  deviceName: string | undefined,
): Promise<void> {
  const { network, user, identityKey, policy, token } = session.signedIn;
  const { key, pkcs8 } = await newKeptSigningKey();
  const [device, now] = [randomBytes(16), world.now()];
  const added = await newEntry(network.id, user.id, identityKey, { device, key, created: now });
  const signed = await nextList(network.id, session.list, session.identity, { added });
  const made = await newDevice({ network, user }, { device, key, pkcs8, list: session.list, now });
  const nameKey = await session.nameKey();
  const name = deviceName === undefined ? undefined : await sealName(nameKey, user.id, device, deviceName);
  const waiting = { code: await deviceCode(network.id, user.id, added), expires: now + WAITS, listHash: await sha512(signed.list) };
  const told = put(NOTICE, "past-not-here", { kind: "past-not-here", at: now });
  const kept = [put(NAME_KEY, "0", { key: nameKey }), put(POLICY, "in-force", policy), put(WAITING, "0", waiting), told];
  await book.commit(...made.changes, ...kept);
  erase(pkcs8);
  const state = await world.rest.recovery.addDevice(token, signed, made.prekeys, name);
  if (state === "waiting") return;
  const list = await ownList(network.id, user.id, signed, session.list);
  await book.commit(put(OWN_LIST, "0", { list }), drop(WAITING, "0"));
}

async function ownList(network: Bytes, user: Bytes, signed: SignedList, before?: TrustedList): Promise<TrustedList> {
  const verdict = await judgeList(network, user, signed, before);
  if (verdict.kind !== "trusted") throw new Error("the own list does not verify");
  return verdict.list;
}

interface NewDevice {
  readonly device: Bytes;
  readonly key: SigningKey;
  readonly pkcs8: Uint8Array;
  /** In force when it is made. */
  readonly list: TrustedList;
  readonly now: number;
}

async function newDevice(
  { network, user }: Place,
  { device, key, pkcs8, list, now }: NewDevice,
): Promise<{ readonly prekeys: FirstPrekeys; readonly changes: readonly BookChange[] }> {
  const owner = { network: network.id, user: user.id, device, list, key };
  const agreement = await newBatch(owner, PrekeyType.P521, POOL, now);
  const kem = await newBatch(owner, PrekeyType.MLKEM1024, POOL, now);
  const names = { networkName: network.name, userName: user.name };
  const self = { network: network.id, user: user.id, device, ...names, pkcs8, publicKey: key.publicKey };
  return {
    prekeys: { agreement: agreement.upload, kem: kem.upload },
    changes: [put(SELF, "0", self), put(OWN_LIST, "0", { list }), ...agreement.changes, ...kem.changes],
  };
}
