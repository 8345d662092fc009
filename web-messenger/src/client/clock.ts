import type { Timers } from "../connection/ports.js";

/**
 * The clock that lives are judged by: the highest of own clock, highest time ever stored and the server's time since
 * log-in. It never goes back, so a life is never extended.
 */
export class LifeClock {
  private highest: number;
  private server: { readonly time: number; readonly at: number } | undefined;

  constructor(
    private readonly timers: Timers,
    storedTime: number,
  ) {
    this.highest = storedTime;
  }

  now(): number {
    const server = this.server === undefined ? 0 : this.server.time + (this.timers.elapsed() - this.server.at);
    this.highest = Math.max(this.highest, this.timers.wallClock(), Math.floor(server));
    return this.highest;
  }

  /** The server's time at a log-in. */
  heard(serverTime: number): void {
    this.server = { time: serverTime, at: this.timers.elapsed() };
  }
}
