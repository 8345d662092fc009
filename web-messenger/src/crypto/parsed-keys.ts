import { equal, type Bytes } from "../bytes/bytes.js";
import { source } from "./source.js";

interface Parsed {
  readonly of: Bytes;
  readonly key: Promise<CryptoKey>;
}

/** P-521 public keys as the browser has them: parsed once for as long as somebody holds the bytes. */
export class ParsedKeys {
  private readonly kept = new WeakMap<Bytes, Parsed>();

  constructor(
    private readonly algorithm: EcKeyImportParams,
    private readonly usages: readonly KeyUsage[],
  ) {}

  /** Rejects where the bytes are no uncompressed point of the curve. */
  of(bytes: Bytes): Promise<CryptoKey> {
    const before = this.kept.get(bytes);
    // Bytes can be overwritten: then they are another key.
    if (before !== undefined && equal(before.of, bytes)) return before.key;
    const key = crypto.subtle.importKey("raw", source(bytes), this.algorithm, true, [...this.usages]);
    this.kept.set(bytes, { of: bytes.slice(), key });
    // What failed may have been the browser.
    key.catch(() => this.kept.delete(bytes));
    return key;
  }
}
