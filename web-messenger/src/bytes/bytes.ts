/** Byte strings. No function here changes its argument, except {@link erase}. */

/** Read-only by convention: nobody writes into bytes that another made. */
export type Bytes = Uint8Array;

export const EMPTY: Bytes = new Uint8Array(0);

/**
 * Zeros that a secret is written into. They lie apart from the objects of the engine, which moves what is small among those and
 * leaves copies behind that {@link erase} does not reach.
 */
export function room(length: number): Uint8Array<ArrayBuffer> {
  return new Uint8Array(new ArrayBuffer(length));
}

/** The same bytes in memory that nothing else is in. */
export function copied(bytes: Bytes): Uint8Array<ArrayBuffer> {
  const copy = room(bytes.length);
  copy.set(bytes);
  return copy;
}

export function concat(...parts: readonly Bytes[]): Bytes {
  return joined(parts);
}

export function joined(parts: readonly Bytes[]): Bytes {
  const all = room(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

export function equal(a: Bytes, b: Bytes): boolean {
  if (a.length !== b.length) return false;
  let difference = 0;
  for (let i = 0; i < a.length; i++) difference |= (a[i] ?? 0) ^ (b[i] ?? 0);
  return difference === 0;
}

/** As unsigned bytes, then by length. */
export function compare(a: Bytes, b: Bytes): number {
  const shorter = Math.min(a.length, b.length);
  for (let i = 0; i < shorter; i++) {
    const difference = (a[i] ?? 0) - (b[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}

/** Overwrites a secret that is no longer needed. */
export function erase(secret: Uint8Array): void {
  secret.fill(0);
}

/** ASCII or any text, as UTF-8. */
export function utf8(text: string): Bytes {
  return new TextEncoder().encode(text);
}

/** Throws where the bytes are not UTF-8. */
export function fromUtf8(bytes: Bytes): string {
  return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
}
