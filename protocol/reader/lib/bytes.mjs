// Byte helpers and the symmetric primitives of docs/protocol.md, "Notation".
import { createCipheriv, createDecipheriv, createHash, createHmac } from "node:crypto";

export class Refusal extends Error {
  constructor(code, detail = "") {
    super(detail ? `${code}: ${detail}` : code);
    this.code = code;
  }
}

export const demand = (condition, code, detail) => {
  if (!condition) throw new Refusal(code, detail);
};

export const hex = (text) => {
  if (typeof text !== "string" || !/^([0-9a-f]{2})*$/.test(text)) throw new Error(`not hex: ${text}`);
  return Buffer.from(text, "hex");
};
export const ascii = (text) => Buffer.from(text, "ascii");
export const utf8 = (text) => Buffer.from(text, "utf8");
export const concat = (...parts) => Buffer.concat(parts);
export const zeros = (length) => Buffer.alloc(length);
export const equal = (a, b) => Buffer.compare(a, b) === 0;
export const compare = (a, b) => Buffer.compare(a, b);

export const unsigned = (value, length) => {
  let rest = BigInt(value);
  const out = Buffer.alloc(length);
  for (let at = length - 1; at >= 0; at--) {
    out[at] = Number(rest & 0xffn);
    rest >>= 8n;
  }
  if (rest !== 0n) throw new Error(`${value} does not fit ${length} bytes`);
  return out;
};
export const u8 = (value) => unsigned(value, 1);
export const u16 = (value) => unsigned(value, 2);
export const u32 = (value) => unsigned(value, 4);
export const u64 = (value) => unsigned(value, 8);
export const toBigInt = (bytes) => (bytes.length === 0 ? 0n : BigInt(`0x${Buffer.from(bytes).toString("hex")}`));

export const H = (...parts) =>
  createHash("sha512")
    .update(concat(...parts))
    .digest();
export const sha256 = (...parts) =>
  createHash("sha256")
    .update(concat(...parts))
    .digest();

export const extract = (salt, ikm) =>
  createHmac("sha512", salt.length ? salt : zeros(64))
    .update(ikm)
    .digest();

export const expand = (prk, info, length) => {
  const label = typeof info === "string" ? ascii(info) : info;
  const blocks = [];
  let previous = Buffer.alloc(0);
  for (let n = 1; (n - 1) * 64 < length; n++) {
    previous = createHmac("sha512", prk)
      .update(concat(previous, label, u8(n)))
      .digest();
    blocks.push(previous);
  }
  return concat(...blocks).subarray(0, length);
};

const TAG = 16;

export const sealGcm = (key, nonce, aad, plaintext) => {
  const cipher = createCipheriv("aes-256-gcm", key, nonce).setAAD(aad);
  return concat(cipher.update(plaintext), cipher.final(), cipher.getAuthTag());
};

/** The plaintext, or a Refusal with the code given. */
export const openGcm = (key, nonce, aad, sealed, code = "unopenable") => {
  demand(sealed.length >= TAG, code, "shorter than a tag");
  const decipher = createDecipheriv("aes-256-gcm", key, nonce).setAAD(aad);
  decipher.setAuthTag(sealed.subarray(sealed.length - TAG));
  try {
    return concat(decipher.update(sealed.subarray(0, sealed.length - TAG)), decipher.final());
  } catch {
    throw new Refusal(code, "AES-GCM");
  }
};

export const NONCE_ZERO = zeros(12);

/** 5 bytes each as a number mod 100,000, five digits. */
export const digitGroups = (bytes) => {
  const groups = [];
  for (let at = 0; at < bytes.length; at += 5) {
    groups.push((toBigInt(bytes.subarray(at, at + 5)) % 100000n).toString().padStart(5, "0"));
  }
  return groups;
};
