import { argon2id } from "hash-wasm";
import type { Bytes } from "../../src/bytes/bytes.js";
import type { Stretcher } from "../../src/crypto/passphrase.js";
import type { ErasableFile, Row, Rows } from "../../src/store/ports.js";

/** A disk in memory that can fail: a crash is a commit that stops half-way. */
export class MemoryFile implements ErasableFile {
  bytes: Bytes = new Uint8Array(0);
  failWrites = false;

  async open(): Promise<Bytes> {
    return this.bytes.slice();
  }
  async write(parts: readonly { readonly offset: number; readonly bytes: Bytes }[]): Promise<void> {
    if (this.failWrites) throw new Error("crash");
    for (const { offset, bytes } of parts) {
      const grown = new Uint8Array(Math.max(this.bytes.length, offset + bytes.length));
      grown.set(this.bytes);
      grown.set(bytes, offset);
      this.bytes = grown;
    }
  }
  async destroy(): Promise<void> {
    this.bytes = new Uint8Array(0);
  }
}

/** Keeps every row ever written, as a log-structured database leaves it on the disk. */
export class MemoryRows implements Rows {
  readonly living = new Map<number, Row>();
  readonly everWritten: Row[] = [];
  failCommits = false;

  async all(): Promise<readonly Row[]> {
    return [...this.living.values()];
  }
  async commit(puts: readonly Row[], deletes: readonly number[]): Promise<void> {
    if (this.failCommits) throw new Error("crash");
    deletes.forEach((slot) => this.living.delete(slot));
    puts.forEach((row) => this.living.set(row.slot, row));
    this.everWritten.push(...puts);
  }
  async clear(): Promise<void> {
    this.living.clear();
  }
}

/** Argon2id with the least it takes: tests stretch often. */
export const quickStretch: Stretcher = ({ passphrase, salt, length }) =>
  argon2id({
    password: passphrase,
    salt,
    memorySize: 8,
    iterations: 1,
    parallelism: 1,
    hashLength: length,
    outputType: "binary",
  });
