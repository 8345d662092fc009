import { room, type Bytes } from "../bytes/bytes.js";

/** The one source of random numbers (P1.4). */
export function randomBytes(length: number): Bytes {
  return crypto.getRandomValues(room(length));
}

/** Evenly from [0, 1): for the jitter of timers, not for keys. */
export function randomFraction(): number {
  return (crypto.getRandomValues(new Uint32Array(1))[0] ?? 0) / 2 ** 32;
}
