/** "Gaps" of docs/protocol.md: places of a colleague's device that were passed over, until their envelopes come or the person is told. */
import { equal, type Bytes } from "../bytes/bytes.js";
import { hex } from "../bytes/text.js";
import type { Timers } from "../connection/ports.js";
import type { PskPlace } from "../protocol/receiving-epoch.js";
import { DAY, MINUTE } from "../protocol/time.js";
import type { LinkEffects } from "../protocol/wrap-opening.js";
import { drop, put, type Book, type BookChange } from "./book.js";
import { GAP, OWNER, SELF, chainName, skippedName, type Gap } from "./records.js";
import { Sweeper } from "./sweeper.js";
import type { Turns } from "./turns.js";

/** What was handed in before may be a moment later than what was handed in after it. */
const TOLD_AFTER = MINUTE;

/** Drained or not: it is the server that says it, and it may be the server that keeps something back. */
const TOLD_ANYWAY_AFTER = DAY;

/** Of one device, told or not: what is more is not counted. */
const GAPS_AT_MOST = 1_000;

/** What opening a wrap of this device passes over, and what it makes good. Of an own device's there is nothing to tell. */
export function gapChanges(book: Book, device: Bytes, { skipped, spentSkipped }: LinkEffects, now: number): readonly BookChange[] {
  const user = book.get(OWNER, hex(device))?.user;
  const self = book.get(SELF, "0")?.user;
  if (user === undefined || self === undefined || equal(user, self)) return [];
  const [first] = skipped;
  const kept = [...book.all(GAP)].filter(([name]) => name.startsWith(`${hex(device)}/`)).reduce((sum, [, { indexes }]) => sum + indexes.length, 0);
  const passed: Gap = { user, at: now, indexes: skipped.slice(0, Math.max(0, GAPS_AT_MOST - kept)).map(({ index }) => index) };
  const made = first === undefined || passed.indexes.length === 0 ? [] : [put(GAP, skippedName(device, first), passed)];
  return [...made, ...(spentSkipped === undefined ? [] : filled(book, device, spentSkipped))];
}

/** Told or not: its envelope came after all. */
function filled(book: Book, device: Bytes, came: PskPlace): readonly BookChange[] {
  const chain = `${chainName(device, came)}/`;
  const found = [...book.all(GAP)].find(([name, { indexes }]) => name.startsWith(chain) && indexes.includes(came.index));
  if (found === undefined) return [];
  const [name, gap] = found;
  const indexes = gap.indexes.filter((index) => index !== came.index);
  return [indexes.length === 0 ? drop(GAP, name) : put(GAP, name, { ...gap, indexes })];
}

/** What a person is told of one colleague. */
export interface Missing {
  readonly user: Bytes;
  /** When they were told last. */
  readonly at: number;
  readonly count: number;
}

/** By the colleague's id. */
export function missing(book: Book): ReadonlyMap<string, Missing> {
  const all = new Map<string, Missing>();
  for (const { user, told, indexes } of book.all(GAP).values()) {
    if (told === undefined) continue;
    const before = all.get(hex(user)) ?? { user, at: 0, count: 0 };
    all.set(hex(user), { user, at: Math.max(before.at, told), count: before.count + indexes.length });
  }
  return all;
}

/** The person has seen what is missing of that colleague. */
export function seen(book: Book, user: string): readonly BookChange[] {
  const told = [...book.all(GAP)].filter(([, gap]) => gap.told !== undefined && hex(gap.user) === user);
  return told.map(([name]) => drop(GAP, name));
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
    const untold = [...this.book.all(GAP).values()].filter(({ told }) => told === undefined);
    return untold.reduce((next, gap) => Math.min(next, this.due(gap)), Infinity);
  }

  private due({ at }: Gap): number {
    return at + (this.drained && !this.delayed() ? TOLD_AFTER : TOLD_ANYWAY_AFTER);
  }

  private tell(): Promise<void> {
    return this.turns.take(() => {
      const now = this.time.now();
      const ripe = [...this.book.all(GAP)].filter(([, gap]) => gap.told === undefined && this.due(gap) <= now);
      return this.book.commit(...ripe.map(([name, gap]) => put(GAP, name, { ...gap, told: now })));
    });
  }
}
