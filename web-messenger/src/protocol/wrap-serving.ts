/** What a worker does that seals wraps. It keeps nothing: what it was given, and what it made, is overwritten once it has answered. */
import { buffersOf, copyOf, eraseAll } from "../bytes/values.js";
import { sealHere, type SealedWrap, type WrapJob } from "./wrap-sealing.js";

export interface WrapRequest {
  readonly id: number;
  readonly jobs: readonly WrapJob[];
}

/** Without wraps: they could not be sealed. */
export interface WrapAnswer {
  readonly id: number;
  readonly sealed?: readonly SealedWrap[];
}

/** The worker's end of the line to the page. */
export interface PagePort {
  addEventListener(type: "message", listener: (event: MessageEvent<WrapRequest>) => void): void;
  postMessage(answer: WrapAnswer, options: { transfer: ArrayBuffer[] }): void;
}

export function serveWraps(page: PagePort): void {
  page.addEventListener("message", ({ data }) => {
    void answered(data).then((answer) => page.postMessage(answer, { transfer: buffersOf(answer) }));
  });
}

async function answered({ id, jobs }: WrapRequest): Promise<WrapAnswer> {
  try {
    const sealed = await sealHere(jobs);
    const answer = { id, sealed: copyOf(sealed) };
    eraseAll(sealed);
    return answer;
  } catch {
    return { id };
  } finally {
    eraseAll(jobs);
  }
}
