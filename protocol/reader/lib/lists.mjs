// Device lists: docs/protocol.md, "Keys".
import { H, Refusal, compare, equal, demand } from "./bytes.mjs";
import { decodePoint, isSignedBy, signedInput } from "./p521.mjs";
import { decode } from "./proto.mjs";

const strictlyAscending = (values, order) => values.every((value, n) => n === 0 || order(values[n - 1], value) < 0);

const checkDevice = (network, user, identityKey, device) => {
  demand(
    strictlyAscending(device.suites, (a, b) => a - b),
    "malformed",
    "suites do not ascend",
  );
  decodePoint(device.signing_key);
  const input = signedInput("msgr/v1/enrol", network, user, identityKey, device.device);
  demand(isSignedBy(device.signing_key, device.enrol_signature, input), "enrol-signature");
};

/** What a list says for itself, whatever went before. */
export const verifyList = (encoded, { network, user }) => {
  const signed = decode("SignedDeviceList", encoded);
  const list = decode("DeviceList", signed.list);
  decodePoint(signed.identity_key);
  const input = signedInput("msgr/v1/device-list", network, signed.list);
  demand(isSignedBy(signed.identity_key, signed.signature, input), "list-signature");
  demand(equal(list.user, user), "another-user");
  demand(
    strictlyAscending(
      list.devices.map((each) => each.device),
      compare,
    ),
    "malformed",
    "devices do not ascend",
  );
  for (const device of list.devices) checkDevice(network, user, signed.identity_key, device);
  const isFirst = list.version === 1n;
  demand((list.previous.length === 0) === isFirst, "wrong-previous", "previous and version 1");
  demand(!isFirst || list.devices.length === 1, "malformed", "version 1 has one device");
  return {
    user,
    identityKey: signed.identity_key,
    fingerprint: H(signed.identity_key),
    version: list.version,
    previous: list.previous,
    hash: H(signed.list),
    devices: list.devices,
  };
};

const checkContinues = (list, pinned) => {
  demand(equal(list.identityKey, pinned.identityKey), "identity-change");
  demand(list.version >= pinned.version, "older");
  if (list.version === pinned.version) return demand(equal(list.hash, pinned.hash), "fork");
  demand(list.version === pinned.version + 1n, "gap", "the versions between have to be fetched");
  demand(equal(list.previous, pinned.hash), "wrong-previous");
  for (const device of list.devices) {
    const before = deviceOf(pinned, device.device);
    if (!before) continue;
    demand(equal(before.signing_key, device.signing_key), "device-changed", "DSK");
    demand(before.created === device.created, "device-changed", "created");
  }
};

/** The list to pin, or a Refusal. */
export const acceptList = (encoded, { network, user, pinned }) => {
  const list = verifyList(encoded, { network, user });
  if (pinned) checkContinues(list, pinned);
  else if (list.version !== 1n) throw new Refusal("gap", "a reader that has none pinned starts at version 1");
  return list;
};

export const deviceOf = (list, device) => list.devices.find((each) => equal(each.device, device));
