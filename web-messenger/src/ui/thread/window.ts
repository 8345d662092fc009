/**
 * Which part of a long thread is drawn. Ten thousand messages cost as much as {@link LIMIT}: only a window of them is in the
 * document, and it moves when its edge comes into view.
 */

import type { Time } from "../../client/api.js";

/** At most this many entries are drawn. */
export const LIMIT = 160;

/** How far the window moves at a time. */
const STEP = 60;

interface Placed {
  readonly key: string;
  readonly at: Time;
}

export interface Slice {
  readonly start: number;
  readonly end: number;
}

export class ThreadWindow {
  /** Undefined: the window ends at the newest entry and follows it. */
  private first: Placed | undefined;

  /** The entries to draw now. Holds its place when entries before it vanish or new ones arrive. */
  slice(entries: readonly Placed[]): Slice {
    const newest = Math.max(0, entries.length - LIMIT);
    const start = this.first === undefined ? newest : Math.min(newest, placeOf(entries, this.first));
    return { start, end: Math.min(entries.length, start + LIMIT) };
  }

  /** Towards older entries; false where there are none. */
  earlier(entries: readonly Placed[]): boolean {
    const { start } = this.slice(entries);
    if (start === 0) return false;
    this.first = entries[Math.max(0, start - STEP)];
    return true;
  }

  /** Towards newer entries; false where the newest is drawn already. */
  later(entries: readonly Placed[]): boolean {
    const { start, end } = this.slice(entries);
    if (end === entries.length) return false;
    const next = start + STEP;
    this.first = next >= entries.length - LIMIT ? undefined : entries[next];
    return true;
  }

  toNewest(): void {
    this.first = undefined;
  }
}

/** Where the entry stands, or the one that took its place. */
function placeOf(entries: readonly Placed[], sought: Placed): number {
  const exact = entries.findIndex((entry) => entry.key === sought.key);
  if (exact >= 0) return exact;
  const after = entries.findIndex((entry) => entry.at >= sought.at);
  return after >= 0 ? after : entries.length;
}
