/** A worker of the wraps in this thread: what it is told and what it answers goes by messages, and memory that is handed over is gone. */
import type { WorkerPort } from "../src/client/wrap-hand.js";
import { serveWraps, type WrapRequest } from "../src/protocol/wrap-serving.js";

export class WorkerDouble implements WorkerPort {
  /** Requests as the page had them, and as the worker had them. */
  readonly asked: WrapRequest[] = [];
  readonly given: WrapRequest[] = [];
  answers = 0;
  ended = false;
  /** Takes requests, and does nothing. */
  silent = false;
  /** Requests it takes before it dies, at the next one. */
  livesFor = Infinity;
  private readonly line = new MessageChannel();
  private readonly mourners: (() => void)[] = [];

  constructor() {
    const { port2 } = this.line;
    serveWraps({
      addEventListener: (type, listener) => {
        port2.addEventListener(type, (event: MessageEvent<WrapRequest>) => {
          this.given.push(event.data);
          if (!this.silent) listener(event);
        });
        port2.start();
      },
      postMessage: (answer, options) => {
        this.answers++;
        port2.postMessage(answer, options);
      },
    });
  }

  readonly addEventListener = ((type: string, listener: (event: MessageEvent) => void) => {
    if (type !== "message") {
      this.mourners.push(listener as () => void);
      return;
    }
    this.line.port1.addEventListener("message", listener);
    this.line.port1.start();
  }) as WorkerPort["addEventListener"];

  readonly postMessage = ((request: WrapRequest, options: StructuredSerializeOptions) => {
    this.asked.push(request);
    this.line.port1.postMessage(request, options);
    if (this.asked.length > this.livesFor) this.die();
  }) as WorkerPort["postMessage"];

  terminate(): void {
    this.ended = true;
    this.line.port1.close();
  }

  private die(): void {
    this.mourners.forEach((told) => told());
  }
}
