import type { Timers } from "../connection/ports.js";
import { MINUTE, SECOND } from "../protocol/time.js";

const SELDOM = MINUTE;
const AGAIN_AFTER = 5 * SECOND;

/** So many failures in a row are no passing trouble: the person is told. */
const FAILURES_TOLD = 3;

/** Does in time what is due: above all, erases what has ended. Where the disk refuses, it is tried again for as long as it takes. */
export class Sweeper {
  private cancel: () => void = () => undefined;
  private failures = 0;
  private stopped = false;

  constructor(
    private readonly timers: Timers,
    /** Ms until something is due. */
    private readonly due: () => number,
    private readonly sweep: () => Promise<void>,
    /** {@link failing} is another now. */
    private readonly changed: () => void,
  ) {}

  /** What is due is not done, after several tries. */
  get failing(): boolean {
    return this.failures >= FAILURES_TOLD;
  }

  /** Anew: what is due next may have changed. */
  soon(): void {
    if (this.stopped) return;
    this.cancel();
    const wait = Math.max(this.due(), this.failures > 0 ? AGAIN_AFTER : 0);
    this.cancel = this.timers.after(Math.min(wait, SELDOM), () => void this.attempt());
  }

  stop(): void {
    this.stopped = true;
    this.cancel();
  }

  private async attempt(): Promise<void> {
    const before = this.failing;
    try {
      await this.sweep();
      this.failures = 0;
    } catch {
      this.failures++;
    }
    if (this.stopped) return;
    if (this.failing !== before) this.changed();
    this.soon();
  }
}
