import type { Timers } from "../src/connection/ports.js";

/** Time that stands still until a test moves it. */
export class ManualTimers implements Timers {
  now: number;
  /** What the own clock adds to the true time. */
  skew = 0;
  private readonly waiting = new Set<{ readonly at: number; readonly work: () => void }>();

  constructor(start = Date.UTC(2026, 10, 1, 12)) {
    this.now = start;
  }

  get serverNow(): number {
    return this.now;
  }
  wallClock(): number {
    return this.now + this.skew;
  }
  elapsed(): number {
    return this.now;
  }

  after(ms: number, work: () => void): () => void {
    const timer = { at: this.now + ms, work };
    this.waiting.add(timer);
    return () => this.waiting.delete(timer);
  }

  /** Moves time to the next timers and beyond, each in its turn. */
  async advance(ms: number): Promise<void> {
    const end = this.now + ms;
    for (;;) {
      const [next] = [...this.waiting].filter(({ at }) => at <= end).sort((a, b) => a.at - b.at);
      if (next === undefined) break;
      this.waiting.delete(next);
      this.now = Math.max(this.now, next.at);
      next.work();
      await breath();
    }
    this.now = end;
    await breath();
  }
}

/** Lets all that is ready run. */
export function breath(): Promise<void> {
  return new Promise((resume) => setImmediate(resume));
}

/** Waits for a condition, moving no time by itself. */
export async function until(condition: () => boolean, what: string): Promise<void> {
  const end = performance.now() + 90_000;
  while (!condition()) {
    if (performance.now() > end) throw new Error(`never: ${what}`);
    await new Promise((resume) => setTimeout(resume, 2));
  }
}

/** Waits for a condition that needs time to pass: a quarter of a second of the test's for every poll. */
export async function untilInTime(timers: ManualTimers, condition: () => boolean, what: string): Promise<void> {
  let polls = 0;
  await until(() => {
    if (polls++ % 10 === 0) void timers.advance(250);
    return condition();
  }, what);
}
