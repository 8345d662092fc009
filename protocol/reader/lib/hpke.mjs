// RFC 9180, DHKEM(P-521, HKDF-SHA512), HKDF-SHA512, AES-256-GCM, modes base and psk.
import { ascii, concat, expand, extract, openGcm, sealGcm, toBigInt, u16, u8, unsigned } from "./bytes.mjs";
import { diffieHellman, isScalar, publicKeyOf } from "./p521.mjs";

const KEM_ID = concat(ascii("KEM"), u16(0x0012));
const SUITE_ID = concat(ascii("HPKE"), u16(0x0012), u16(0x0003), u16(0x0002));
const EMPTY = Buffer.alloc(0);

const labeledExtract = (suite, salt, label, ikm) => extract(salt, concat(ascii("HPKE-v1"), suite, ascii(label), ikm));
const labeledExpand = (suite, prk, label, info, length) =>
  expand(prk, concat(u16(length), ascii("HPKE-v1"), suite, ascii(label), info), length);

/** Section 7.1.3. */
export const deriveKeyPair = (ikm) => {
  const prk = labeledExtract(KEM_ID, EMPTY, "dkp_prk", ikm);
  for (let counter = 0; counter < 256; counter++) {
    const candidate = Buffer.from(labeledExpand(KEM_ID, prk, "candidate", u8(counter), 66));
    candidate[0] &= 0x01;
    if (isScalar(toBigInt(candidate))) return { privateKey: candidate, publicKey: publicKeyOf(candidate) };
  }
  throw new Error("DeriveKeyPairError");
};

const sharedSecret = (dh, enc, publicKey) => {
  const eaePrk = labeledExtract(KEM_ID, EMPTY, "eae_prk", dh);
  return labeledExpand(KEM_ID, eaePrk, "shared_secret", concat(enc, publicKey), 64);
};
export const decapsulate = (enc, privateKey) =>
  sharedSecret(diffieHellman(privateKey, enc), enc, publicKeyOf(privateKey));
export const encapsulateWith = (ephemeral, publicKey) => {
  const enc = publicKeyOf(ephemeral);
  return { enc, secret: sharedSecret(diffieHellman(ephemeral, publicKey), enc, publicKey) };
};

/** mode base without psk, else mode psk. */
export const keySchedule = (secretOfKem, info, psk) => {
  const mode = psk ? 1 : 0;
  const { secret: pskBytes, id } = psk ?? { secret: EMPTY, id: EMPTY };
  const context = concat(
    u8(mode),
    labeledExtract(SUITE_ID, EMPTY, "psk_id_hash", id),
    labeledExtract(SUITE_ID, EMPTY, "info_hash", info),
  );
  const secret = labeledExtract(SUITE_ID, secretOfKem, "secret", pskBytes);
  const exporterSecret = labeledExpand(SUITE_ID, secret, "exp", context, 64);
  return {
    context,
    secret,
    key: labeledExpand(SUITE_ID, secret, "key", context, 32),
    baseNonce: labeledExpand(SUITE_ID, secret, "base_nonce", context, 12),
    exporterSecret,
    exportSecret: (label, length) =>
      labeledExpand(SUITE_ID, exporterSecret, "sec", typeof label === "string" ? ascii(label) : label, length),
  };
};

export const nonceAt = (baseNonce, sequence) => unsigned(toBigInt(baseNonce) ^ BigInt(sequence), 12);

export const seal = (schedule, sequence, aad, plaintext) =>
  sealGcm(schedule.key, nonceAt(schedule.baseNonce, sequence), aad, plaintext);
export const open = (schedule, sequence, aad, sealed, code) =>
  openGcm(schedule.key, nonceAt(schedule.baseNonce, sequence), aad, sealed, code);
