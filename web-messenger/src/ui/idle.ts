/** Tells when nobody has touched this page for a while: pointer, keyboard, wheel or touch. */

/** How a person shows that they are there. */
const TOUCHES = ["pointerdown", "pointermove", "keydown", "wheel", "touchstart", "focus"] as const;

/** Timers of a hidden page or a sleeping machine come late: what counts is the clock when one of these comes. */
const LOOK_AGAIN = ["visibilitychange", "pageshow", "resume"] as const;

/** A timer is set anew at most this often, however much a pointer moves. */
const TOUCH_COUNTS_EVERY_MS = 1_000;

export interface IdleClock {
  now(): number;
  after(ms: number, work: () => void): () => void;
}

export const pageClock: IdleClock = {
  now: () => Date.now(),
  after: (ms, work) => {
    const timer = setTimeout(work, ms);
    return () => clearTimeout(timer);
  },
};

export class Idle {
  private touchedAt = 0;
  private cancel: () => void = () => undefined;
  private watching = false;

  constructor(
    private readonly page: Window,
    /** Milliseconds; asked each time, so that a new choice holds at once. */
    private readonly allowed: () => number,
    private readonly ended: () => void,
    private readonly clock: IdleClock = pageClock,
  ) {}

  /** From now. Without effect while it is watching. */
  start(): void {
    if (this.watching) return;
    this.watching = true;
    this.touchedAt = this.clock.now();
    for (const name of TOUCHES) this.page.addEventListener(name, this.touched, { capture: true, passive: true });
    for (const name of LOOK_AGAIN) this.page.document.addEventListener(name, this.look);
    this.look();
  }

  stop(): void {
    this.watching = false;
    this.cancel();
    for (const name of TOUCHES) this.page.removeEventListener(name, this.touched, { capture: true });
    for (const name of LOOK_AGAIN) this.page.document.removeEventListener(name, this.look);
  }

  private readonly touched = (): void => {
    const now = this.clock.now();
    // A touch that comes too late, after the machine slept, must not give the time back.
    if (now - this.touchedAt >= this.allowed()) this.look();
    else if (now - this.touchedAt >= TOUCH_COUNTS_EVERY_MS) this.touchedAt = now;
  };

  /** Ends the wait, or waits for what is left of it. */
  readonly look = (): void => {
    this.cancel();
    if (!this.watching) return;
    const left = this.touchedAt + this.allowed() - this.clock.now();
    if (left > 0) {
      this.cancel = this.clock.after(left, this.look);
    } else {
      this.touchedAt = this.clock.now();
      this.cancel = this.clock.after(this.allowed(), this.look);
      this.ended();
    }
  };
}
