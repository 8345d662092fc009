import type { Timers } from "../connection/ports.js";
import { SECOND } from "../protocol/time.js";

const FIRST_PAUSE = 5 * SECOND;

/** About five minutes; then the next log-in, or the server's next word, asks again. */
const TRIES = 7;

/** What this device asks of the server by itself: again after a failure, at growing distances, while the connection lasts. */
export class Errands {
  private readonly waiting = new Map<string, () => void>();

  constructor(private readonly timers: Timers) {}

  /** Takes the place of an errand of that name that waits to be tried again. */
  run(name: string, work: () => Promise<void>): void {
    this.waiting.get(name)?.();
    this.waiting.delete(name);
    this.attempt(name, work, 1);
  }

  /** The next log-in begins anew. */
  stop(): void {
    this.waiting.forEach((cancel) => cancel());
    this.waiting.clear();
  }

  private attempt(name: string, work: () => Promise<void>, tries: number): void {
    // A try that is given up leaves its mark, by which it sees that another took its place.
    const mark = (): void => undefined;
    this.waiting.set(name, mark);
    const current = (): boolean => this.waiting.get(name) === mark;
    work().then(
      () => current() && this.waiting.delete(name),
      () => {
        if (!current()) return;
        this.waiting.delete(name);
        if (tries === TRIES) return;
        const again = (): void => this.attempt(name, work, tries + 1);
        this.waiting.set(name, this.timers.after(FIRST_PAUSE * 2 ** (tries - 1), again));
      },
    );
  }
}
