/** "Gaps" of docs/protocol.md: places of a colleague's device that were passed over, until their envelopes come or the person is told. */
import { equal, type Bytes } from "../bytes/bytes.js";
import { fromHex, hex } from "../bytes/text.js";
import type { Timers } from "../connection/ports.js";
import { PRIVATE_KEPT } from "../protocol/prekeys.js";
import type { PskPlace } from "../protocol/receiving-epoch.js";
import { DAY, MINUTE } from "../protocol/time.js";
import type { LinkEffects } from "../protocol/wrap-opening.js";
import { drop, put, type Book, type BookChange } from "./book.js";
import { GAP, MISSING, OWNER, SELF, SKIPPED, chainName, skippedName, type Gap } from "./records.js";
import { Sweeper } from "./sweeper.js";
import type { Turns } from "./turns.js";

/** What was handed in before may be a moment later than what was handed in after it. */
const TOLD_AFTER = MINUTE;

/** Drained or not: it is the server that says it, and it may be the server that keeps something back. */
const TOLD_ANYWAY_AFTER = DAY;

/** Of one device, not told yet: what is more is not counted. */
export const GAPS_AT_MOST = 1_000;

/** What opening a wrap of this device passes over, and what it makes good. Of an own device's there is nothing to tell. */
export function gapChanges(book: Book, device: Bytes, { skipped, spentSkipped }: LinkEffects, now: number): readonly BookChange[] {
  const user = book.get(OWNER, hex(device))?.user;
  const self = book.get(SELF, "0")?.user;
  if (user === undefined || self === undefined || equal(user, self)) return [];
  return [...passedOver(book, user, device, skipped, now), ...(spentSkipped === undefined ? [] : filled(book, user, device, spentSkipped))];
}

function passedOver(book: Book, user: Bytes, device: Bytes, skipped: readonly PskPlace[], now: number): readonly BookChange[] {
  const [first] = skipped;
  if (first === undefined) return [];
  let kept = 0;
  for (const [name, { indexes }] of book.each(GAP)) if (name.startsWith(`${hex(device)}/`)) kept += indexes.length;
  const indexes = skipped.slice(0, Math.max(0, GAPS_AT_MOST - kept)).map(({ index }) => index);
  return indexes.length === 0 ? [] : [put(GAP, skippedName(device, first), { user, at: now, indexes })];
}

/** Told or not: its envelope came after all. */
function filled(book: Book, user: Bytes, device: Bytes, came: PskPlace): readonly BookChange[] {
  const chain = `${chainName(device, came)}/`;
  for (const [name, gap] of book.each(GAP)) {
    if (!name.startsWith(chain) || !gap.indexes.includes(came.index)) continue;
    const indexes = gap.indexes.filter((index) => index !== came.index);
    return [indexes.length === 0 ? drop(GAP, name) : put(GAP, name, { ...gap, indexes })];
  }
  const told = book.get(MISSING, hex(user));
  const key = book.get(SKIPPED, skippedName(device, came));
  if (told === undefined || key === undefined) return [];
  // What was passed over earlier was put aside with the notice before.
  const at = key.until - PRIVATE_KEPT;
  return at < told.first || at > told.last ? [] : [lessened(hex(user), told, told.count - 1)];
}

function lessened(user: string, told: Told, count: number): BookChange {
  return count === 0 ? drop(MISSING, user) : put(MISSING, user, { ...told, count });
}

type Told = Awaited<ReturnType<typeof MISSING.live>>;

/** What a person is told of one colleague. `id`: of this notice, as it is now. */
export interface Missing {
  readonly id: string;
  readonly user: Bytes;
  /** When they were told last. */
  readonly at: number;
  readonly count: number;
}

export function missing(book: Book): readonly Missing[] {
  return [...book.each(MISSING)].map(([user, { at, count, told, last }]) => ({ id: `${user}/${told}/${last}`, user: fromHex(user), at, count }));
}

/** The person has seen what that notice said. What they were told of since stays. */
export function seen(book: Book, notice: string): readonly BookChange[] {
  const [user = "", shown, until] = notice.split("/");
  const now = book.get(MISSING, user);
  // Pressed twice: it was put aside by the first.
  if (now === undefined || Number(until) < now.first) return [];
  const [told, first] = [now.told - Number(shown), Number(until) + 1];
  return [told <= 0 ? drop(MISSING, user) : put(MISSING, user, { ...now, told, count: Math.min(now.count, told), first })];
}

/** Tells the person of each gap once, at its time. */
export class Gaps {
  private readonly teller: Sweeper;
  private connection = 0;
  private drained = false;

  constructor(
    private readonly book: Book,
    private readonly turns: Turns,
    private readonly time: { readonly timers: Timers; now(): number },
    /** Something that was delivered waits to be judged. */
    private readonly delayed: () => boolean,
  ) {
    this.teller = new Sweeper(time.timers, () => this.nextDue() - time.now(), () => this.tell(), () => undefined);
  }

  /** After each commit: what is told next may have changed. */
  soon(): void {
    this.teller.soon();
  }

  /** The server says that nothing waits any more. It holds once all that came before was taken in. */
  heardDrained(): void {
    const { connection } = this;
    void this.turns.take(() => {
      this.drained ||= connection === this.connection;
      this.soon();
      return Promise.resolve();
    });
  }

  disconnected(): void {
    this.connection++;
    this.drained = false;
  }

  stop(): void {
    this.teller.stop();
  }

  private nextDue(): number {
    let next = Infinity;
    for (const [, gap] of this.book.each(GAP)) next = Math.min(next, this.due(gap));
    return next;
  }

  private due({ at }: Gap): number {
    return at + (this.drained && !this.delayed() ? TOLD_AFTER : TOLD_ANYWAY_AFTER);
  }

  private tell(): Promise<void> {
    return this.turns.take(() => {
      const now = this.time.now();
      const ripe = [...this.book.each(GAP)].filter(([, gap]) => this.due(gap) <= now);
      const told = new Map<string, Told>();
      for (const [, { user, at, indexes: { length } }] of ripe) {
        const before = told.get(hex(user)) ?? this.book.get(MISSING, hex(user)) ?? { count: 0, told: 0, first: at, last: at };
        const [first, last] = [Math.min(before.first, at), Math.max(before.last, at)];
        told.set(hex(user), { at: now, count: before.count + length, told: before.told + length, first, last });
      }
      return this.book.commit(...ripe.map(([name]) => drop(GAP, name)), ...[...told].map(([user, each]) => put(MISSING, user, each)));
    });
  }
}
