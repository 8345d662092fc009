import { VaultError, type Row, type Rows } from "./ports.js";

const DATABASE = "mayfly";
const ROWS = "rows";

/** Sealed rows in IndexedDB. Only ciphertext gets here: deleted rows may stay on the disk for long. */
export class IndexedDbRows implements Rows {
  private constructor(private readonly database: IDBDatabase) {}

  /** Throws VaultError `store-newer` or `storage-unavailable`. */
  static open(): Promise<IndexedDbRows> {
    return new Promise((resolve, reject) => {
      const request = indexedDB.open(DATABASE, 1);
      request.onupgradeneeded = () => request.result.createObjectStore(ROWS, { keyPath: "slot" });
      request.onsuccess = () => resolve(new IndexedDbRows(request.result));
      request.onerror = () => reject(new VaultError(request.error?.name === "VersionError" ? "store-newer" : "storage-unavailable"));
    });
  }

  all(): Promise<readonly Row[]> {
    return new Promise((resolve, reject) => {
      const request = this.database.transaction(ROWS).objectStore(ROWS).getAll();
      request.onsuccess = () => resolve(request.result as readonly Row[]);
      request.onerror = () => reject(new Error("the database of the browser can't be read"));
    });
  }

  commit(puts: readonly Row[], deletes: readonly number[]): Promise<void> {
    return this.change((rows) => {
      deletes.forEach((slot) => rows.delete(slot));
      puts.forEach((row) => rows.put(row));
    });
  }

  clear(): Promise<void> {
    return this.change((rows) => rows.clear());
  }

  private change(work: (rows: IDBObjectStore) => void): Promise<void> {
    return new Promise((resolve, reject) => {
      const transaction = this.database.transaction(ROWS, "readwrite", { durability: "strict" });
      transaction.oncomplete = () => resolve();
      transaction.onabort = () => reject(new Error("the database of the browser refused a write"));
      work(transaction.objectStore(ROWS));
    });
  }
}
