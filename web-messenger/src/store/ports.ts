import type { Bytes } from "../bytes/bytes.js";

/** One file that is written in place. Every promise resolves when the disk has it. One owner at a time. */
export interface ErasableFile {
  /** The whole file; empty where there was none. Rejects where another owner has it. */
  open(): Promise<Bytes>;
  write(parts: readonly { readonly offset: number; readonly bytes: Bytes }[]): Promise<void>;
  /** Overwrites all of it with zeros, then makes it empty. */
  destroy(): Promise<void>;
}

/** A sealed record. Of no use without the key in its slot. */
export interface Row {
  readonly slot: number;
  /** Ms UTC, 0: never. In the clear, so that an expired record is erased without the passphrase. */
  readonly eraseAt: number;
  readonly sealed: Bytes;
}

/** Rows by slot; a commit is atomic and durable. */
export interface Rows {
  all(): Promise<readonly Row[]>;
  commit(puts: readonly Row[], deletes: readonly number[]): Promise<void>;
  clear(): Promise<void>;
}

/** `wrong-stage`: it is closed. `store-newer`: a later version of this client wrote it. */
export class VaultError extends Error {
  constructor(
    readonly code: "wrong-passphrase" | "storage-full" | "storage-unavailable" | "store-damaged" | "store-newer" | "wrong-stage",
  ) {
    super(code);
    this.name = "VaultError";
  }
}
