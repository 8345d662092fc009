/** RFC 9180 with DHKEM(P-521, HKDF-SHA512), HKDF-SHA512, AES-256-GCM: the recipient, in modes base and psk. */
import { ascii, join, u16, u8 } from "./bytes.mjs";
import { agree, expand, extract, gcmOpen, publicKeyOf } from "./primitives.mjs";

const KEM = join("KEM", u16(0x0012));
const SUITE = join("HPKE", u16(0x0012), u16(0x0003), u16(0x0002));
const NONE = new Uint8Array(0);

const labeledExtract = (suite, salt, label, ikm) => extract(salt, join("HPKE-v1", suite, label, ikm));
export const labeledExpand = (suite, prk, label, info, length) =>
  expand(prk, join(u16(length), "HPKE-v1", suite, label, info), length);

/** DHKEM's shared secret; undefined where the scalar is none. */
export function decapsulate(scalar, enc) {
  const point = agree(scalar, enc);
  if (point === undefined) return undefined;
  const prk = labeledExtract(KEM, NONE, "eae_prk", point);
  return labeledExpand(KEM, prk, "shared_secret", join(enc, publicKeyOf(scalar)), 64);
}

/** The context of a shared secret: mode psk with a psk, mode base without. */
export function keySchedule(shared, info, psk) {
  const context = join(
    u8(psk ? 1 : 0),
    labeledExtract(SUITE, NONE, "psk_id_hash", psk?.id ?? NONE),
    labeledExtract(SUITE, NONE, "info_hash", info),
  );
  const secret = labeledExtract(SUITE, shared, "secret", psk?.key ?? NONE);
  const key = labeledExpand(SUITE, secret, "key", context, 32);
  const nonce = labeledExpand(SUITE, secret, "base_nonce", context, 12);
  return {
    /** At sequence 0. */
    open: (aad, ciphertext) => gcmOpen(key, nonce, aad, ciphertext),
    openAt(sequence, aad, ciphertext) {
      const at = nonce.slice();
      for (let i = 0, rest = sequence; rest > 0; i++, rest >>>= 8) at[11 - i] ^= rest & 0xff;
      return gcmOpen(key, at, aad, ciphertext);
    },
    export: (label, length) =>
      labeledExpand(
        SUITE,
        labeledExpand(SUITE, secret, "exp", context, 64),
        "sec",
        typeof label === "string" ? ascii(label) : label,
        length,
      ),
  };
}

/** DeriveKeyPair of section 7.1.3: the scalar. */
export function deriveScalar(ikm) {
  const prk = labeledExtract(KEM, NONE, "dkp_prk", ikm);
  for (let counter = 0; counter < 256; counter++) {
    const candidate = labeledExpand(KEM, prk, "candidate", u8(counter), 66);
    candidate[0] &= 0x01;
    try {
      publicKeyOf(candidate);
      return candidate;
    } catch {
      continue;
    }
  }
  throw new Error("no scalar in 256 candidates");
}
