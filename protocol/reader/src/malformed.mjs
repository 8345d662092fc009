/** Bytes that are not what the specification says. */
export class Malformed extends Error {}

export function require(condition, message) {
  if (!condition) throw new Malformed(message);
}

export function sized(bytes, length, name) {
  require(bytes instanceof Uint8Array && bytes.length === length, `${name} has ${length} bytes`);
  return bytes;
}
