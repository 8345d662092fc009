// The sending side as far as the checks on refusals need it: identities, and STARTs in both suites.
import { createECDH, createPrivateKey, randomBytes, sign } from "node:crypto";
import { H, NONCE_ZERO, ascii, concat, expand, extract, sealGcm } from "./bytes.mjs";
import { directConversation, rosterHash } from "./conversation.mjs";
import * as hpke from "./hpke.mjs";
import { pathOf, rootOf } from "./merkle.mjs";
import * as mlkem from "./mlkem.mjs";
import { signedInput } from "./p521.mjs";
import { pad } from "./padding.mjs";
import { encode } from "./proto.mjs";
import { envelopeSignatureInput, wrapLeaf } from "./receive.mjs";
import { STATE } from "./schema.mjs";
import { HYBRID, infoOf, kemPsk } from "./wrap.mjs";

export const newKey = () => {
  const ecdh = createECDH("secp521r1");
  const publicKey = ecdh.generateKeys();
  const scalar = ecdh.getPrivateKey();
  return { publicKey, privateKey: concat(Buffer.alloc(66 - scalar.length), scalar) };
};

export const signWith = ({ publicKey, privateKey }, input) => {
  const [d, x, y] = [privateKey, publicKey.subarray(1, 67), publicKey.subarray(67)].map((part) =>
    part.toString("base64url"),
  );
  const key = createPrivateKey({ key: { kty: "EC", crv: "P-521", d, x, y }, format: "jwk" });
  return sign("sha512", input, { key, dsaEncoding: "ieee-p1363" });
};

/** A user with one device for each list of suites given. */
export const newParty = (network, suitesOfDevices, now) => {
  const [user, identity] = [randomBytes(16), newKey()];
  const keys = new Map();
  const devices = suitesOfDevices.map((suites) => {
    const [device, signing] = [randomBytes(16), newKey()];
    keys.set(device.toString("hex"), signing);
    const enrol = signedInput("msgr/v1/enrol", network, user, identity.publicKey, device);
    const signature = signWith(signing, enrol);
    return {
      device,
      signing_key: signing.publicKey,
      device_class: 1,
      suites,
      created: now,
      enrol_signature: signature,
    };
  });
  devices.sort((a, b) => Buffer.compare(a.device, b.device));
  return { user, identity, keys, devices };
};

export const signList = (network, { user, identity, devices }, version = 1n, previous = Buffer.alloc(0)) => {
  const list = encode("DeviceList", { user, version, previous, devices });
  const signature = signWith(identity, signedInput("msgr/v1/device-list", network, list));
  return encode("SignedDeviceList", { identity_key: identity.publicKey, list, signature });
};

const sealStart = ({ suite, header, ciphertext, to, prekey, kemPrekey, plaintext }) => {
  const kem = suite === HYBRID && mlkem.encapsulateWith(kemPrekey.publicKey, randomBytes(32));
  const { enc, secret } = hpke.encapsulateWith(newKey().privateKey, prekey.publicKey);
  const wrap = {
    suite,
    state: STATE.START,
    prekey: prekey.id,
    encapsulated: enc,
    kem_prekey: kem ? kemPrekey.id : Buffer.alloc(0),
    kem_ciphertext: kem ? kem.ciphertext : Buffer.alloc(0),
    epoch: Buffer.alloc(0),
    index: 0,
    sub_index: 0,
  };
  const schedule = hpke.keySchedule(secret, infoOf(wrap, H(header), to), kem ? kemPsk(wrap, kemPrekey) : undefined);
  return encode("Wrap", { ...wrap, sealed: hpke.seal(schedule, 0, H(ciphertext), plaintext) });
};

export const contextFor = ({ network, from, to, counter, sentAt, ephemerality }) => ({
  conversation: directConversation(network, from.user, to.user),
  counter,
  sent_at: sentAt,
  ephemerality,
  sender_identity_fingerprint: from.fingerprint,
  sender_list_version: from.version,
  sender_list_hash: from.hash,
  roster_hash: rosterHash([from, to]),
  control_head: Buffer.alloc(0),
  log_checkpoint: Buffer.alloc(0),
  original: undefined,
});

/**
 * A START for one device among wraps for others. Whatever change names stands instead of what belongs there:
 * header, commitment, wrappedKey, padded.
 */
export const sealEnvelope = (
  { network, from, signing, device, to, recipient, payload, suite, prekey, kemPrekey, discardAt, otherWraps = [] },
  change = {},
) => {
  const [key, messageId] = [randomBytes(32), change.messageId ?? randomBytes(16)];
  const prk = extract(Buffer.alloc(0), key);
  const header = encode("OuterHeader", {
    version: 1,
    network,
    message_id: messageId,
    sender_user: from.user,
    sender_device: device,
    signing_key_fingerprint: H(signing.publicKey),
    discard_at: discardAt,
    key_commitment: change.commitment ?? expand(prk, concat(ascii("msgr/v1/commit"), messageId), 64),
    ...change.header,
  });
  const encKey = expand(prk, concat(ascii("msgr/v1/payload-key"), H(header)), 32);
  const ciphertext = sealGcm(encKey, NONCE_ZERO, header, change.padded ?? pad(encode("Payload", payload)));
  const plaintext = change.wrappedKey?.(key) ?? concat(key, Buffer.alloc(166));
  const wrap = sealStart({ suite, header, ciphertext, to: recipient, prekey, kemPrekey, plaintext });
  const wraps = [{ device: recipient.device, wrap }, ...otherWraps].sort((a, b) => Buffer.compare(a.device, b.device));
  const leaves = wraps.map((each) => wrapLeaf(each.device, each.wrap));
  const index = wraps.findIndex((each) => each.wrap === wrap);
  const signature = signWith(
    signing,
    envelopeSignatureInput(network, header, ciphertext, wraps.length, rootOf(leaves)),
  );
  const path = { index, leaf_count: wraps.length, siblings: pathOf(leaves, index) };
  return encode("Deliver", { delivery: 1n, header, ciphertext, signature, wrap, path });
};
