import { DeviceClass, DeviceListSchema, type ListedDevice } from "#wire/keys_pb.js";
import { equal, type Bytes } from "../bytes/bytes.js";
import { decode, exactly, MalformedError, safeNumber, timeOf } from "../codec/canonical.js";
import { PUBLIC_KEY_LENGTH } from "../crypto/agreement.js";
import { sha512 } from "../crypto/hash.js";
import { SIGNATURE_LENGTH, verify } from "../crypto/signature.js";
import { ascending } from "./merkle.js";
import { DAY } from "./time.js";

const DEVICES_AT_MOST = 16;
const SUITES_AT_MOST = 16;

/** A device list as its user signed it. */
export interface SignedList {
  readonly identityKey: Bytes;
  readonly list: Bytes;
  readonly signature: Bytes;
}

export interface TrustedDevice {
  readonly device: Bytes;
  readonly signingKey: Bytes;
  /** Ascending. */
  readonly suites: readonly number[];
  readonly native: boolean;
  readonly created: number;
}

/** What a list is named by in a sealed context. */
export interface ListName {
  readonly user: Bytes;
  readonly fingerprint: Bytes;
  readonly version: number;
  /** SHA-512 of the encoded list. */
  readonly hash: Bytes;
}

/** A version that was in force before. */
export interface OldList {
  readonly version: number;
  readonly hash: Bytes;
  /** When this device learnt of the successor, by its own clock. */
  readonly replacedAt: number;
}

/** How long a reader keeps {@link OldList}s: as long as the hashes of envelopes. */
export const OLD_LISTS_KEPT = 61 * DAY;

/** A list whose every signature was verified. */
export interface TrustedList extends ListName {
  readonly identityKey: Bytes;
  readonly devices: readonly TrustedDevice[];
  readonly signed: SignedList;
}

/** Why a list is not accepted. */
export type ListVerdict =
  | { readonly kind: "trusted"; readonly list: TrustedList }
  | { readonly kind: "invalid" }
  /** Valid in itself, and later than the successor of the one pinned: the versions between are to be seen too. */
  | { readonly kind: "later"; readonly list: TrustedList }
  /** Valid in itself, but of another identity key than the one pinned. */
  | { readonly kind: "identity-changed"; readonly list: TrustedList };

/** Accepts the first list ever seen, the pinned one again, and its direct successor. */
export async function judgeList(
  network: Bytes,
  user: Bytes,
  signed: SignedList,
  pinned: TrustedList | undefined,
): Promise<ListVerdict> {
  const list = await trusted(network, user, signed).catch((failure: unknown) => {
    if (failure instanceof MalformedError) return undefined;
    throw failure;
  });
  if (list === undefined) return { kind: "invalid" };
  if (pinned === undefined) return { kind: "trusted", list };
  if (!equal(pinned.identityKey, list.identityKey)) return { kind: "identity-changed", list };
  if (equal(pinned.hash, list.hash)) return { kind: "trusted", list };
  if (list.version > pinned.version + 1) return { kind: "later", list };
  return follows(list, pinned) ? { kind: "trusted", list } : { kind: "invalid" };
}

/** Devices come and go: one that stays is the same, and `created` when it was. */
function follows(list: TrustedList, pinned: TrustedList): boolean {
  const { previous } = decode(DeviceListSchema, list.signed.list);
  if (list.version !== pinned.version + 1 || !equal(previous, pinned.hash)) return false;
  return list.devices.every((now) => {
    const before = listedDevice(pinned, now.device);
    return before === undefined || (before.created === now.created && equal(before.signingKey, now.signingKey));
  });
}

/**
 * Every version after the pinned one (or from version 1 on), each the successor of the one before. The lists in their
 * order; nothing where one of them does not follow.
 */
export async function judgeChain(
  network: Bytes,
  user: Bytes,
  chain: readonly SignedList[],
  pinned: TrustedList | undefined,
): Promise<readonly TrustedList[] | undefined> {
  const lists: TrustedList[] = [];
  for (const signed of chain) {
    const before = lists.at(-1) ?? pinned;
    const verdict = await judgeList(network, user, signed, before);
    if (verdict.kind !== "trusted" || verdict.list.version !== (before?.version ?? 0) + 1) return undefined;
    lists.push(verdict.list);
  }
  return lists;
}

async function trusted(network: Bytes, user: Bytes, signed: SignedList): Promise<TrustedList | undefined> {
  exactly(PUBLIC_KEY_LENGTH, signed.identityKey, "identity key");
  const { identityKey, signature } = signed;
  if (!(await verify(identityKey, signature, "msgr/v1/device-list", network, signed.list))) return undefined;
  const list = decode(DeviceListSchema, signed.list);
  const version = safeNumber(list.version, "list version");
  exactly(version === 1 ? 0 : 64, list.previous, "previous list");
  const count = list.devices.length;
  const fits = count >= 1 && count <= (version === 1 ? 1 : DEVICES_AT_MOST);
  if (version < 1 || !equal(list.user, user) || !fits) return undefined;
  if (!ascending(list.devices.map((device) => device.device))) return undefined;
  for (const device of list.devices) {
    if (!(await countersigned(network, user, identityKey, device))) return undefined;
  }
  return {
    user,
    identityKey,
    fingerprint: await sha512(identityKey),
    version,
    hash: await sha512(signed.list),
    devices: list.devices.map(({ device, signingKey, suites, deviceClass, created }) => {
      const native = deviceClass === DeviceClass.NATIVE;
      return { device, signingKey, suites, native, created: Number(created) };
    }),
    signed,
  };
}

async function countersigned(network: Bytes, user: Bytes, identityKey: Bytes, device: ListedDevice): Promise<boolean> {
  exactly(16, device.device, "device");
  exactly(PUBLIC_KEY_LENGTH, device.signingKey, "signing key");
  exactly(SIGNATURE_LENGTH, device.enrolSignature, "enrol signature");
  timeOf(device.created, "created");
  const { suites, deviceClass } = device;
  if (deviceClass !== DeviceClass.WEB && deviceClass !== DeviceClass.NATIVE) return false;
  const ascend = suites.every((suite, i) => suite > (suites[i - 1] ?? 0) && suite <= 0xffff);
  if (!ascend || suites.length === 0 || suites.length > SUITES_AT_MOST) return false;
  const fields = [user, identityKey, device.device] as const;
  return verify(device.signingKey, device.enrolSignature, "msgr/v1/enrol", network, ...fields);
}

export function listedDevice(list: TrustedList, device: Bytes): TrustedDevice | undefined {
  return list.devices.find((listed) => equal(listed.device, device));
}
