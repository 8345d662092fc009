/**
 * One clock for everything that counts down: calls back about once a second while the page is visible, and at once when it
 * becomes visible again. Not started while nobody listens.
 */

const PERIOD_MS = 1000;

const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;

function tick(): void {
  if (document.visibilityState === "hidden") return;
  for (const listener of [...listeners]) listener();
}

/** Returns how to stop. */
export function everySecond(listener: () => void): () => void {
  listeners.add(listener);
  if (timer === undefined) {
    timer = setInterval(tick, PERIOD_MS);
    document.addEventListener("visibilitychange", tick);
  }
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0 && timer !== undefined) {
      clearInterval(timer);
      timer = undefined;
      document.removeEventListener("visibilitychange", tick);
    }
  };
}
