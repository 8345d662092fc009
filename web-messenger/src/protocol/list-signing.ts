/** How a user's identity key makes lists: only while the person has it unlocked. */
import { DeviceClass, DeviceListSchema, ListedDeviceSchema, type ListedDevice } from "#wire/keys_pb.js";
import { create } from "@bufbuild/protobuf";
import { compare, concat, utf8, type Bytes } from "../bytes/bytes.js";
import { decode, encode } from "../codec/canonical.js";
import { sha512 } from "../crypto/hash.js";
import type { SigningKey } from "../crypto/signature.js";
import { digitsOf } from "./conversation.js";
import type { SignedList, TrustedList } from "./device-list.js";
import { SUITES } from "./suite.js";

/** A device as its own key vouches for it. */
export interface NewDevice {
  readonly device: Bytes;
  readonly key: SigningKey;
  readonly created: number;
  readonly suites?: readonly number[];
}

/** The entry, countersigned by the device's key: it has that key, and means this identity. */
export async function newEntry(
  network: Bytes,
  user: Bytes,
  identityKey: Bytes,
  { device, key, created, suites = SUITES }: NewDevice,
): Promise<ListedDevice> {
  return create(ListedDeviceSchema, {
    device,
    signingKey: key.publicKey,
    deviceClass: DeviceClass.WEB,
    suites: [...suites],
    created: BigInt(created),
    enrolSignature: await key.sign("msgr/v1/enrol", network, user, identityKey, device),
  });
}

/** Version 1: one device, countersigned by it. */
export async function firstList(
  network: Bytes,
  user: Bytes,
  device: Bytes,
  identity: SigningKey,
  deviceKey: SigningKey,
  created: number,
  suites: readonly number[] = SUITES,
): Promise<SignedList> {
  const entry = await newEntry(network, user, identity.publicKey, { device, key: deviceKey, created, suites });
  return signed(network, identity, encode(DeviceListSchema, { user, version: 1n, devices: [entry] }));
}

/** The successor: without `removed`, and with one more. */
export async function nextList(
  network: Bytes,
  before: TrustedList,
  identity: SigningKey,
  change: { readonly added?: ListedDevice; readonly removed?: readonly Bytes[] },
): Promise<SignedList> {
  const { removed = [], added } = change;
  const stay = decode(DeviceListSchema, before.signed.list).devices.filter(
    ({ device }) => !removed.some((gone) => compare(gone, device) === 0),
  );
  const devices = [...stay, ...(added === undefined ? [] : [added])].sort((a, b) => compare(a.device, b.device));
  const { user, version, hash: previous } = before;
  return signed(network, identity, encode(DeviceListSchema, { user, version: BigInt(version + 1), previous, devices }));
}

async function signed(network: Bytes, identity: SigningKey, list: Bytes): Promise<SignedList> {
  const signature = await identity.sign("msgr/v1/device-list", network, list);
  return { identityKey: identity.publicKey, list, signature };
}

/** What the screen of a waiting device shows: 25 digits that name its entry, whatever the server says of it. */
export async function deviceCode(network: Bytes, user: Bytes, entry: ListedDevice): Promise<string> {
  return digitsOf((await sha512(concat(utf8("msgr/v1/device-code"), network, user, encode(ListedDeviceSchema, entry)))).subarray(0, 25));
}

/** The entry that a list adds to the one before; nothing where it adds none, more, or takes one away. */
export function addedEntry(before: TrustedList, list: Bytes): ListedDevice | undefined {
  const { devices } = decode(DeviceListSchema, list);
  const known = (device: Bytes): boolean => before.devices.some((each) => compare(each.device, device) === 0);
  const [added, ...more] = devices.filter(({ device }) => !known(device));
  return more.length === 0 && devices.length === before.devices.length + 1 ? added : undefined;
}
