/** Byte strings. */
import { bytesToHex, concatBytes, hexToBytes } from "@noble/hashes/utils.js";

export const hex = bytesToHex;
export const unhex = hexToBytes;
export const join = (...parts) => concatBytes(...parts.map((part) => (typeof part === "string" ? ascii(part) : part)));
export const ascii = (text) => new TextEncoder().encode(text);
export const zeros = (length) => new Uint8Array(length);
export const same = (one, other) => hex(one) === hex(other);
export const isZero = (bytes) => bytes.every((byte) => byte === 0);

export const u8 = (value) => number(value, 1);
export const u16 = (value) => number(value, 2);
export const u32 = (value) => number(value, 4);
export const u64 = (value) => number(value, 8);

function number(value, length) {
  const bytes = new Uint8Array(length);
  let rest = BigInt(value);
  for (let at = length - 1; at >= 0; at--, rest >>= 8n) bytes[at] = Number(rest & 0xffn);
  return bytes;
}

/** Compares as unsigned bytes: negative, 0 or positive. */
export const compare = (one, other) => (hex(one) < hex(other) ? -1 : same(one, other) ? 0 : 1);
