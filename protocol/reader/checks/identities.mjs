// lists, published keys, conversation, device names, recovery.
import { equal, hex } from "../lib/bytes.mjs";
import * as conversation_ from "../lib/conversation.mjs";
import { acceptList, deviceOf } from "../lib/lists.mjs";
import * as oprf from "../lib/oprf.mjs";
import { publicKeyOf } from "../lib/p521.mjs";
import { acceptClaimed, nothingSeen, verifyUpload } from "../lib/prekeys.mjs";
import * as recovery_ from "../lib/recovery.mjs";
import { MLKEM_TYPE, P521_TYPE } from "../lib/schema.mjs";

/** The codes are this reader's own: the specification names none. */
const WHY = {
  older: "older",
  gap: "gap",
  fork: "fork",
  "another age of a device that stays": "device-changed",
  "a wrong hash of the version before": "wrong-previous",
  "another identity key": "identity-change",
};

export const lists = (v, t) => {
  const [network, user] = [hex(v.network), hex(v.user)];
  const pinned = [];
  v.chain.forEach((each, n) =>
    t.vector(`version ${each.version}`, () => {
      const list = acceptList(hex(each.signedDeviceList), { network, user, pinned: pinned[n - 1] });
      pinned[n] = list;
      t.same("version", list.version, each.version);
      t.same("hash", list.hash, each.listHash);
      t.same(
        "devices",
        list.devices.map((device) => device.device.toString("hex")),
        each.devices.map((device) => device.device),
      );
      for (const { device, code } of each.devices) {
        t.same(`code of ${device}`, conversation_.deviceCode(network, user, deviceOf(list, hex(device))), code);
      }
      t.same("again", acceptList(hex(each.signedDeviceList), { network, user, pinned: list }).hash, each.listHash);
      t.refused("another network", undefined, () =>
        acceptList(hex(each.signedDeviceList), { network: user, user, pinned: pinned[n - 1] }),
      );
      t.refused("another user", "another-user", () =>
        acceptList(hex(each.signedDeviceList), { network, user: network, pinned: pinned[n - 1] }),
      );
    }),
  );
  v.broken.forEach((each) =>
    t.vector(`broken: ${each.why}`, () => {
      t.true(`why "${each.why}" is known`, WHY[each.why] !== undefined);
      t.refused("list", WHY[each.why], () =>
        acceptList(hex(each.signedDeviceList), { network, user, pinned: pinned[each.after - 1] }),
      );
    }),
  );
};

const checkKeys = (t, v, place, { type, upload, claimed }) => {
  let keys;
  t.vector(`upload, type ${type}`, () => {
    const uploaded = verifyUpload(hex(upload), place);
    t.same("type", uploaded.type, type);
    keys = uploaded.prekeys;
  });
  const seen = nothingSeen();
  claimed.forEach((each, n) =>
    t.vector(`claimed ${n}, type ${type}`, () => {
      const accept = (changes = {}) =>
        acceptClaimed(hex(each), { ...place, type, now: BigInt(v.now), seen, ...changes });
      const fresh = nothingSeen();
      t.refused("as another type", undefined, () => accept({ type: 3 - type, seen: fresh }));
      t.refused("a year later", "expired", () => accept({ now: BigInt(v.now) + 31_536_000_000n, seen: fresh }));
      t.refused("a year before", "implausible-time", () =>
        accept({ now: BigInt(v.now) - 31_536_000_000n, seen: fresh }),
      );
      const key = accept();
      t.same("id", key.id, keys[key.index].id);
      t.same("key", key.key, keys[key.index].key);
      t.refused("twice", "seen-before", () => accept());
    }),
  );
};

export const published = (v, t) => {
  const [network, user, device] = [hex(v.network), hex(v.user), hex(v.device)];
  let list;
  t.vector("list", () => {
    list = acceptList(hex(v.signedDeviceList), { network, user });
    t.same("hash", list.hash, v.listHash);
    t.same("identity fingerprint", list.fingerprint, v.identityFingerprint);
    t.true("device is listed", deviceOf(list, device) !== undefined);
  });
  const place = { network, list, device };
  checkKeys(t, v, place, { type: P521_TYPE, upload: v.uploadPrekeys, claimed: v.claimedPrekeys });
  if (v.uploadKemPrekeys)
    checkKeys(t, v, place, { type: MLKEM_TYPE, upload: v.uploadKemPrekeys, claimed: v.claimedKemPrekeys });
};

export const conversation = ({ vectors }, t) =>
  vectors.forEach((v, n) =>
    t.vector(`#${n}`, () => {
      const network = hex(v.network);
      const own = { user: hex(v.user), identityKey: hex(v.identityKey) };
      const other = { user: hex(v.other), identityKey: hex(v.otherIdentityKey) };
      t.same("conversation", conversation_.directConversation(network, own.user, other.user), v.conversation);
      t.same("safety number", conversation_.safetyNumber(network, own, other), v.safetyNumber);
    }),
  );

export const deviceNames = (v, t) =>
  v.names.forEach(({ name, sealed }) =>
    t.vector(name, () => {
      const key = conversation_.deviceNameKey(hex(v.identityPrivateKey));
      const [user, device, bytes] = [hex(v.user), hex(v.device), hex(sealed)];
      t.same("key", key, v.nameKey);
      t.same("name", conversation_.openDeviceName(key, user, device, bytes), name);
      t.same("sealed", conversation_.sealDeviceName(key, bytes.subarray(0, 12), user, device, name), sealed);
      t.refused("for another device", "bad-name", () => conversation_.openDeviceName(key, user, user, bytes));
    }),
  );

const checkRecovered = (t, v, rwd, label, seedId) => {
  const owner = {
    network: hex(v.network),
    user: hex(v.user),
    identityKey: hex(v.identityKey),
    version: v.version,
    seedId,
  };
  const [key, bundle, scalar] = [recovery_.bundleKeyOf(rwd), hex(v.bundle), hex(v.identityPrivateKey)];
  t.same("bundle key", key, v.bundleKey);
  t.same("log-in key", recovery_.logInKeyOf(rwd).publicKey, v.logInKey);
  t.same("identity key", publicKeyOf(scalar), v.identityKey);
  t.same("opened", recovery_.openBundle(key, label, owner, bundle), v.identityPrivateKey);
  t.same("sealed", recovery_.sealBundle(key, label, owner, bundle.subarray(0, 12), scalar), v.bundle);
  t.refused("another version", "bad-bundle", () => recovery_.openBundle(key, label, { ...owner, version: 2 }, bundle));
  const others = [recovery_.PASSPHRASE_BUNDLE, recovery_.RECOVERY_KEY_BUNDLE].filter((each) => each !== label);
  for (const other of others) t.refused(other, "bad-bundle", () => recovery_.openBundle(key, other, owner, bundle));
};

const OTHER_BLIND = 0x1234567890abcdefn;

export const recovery = (v, t) =>
  t.vector("passphrase", () => {
    t.same("input", recovery_.oprfInput(v.passphrase), v.input);
    const key = recovery_.serverKey(hex(v.seed), hex(v.network), hex(v.user));
    t.same("evaluated", oprf.evaluate(key, hex(v.blinded)), v.evaluated);
    const asked = oprf.blindWith(OTHER_BLIND, hex(v.input));
    const output = oprf.finalize(hex(v.input), OTHER_BLIND, oprf.evaluate(key, asked));
    t.same("output, under a blind of one's own", output, v.oprfOutput);
    checkRecovered(t, v, recovery_.rwdOfPassphrase(hex(v.oprfOutput)), recovery_.PASSPHRASE_BUNDLE, hex(v.seedId));
  });

export const recoveryKey = (v, t) =>
  t.vector("recovery key", () => {
    const key = hex(v.recoveryKey);
    t.same("printed", recovery_.printRecoveryKey(key), v.printed);
    t.true("read as printed", equal(recovery_.readRecoveryKey(v.printed), key));
    t.true("read as typed", equal(recovery_.readRecoveryKey(v.typed), key));
    checkRecovered(t, v, recovery_.rwdOfRecoveryKey(key), recovery_.RECOVERY_KEY_BUNDLE, Buffer.alloc(16));
  });
