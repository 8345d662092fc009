/**
 * Seals the wraps of large envelopes in workers, on all cores. What a worker can't do is done in this thread: no message
 * depends on one.
 */
import type { Timers } from "../connection/ports.js";
import { SECOND } from "../protocol/time.js";
import { sealHere, type SealedWrap, type WrapJob, type WrapSealer } from "../protocol/wrap-sealing.js";
import type { WrapHand } from "./wrap-hand.js";

/** Fewer wraps are sealed in the page: workers would hardly be faster (`bench/README.md`), and their keys need go nowhere. */
export const FEWEST_WRAPS = 16;

/** Wraps given to a worker at a time: few, so that none has much left when the others are done. */
const SHARE = 8;

/** Workers without work are ended: their memory goes, with all that the browser left in it. */
const IDLE = 30 * SECOND;

/** A worker that says nothing for so long is given up. */
const SILENCE = 30 * SECOND;

/** Where the wraps of an account are sealed. */
export interface WrapSealing {
  readonly seal: WrapSealer;
  /** So many wraps are to be sealed soon: what takes time to get ready begins. */
  expect(wraps: number): void;
  /** For good, at once: what is under way rejects. */
  stop(): void;
}

/** In this thread alone. */
export const SEALED_HERE: WrapSealing = { seal: sealHere, expect: () => undefined, stop: () => undefined };

type Share = readonly WrapJob[];

export class WrapPool implements WrapSealing {
  private hands: readonly WrapHand[] = [];
  private underWay = 0;
  private stopped = false;
  private cancelEnd: () => void = () => undefined;

  constructor(
    private readonly start: () => WrapHand,
    private readonly size: number,
    private readonly timers: Timers,
  ) {}

  readonly seal = async (jobs: Share): Promise<readonly SealedWrap[]> => {
    if (!this.isShared(jobs.length)) return sealHere(jobs);
    this.cancelEnd();
    this.underWay++;
    try {
      return await this.shared(jobs);
    } finally {
      if (--this.underWay === 0) this.endLater();
    }
  };

  expect(wraps: number): void {
    if (!this.isShared(wraps) || this.stopped) return;
    this.handsFor(wraps);
    if (this.underWay === 0) this.endLater();
  }

  stop(): void {
    this.stopped = true;
    this.endAll();
  }

  private isShared(wraps: number): boolean {
    return this.size >= 2 && wraps >= FEWEST_WRAPS;
  }

  private async shared(jobs: Share): Promise<readonly SealedWrap[]> {
    const shares = Array.from({ length: Math.ceil(jobs.length / SHARE) }, (_, i) => jobs.slice(SHARE * i, SHARE * (i + 1)));
    const sealed = new Map<Share, readonly SealedWrap[]>();
    const waiting = [...shares];
    await Promise.all(this.handsFor(jobs.length).map((hand) => this.work(hand, waiting, sealed)));
    const inOrder: SealedWrap[] = [];
    for (const share of shares) {
      if (this.stopped) throw new Error("stopped");
      inOrder.push(...(sealed.get(share) ?? (await sealHere(share))));
    }
    return inOrder;
  }

  /** One share after the other, until none is left or the worker fails. */
  private async work(hand: WrapHand, waiting: Share[], sealed: Map<Share, readonly SealedWrap[]>): Promise<void> {
    for (let share = waiting.shift(); share !== undefined; share = waiting.shift()) {
      const cancel = this.timers.after(SILENCE, () => hand.end());
      try {
        sealed.set(share, await hand.seal(share));
      } catch {
        hand.end();
        this.hands = this.hands.filter((each) => each !== hand);
        return;
      } finally {
        cancel();
      }
    }
  }

  /** Those there are, and new ones up to as many as there is work for. */
  private handsFor(wraps: number): readonly WrapHand[] {
    if (this.stopped) return [];
    try {
      while (this.hands.length < Math.min(this.size, Math.ceil(wraps / SHARE))) this.hands = [...this.hands, this.start()];
    } catch {
      // A browser that lets no worker start: with those there are, or none.
    }
    return this.hands;
  }

  private endLater(): void {
    this.cancelEnd();
    this.cancelEnd = this.timers.after(IDLE, () => this.endAll());
  }

  private endAll(): void {
    this.cancelEnd();
    this.hands.forEach((hand) => hand.end());
    this.hands = [];
  }
}
