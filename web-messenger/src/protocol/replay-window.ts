import type { Bytes } from "../bytes/bytes.js";

const WIDTH = 1024;

/** The counters of one sender device that were used: the highest, and which of the 1,024 up to it. Bit k stands for `highest − k`. */
export interface ReplayWindow {
  readonly highest: bigint;
  readonly used: Bytes;
}

export const UNUSED_WINDOW: ReplayWindow = { highest: 0n, used: new Uint8Array(WIDTH / 8) };

/** The window with the counter in it; nothing where it was used before or lies below. */
export function useCounter(window: ReplayWindow, counter: bigint): ReplayWindow | undefined {
  if (counter > window.highest) {
    const used = shifted(window.used, counter - window.highest);
    used[0] = (used[0] ?? 0) | 1;
    return { highest: counter, used };
  }
  const below = window.highest - counter;
  if (counter < 1n || below >= BigInt(WIDTH)) return undefined;
  const place = Number(below);
  const used = window.used.slice();
  const byte = used[place >> 3] ?? 0;
  const bit = 1 << (place & 7);
  if ((byte & bit) !== 0) return undefined;
  used[place >> 3] = byte | bit;
  return { highest: window.highest, used };
}

function shifted(bits: Bytes, by: bigint): Uint8Array {
  const moved = new Uint8Array(WIDTH / 8);
  if (by >= BigInt(WIDTH)) return moved;
  const distance = Number(by);
  for (let place = 0; place + distance < WIDTH; place++) {
    if (((bits[place >> 3] ?? 0) & (1 << (place & 7))) === 0) continue;
    const to = place + distance;
    moved[to >> 3] = (moved[to >> 3] ?? 0) | (1 << (to & 7));
  }
  return moved;
}
