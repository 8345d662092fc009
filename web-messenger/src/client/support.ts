import { refused } from "./errors.js";

/** Of the browser: what is not there is undefined, whatever its type says. */
export interface Browser {
  readonly navigator: { readonly locks?: unknown; readonly storage?: { readonly getDirectory?: unknown } };
  readonly crypto?: { readonly subtle?: unknown };
  readonly indexedDB?: unknown;
  readonly Worker?: unknown;
  readonly WebSocket?: unknown;
}

/** Throws `unsupported-browser` where something is missing without which nothing can be kept safely: old ones, and pages without TLS. */
export function demandSupport({ navigator: { locks, storage }, crypto, indexedDB, Worker, WebSocket }: Browser): void {
  const needed = [locks, storage?.getDirectory, crypto?.subtle, indexedDB, Worker, WebSocket];
  if (needed.includes(undefined)) refused("unsupported-browser");
}
