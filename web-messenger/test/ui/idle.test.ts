import { beforeEach, describe, expect, it } from "vitest";

import { Idle } from "../../src/ui/idle.js";

const MINUTE = 60_000;

let now: number;
let pending: { readonly at: number; readonly work: () => void } | undefined;
let page: Window;
let locks: number;
let minutes: number;
let idle: Idle;

const clock = {
  now: () => now,
  after: (ms: number, work: () => void) => {
    pending = { at: now + ms, work };
    return () => (pending = undefined);
  },
};

function pass(ms: number): void {
  const end = now + ms;
  for (let due = pending; due !== undefined && due.at <= end; due = pending) {
    pending = undefined;
    now = due.at;
    due.work();
  }
  now = end;
}

/** The machine sleeps: the clock goes on, timers don't. */
function sleep(ms: number): void {
  now += ms;
}

beforeEach(() => {
  now = 1_000_000;
  pending = undefined;
  locks = 0;
  minutes = 15;
  const target = new EventTarget();
  page = Object.assign(target, { document: new EventTarget() }) as unknown as Window;
  idle = new Idle(page, () => minutes * MINUTE, () => locks++, clock);
  idle.start();
});

describe("a page that nobody touches", () => {
  it("ends after the time that was chosen, not before", () => {
    pass(15 * MINUTE - 1);
    expect(locks).toBe(0);
    pass(1);
    expect(locks).toBe(1);
  });

  it.each(["keydown", "pointerdown", "pointermove", "wheel", "touchstart"])("waits anew after a %s", (touch) => {
    pass(14 * MINUTE);
    page.dispatchEvent(new Event(touch));
    pass(14 * MINUTE);
    expect(locks).toBe(0);
    pass(MINUTE);
    expect(locks).toBe(1);
  });

  it("ends when the machine wakes up too late, and the touch that woke it gives nothing back", () => {
    pass(MINUTE);
    sleep(60 * MINUTE);
    page.dispatchEvent(new Event("pointermove"));
    expect(locks).toBe(1);
  });

  it("ends when it is looked at again too late", () => {
    sleep(16 * MINUTE);
    page.document.dispatchEvent(new Event("visibilitychange"));
    expect(locks).toBe(1);
  });

  it("takes another choice at the next look", () => {
    minutes = 1;
    idle.look();
    pass(MINUTE);
    expect(locks).toBe(1);
  });

  it("asks again where locking did not succeed", () => {
    pass(30 * MINUTE);
    expect(locks).toBe(2);
  });

  it("does nothing once it was stopped", () => {
    idle.stop();
    pass(60 * MINUTE);
    page.dispatchEvent(new Event("keydown"));
    expect(locks).toBe(0);
  });
});
