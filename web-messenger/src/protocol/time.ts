/** Milliseconds. */
export const SECOND = 1_000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** How far a clock may be off the server's before sending is refused. */
export const CLOCK_TOLERANCE = 5 * MINUTE;

export function expiryOf(sentAt: number, expiresAfterSeconds: number): number {
  return sentAt + SECOND * expiresAfterSeconds;
}

/** What the server is told of an expiry: rounded down, the coarser the longer the life. */
export function discardAt(sentAt: number, expiresAfterSeconds: number): number {
  const life = SECOND * expiresAfterSeconds;
  const grain = life < HOUR ? SECOND : life < DAY ? MINUTE : HOUR;
  return Math.floor(expiryOf(sentAt, expiresAfterSeconds) / grain) * grain;
}
