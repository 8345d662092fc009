import { concat, type Bytes } from "../bytes/bytes.js";
import { readU32, u32 } from "../bytes/integers.js";
import { MalformedError } from "../codec/canonical.js";

/** Of a padded message: bytes. */
export const LEAST = 512;

/** 512, above that Padmé of `4 + length`: the size tells little of the message. */
export function paddedLength(length: number): number {
  const whole = 4 + length;
  if (whole <= LEAST) return LEAST;
  const e = Math.floor(Math.log2(whole));
  const s = Math.floor(Math.log2(e)) + 1;
  const step = 2 ** (e - s);
  return Math.ceil(whole / step) * step;
}

export function pad(message: Bytes): Bytes {
  const padding = new Uint8Array(paddedLength(message.length) - 4 - message.length);
  return concat(u32(message.length), message, padding);
}

/** Refuses a length that padding does not give, and padding that is not zero. */
export function unpad(padded: Bytes): Bytes {
  if (padded.length < LEAST) throw new MalformedError("padding");
  const length = readU32(padded, 0);
  if (length > padded.length - 4 || paddedLength(length) !== padded.length) throw new MalformedError("padding");
  if (padded.subarray(4 + length).some((byte) => byte !== 0)) throw new MalformedError("padding");
  return padded.slice(4, 4 + length);
}
