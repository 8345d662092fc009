import type { Bytes } from "./bytes.js";

/** Unsigned, big-endian. */
export function u8(value: number): Bytes {
  return whole(value, 1);
}

export function u16(value: number): Bytes {
  return whole(value, 2);
}

export function u32(value: number): Bytes {
  return whole(value, 4);
}

export function u64(value: number | bigint): Bytes {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(value));
  return bytes;
}

export function readU32(bytes: Bytes, at: number): number {
  return view(bytes).getUint32(at);
}

export function readU64(bytes: Bytes, at: number): bigint {
  return view(bytes).getBigUint64(at);
}

function whole(value: number, length: 1 | 2 | 4): Bytes {
  if (!Number.isInteger(value) || value < 0 || value >= 2 ** (8 * length)) throw new RangeError("not in range");
  const bytes = new Uint8Array(length);
  for (let i = 0, rest = value; i < length; i++, rest = Math.floor(rest / 256)) bytes[length - 1 - i] = rest % 256;
  return bytes;
}

function view(bytes: Bytes): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
