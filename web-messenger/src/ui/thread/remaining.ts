/** What is left of a message's life. */

import type { Message, Time } from "../../client/api.js";

/** A span that ends. */
export interface Life {
  readonly from: Time;
  readonly until: Time;
  /** It is burning: it was read, and ends soon after. */
  readonly burning: boolean;
}

const SOON_MS = 60_000;
const SOON_SHARE = 0.1;

/** The span that ends the message first: its expiry, or its burning once it was displayed. */
export function lifeOf(message: Message): Life {
  const burns = message.burnsAt;
  if (burns !== undefined && burns < message.expiresAt) {
    return { from: burns - message.ephemerality.burnAfterSeconds * 1000, until: burns, burning: true };
  }
  return { from: message.sentAt, until: message.expiresAt, burning: false };
}

export function isOver(life: Life, now: Time): boolean {
  return now >= life.until;
}

/** From 1 (all of it) to 0 (over). */
export function shareLeft(life: Life, now: Time): number {
  const whole = life.until - life.from;
  return whole <= 0 ? 0 : Math.min(1, Math.max(0, (life.until - now) / whole));
}

/** Time is running out: the last minute, the last tenth, or burning. */
export function isSoon(life: Life, now: Time): boolean {
  return life.burning || life.until - now <= SOON_MS || shareLeft(life, now) <= SOON_SHARE;
}
