import type { Bytes } from "../bytes/bytes.js";
import type { ErasableFile } from "./ports.js";
import type { FileAnswer, FilePart } from "./vault-worker.js";
import { startWorker } from "./workers.js";

/** The file of secrets in the origin's private file system, through its worker. */
export class OpfsFile implements ErasableFile {
  private readonly waiting = new Map<number, { done(answer: FileAnswer): void; failed(reason: Error): void }>();
  private last = 0;
  private readonly worker = startWorker("vault-worker");

  constructor() {
    this.worker.addEventListener("message", (event: MessageEvent<FileAnswer>) => {
      const { data } = event;
      const waiter = this.waiting.get(data.id);
      this.waiting.delete(data.id);
      if (data.kind === "failed") waiter?.failed(new Error(data.reason));
      else waiter?.done(data);
    });
    this.worker.addEventListener("error", () => {
      this.waiting.forEach((waiter) => waiter.failed(new Error("the worker of the store failed")));
      this.waiting.clear();
    });
  }

  async open(): Promise<Bytes> {
    const answer = await this.ask({ kind: "open" });
    return answer.kind === "opened" ? answer.bytes : new Uint8Array(0);
  }

  async write(parts: readonly FilePart[]): Promise<void> {
    await this.ask({ kind: "write", parts });
  }

  async destroy(): Promise<void> {
    await this.ask({ kind: "destroy" });
  }

  private ask(
    request: { readonly kind: "open" | "destroy" } | { readonly kind: "write"; readonly parts: readonly FilePart[] },
  ): Promise<FileAnswer> {
    const id = ++this.last;
    return new Promise((done, failed) => {
      this.waiting.set(id, { done, failed });
      this.worker.postMessage({ id, ...request });
    });
  }
}
