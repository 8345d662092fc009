// What people compare and what binds a conversation: ids, roster hash, safety number, device code, device names.
import {
  H,
  Refusal,
  ascii,
  compare,
  concat,
  digitGroups,
  equal,
  expand,
  extract,
  openGcm,
  demand,
  sealGcm,
  sha256,
  u64,
  utf8,
  zeros,
} from "./bytes.mjs";
import { encode } from "./proto.mjs";

export const directConversation = (network, ...users) =>
  sha256(ascii("msgr/v1/direct"), network, ...[...users].sort(compare));

/** lists: those of the members as a device sees them. */
export const rosterHash = (lists, controlHead = Buffer.alloc(0)) => {
  const members = [...lists].sort((a, b) => compare(a.user, b.user));
  return H(...members.flatMap((list) => [list.user, list.fingerprint, u64(list.version), list.hash]), controlHead);
};

const safetyGroups = (network, { user, identityKey }) =>
  digitGroups(H(ascii("msgr/v1/safety"), network, user, identityKey).subarray(0, 30));
export const safetyNumber = (network, one, other) =>
  [one, other]
    .map((each) => safetyGroups(network, each).join(" "))
    .sort()
    .join(" ");

export const deviceCode = (network, user, device) =>
  digitGroups(H(ascii("msgr/v1/device-code"), network, user, encode("ListedDevice", device)).subarray(0, 25)).join(" ");

const NAME = "msgr/v1/device-name";
const nameAad = (user, device) => concat(ascii(NAME), user, device);
export const deviceNameKey = (identityScalar) => expand(extract(Buffer.alloc(0), identityScalar), NAME, 32);

export const sealDeviceName = (key, nonce, user, device, name) => {
  const bytes = utf8(name);
  demand(bytes.length >= 1 && bytes.length <= 64 && !bytes.includes(0), "bad-name");
  return concat(nonce, sealGcm(key, nonce, nameAad(user, device), concat(bytes, zeros(64 - bytes.length))));
};

export const openDeviceName = (key, user, device, sealed) => {
  demand(sealed.length === 92, "bad-name", "length");
  const padded = openGcm(key, sealed.subarray(0, 12), nameAad(user, device), sealed.subarray(12), "bad-name");
  const end = padded.indexOf(0);
  const bytes = end < 0 ? padded : padded.subarray(0, end);
  demand(bytes.length > 0 && equal(padded.subarray(bytes.length), zeros(64 - bytes.length)), "bad-name", "padding");
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new Refusal("bad-name", "UTF-8");
  }
};
