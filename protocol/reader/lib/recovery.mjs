// docs/protocol.md, "Recovery": from oprf_out or the recovery key to the bundle's key, the log-in key and IK.
import { ascii, concat, equal, expand, extract, openGcm, demand, sealGcm, u64, utf8, zeros } from "./bytes.mjs";
import { argon2id } from "./argon2id.mjs";
import { deriveKeyPair } from "./hpke.mjs";
import * as oprf from "./oprf.mjs";
import { publicKeyOf } from "./p521.mjs";

const NO_SALT = Buffer.alloc(0);

export const oprfInput = (passphrase) => utf8(passphrase.normalize("NFKC"));
export const serverKey = (seed, network, user) =>
  oprf.deriveKeyPair(expand(seed, concat(ascii("msgr/v1/oprf"), network, user), 32), ascii("msgr/v1/oprf"));

const hardened = new Map();
/** Takes a second: once for each output. */
export const harden = (oprfOutput) => {
  const name = oprfOutput.toString("hex");
  if (!hardened.has(name)) hardened.set(name, hardenAnew(oprfOutput));
  return hardened.get(name);
};
const hardenAnew = (oprfOutput) =>
  argon2id({ password: oprfOutput, salt: zeros(16), kibibytes: 64 * 1024, passes: 3, length: 64 });
export const rwdOfPassphrase = (oprfOutput) => extract(NO_SALT, concat(oprfOutput, harden(oprfOutput)));
export const rwdOfRecoveryKey = (recoveryKey) => extract(NO_SALT, concat(ascii("msgr/v1/recovery-key"), recoveryKey));

export const bundleKeyOf = (rwd) => expand(rwd, "msgr/v1/bundle", 32);
export const logInKeyOf = (rwd) => deriveKeyPair(expand(rwd, "msgr/v1/login", 66));

export const PASSPHRASE_BUNDLE = "msgr/v1/bundle";
export const RECOVERY_KEY_BUNDLE = "msgr/v1/bundle-recovery-key";
const bundleAad = (label, { network, user, identityKey, version, seedId }) =>
  concat(ascii(label), network, user, identityKey, u64(version), seedId);

export const openBundle = (key, label, owner, bundle) => {
  demand(bundle.length === 94, "bad-bundle", "length");
  const scalar = openGcm(key, bundle.subarray(0, 12), bundleAad(label, owner), bundle.subarray(12), "bad-bundle");
  demand(equal(publicKeyOf(scalar), owner.identityKey), "bad-bundle", "another identity key");
  return scalar;
};
export const sealBundle = (key, label, owner, nonce, scalar) =>
  concat(nonce, sealGcm(key, nonce, bundleAad(label, owner), scalar));

const CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

export const printRecoveryKey = (recoveryKey) => {
  const bits = [...recoveryKey].map((byte) => byte.toString(2).padStart(8, "0")).join("");
  const characters = bits
    .match(/.{5}/g)
    .map((five) => CROCKFORD[parseInt(five, 2)])
    .join("");
  return characters.match(/.{4}/g).join("-");
};

export const readRecoveryKey = (typed) => {
  const plain = typed.toUpperCase().replace(/[-\s]/g, "").replace(/O/g, "0").replace(/[IL]/g, "1");
  demand(plain.length === 32 && [...plain].every((each) => CROCKFORD.includes(each)), "bad-recovery-key");
  const bits = [...plain].map((each) => CROCKFORD.indexOf(each).toString(2).padStart(5, "0")).join("");
  return Buffer.from(bits.match(/.{8}/g).map((eight) => parseInt(eight, 2)));
};
