/** What is signed: inputs, Merkle trees, device lists, batches of one-time keys. */
import { compare, join, same, u32, u8 } from "./bytes.mjs";
import { decode } from "./canonical.mjs";
import { require, sized } from "./malformed.mjs";
import { H, isPoint, kem, verify } from "./primitives.mjs";

const DAY = 86_400_000n;
const YEAR_10000 = 253_402_300_800_000n;
const P521 = 1;
const MLKEM = 2;

export function signedInput(label, network, fields) {
  return join(u8(label.length), label, network, ...fields.flatMap((field) => [u32(field.length), field]));
}

/** The root above a leaf; undefined where the path has another form than RFC 9162 section 2.1.3.2 demands. */
export function rootFrom(leafData, { index, leaf_count: count, siblings }) {
  if (index >= count) return undefined;
  let node = H(u8(0), leafData);
  let place = index;
  let last = count - 1;
  for (const sibling of siblings) {
    if (last === 0) return undefined;
    if (place % 2 === 1 || place === last) {
      node = H(u8(1), sibling, node);
      while (place % 2 === 0 && place !== 0) [place, last] = [place >>> 1, last >>> 1];
    } else node = H(u8(1), node, sibling);
    [place, last] = [place >>> 1, last >>> 1];
  }
  return last === 0 ? node : undefined;
}

export function root(leaves) {
  if (leaves.length === 1) return H(u8(0), leaves[0]);
  let left = 1;
  while (left * 2 < leaves.length) left *= 2;
  return H(u8(1), root(leaves.slice(0, left)), root(leaves.slice(left)));
}

export function time(value) {
  require(value > 0n && value < YEAR_10000, "a time between 1970 and the year 9999");
  return value;
}

/** A verified list with its devices; throws Malformed, or returns undefined where a signature is wrong. */
export async function deviceList(network, user, encoded) {
  const signed = decode("SignedDeviceList", encoded);
  const list = decode("DeviceList", signed.list);
  require(isPoint(signed.identity_key), "the identity key is a point");
  sized(signed.signature, 132, "a signature");
  require(same(sized(list.user, 16, "a user"), user), "another user's list");
  require(list.version >= 1n && list.version < 1n << 63n, "a version from 1");
  sized(list.previous, list.version === 1n ? 0 : 64, "previous");
  require(list.devices.length >= 1 && list.devices.length <= 16, "1 to 16 devices");
  require(list.version > 1n || list.devices.length === 1, "list 1 has one device");
  list.devices.forEach((device, at) => {
    sized(device.device, 16, "a device");
    require(at === 0 || compare(list.devices[at - 1].device, device.device) < 0, "devices ascend");
    require(isPoint(device.signing_key), "a signing key is a point");
    require(device.device_class > 0, "a device class");
    require(device.suites.length >= 1 && device.suites.length <= 16, "1 to 16 suites");
    require(device.suites.every((suite, i) => suite > (device.suites[i - 1] ?? 0) && suite <= 0xffff), "suites ascend");
    time(device.created);
  });
  const proofs = await Promise.all(
    list.devices.map((device) =>
      verify(
        device.signing_key,
        signedInput("msgr/v1/enrol", network, [user, signed.identity_key, device.device]),
        device.enrol_signature,
      ),
    ),
  );
  const isSigned = await verify(
    signed.identity_key,
    signedInput("msgr/v1/device-list", network, [signed.list]),
    signed.signature,
  );
  if (!isSigned || !proofs.every(Boolean)) return undefined;
  return {
    user,
    identityKey: signed.identity_key,
    fingerprint: H(signed.identity_key),
    version: list.version,
    hash: H(signed.list),
    device: (id) => list.devices.find(({ device }) => same(device, id)),
  };
}

/** Whether a claimed one-time key is what the list's device made for anybody to use now. */
export async function claimedPrekey(network, list, encoded, now) {
  const claimed = decode("ClaimedPrekey", encoded);
  const batch = decode("PrekeyBatch", claimed.batch.batch);
  const device = list.device(claimed.device);
  const isFormed =
    batch.type === P521 ? isPoint(claimed.prekey.key) : batch.type === MLKEM && isEncapsulationKey(claimed.prekey.key);
  return (
    device !== undefined &&
    isFormed &&
    same(batch.user, list.user) &&
    same(claimed.user, list.user) &&
    same(batch.device, claimed.device) &&
    same(batch.identity_fingerprint, list.fingerprint) &&
    time(batch.created) <= BigInt(now) + 300_000n &&
    batch.expires - batch.created <= 30n * DAY &&
    batch.expires > BigInt(now) &&
    batch.count >= 1 &&
    batch.count <= 200 &&
    claimed.path.leaf_count === batch.count &&
    sameRoot(rootFrom(join(u8(batch.type), sized(claimed.prekey.id, 16, "an id"), claimed.prekey.key), claimed.path), batch.root) &&
    (await verify(
      device.signing_key,
      signedInput("msgr/v1/opk-batch", network, [claimed.batch.batch]),
      claimed.batch.signature,
    ))
  );
}

export const sameRoot = (one, other) => one !== undefined && same(one, other);

/** FIPS 203 section 7.2: every one of the 1,024 coefficients of 12 bits is below 3,329. */
function isEncapsulationKey(key) {
  if (key.length !== 1568) return false;
  try {
    kem.encapsulate(key, new Uint8Array(32));
    return true;
  } catch {
    return false;
  }
}
