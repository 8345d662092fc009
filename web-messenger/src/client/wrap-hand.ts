import { buffersOf, copyOf } from "../bytes/values.js";
import type { WrapAnswer, WrapRequest } from "../protocol/wrap-serving.js";
import type { SealedWrap, WrapSealer } from "../protocol/wrap-sealing.js";

/** One worker that seals wraps. */
export interface WrapHand {
  /** Leaves the jobs as they are. Rejects where the worker failed, or was ended. */
  readonly seal: WrapSealer;
  end(): void;
}

/** What is needed of a worker; a test has another thread's port. */
export type WorkerPort = Pick<Worker, "addEventListener" | "postMessage" | "terminate">;

interface Waiter {
  readonly wraps: number;
  readonly done: (sealed: readonly SealedWrap[]) => void;
  readonly failed: () => void;
}

/** What it is told are copies whose memory is handed over: of no secret does one stay behind in this thread, or in between. */
export function wrapHand(worker: WorkerPort): WrapHand {
  const waiting = new Map<number, Waiter>();
  let last = 0;
  let ended = false;
  const end = (): void => {
    ended = true;
    worker.terminate();
    waiting.forEach(({ failed }) => failed());
    waiting.clear();
  };
  worker.addEventListener("message", ({ data: { id, sealed } }: MessageEvent<WrapAnswer>) => {
    const waiter = waiting.get(id);
    waiting.delete(id);
    if (sealed?.length === waiter?.wraps) waiter?.done(sealed ?? []);
    else waiter?.failed();
  });
  worker.addEventListener("error", end);
  worker.addEventListener("messageerror", end);
  return {
    seal: (jobs) =>
      new Promise((done, reject) => {
        const failed = (): void => reject(new Error("the worker of the wraps failed"));
        if (ended) {
          failed();
          return;
        }
        const request: WrapRequest = { id: ++last, jobs: jobs.map(copyOf) };
        waiting.set(request.id, { wraps: jobs.length, done, failed });
        worker.postMessage(request, { transfer: buffersOf(request) });
      }),
    end,
  };
}
