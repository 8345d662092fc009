import { argon2id } from "hash-wasm";

/** What RFC 9106 needs: memory in KiB, passes, lanes; the passphrase as UTF-8 of its NFKC form. */
export interface StretchRequest {
  readonly passphrase: Uint8Array;
  readonly salt: Uint8Array;
  readonly memoryKiB: number;
  readonly passes: number;
  readonly lanes: number;
  readonly length: number;
}

/** Argon2id, version 1.3. Takes about a second with the parameters of the vault: call it in a worker. */
export function stretch(request: StretchRequest): Promise<Uint8Array> {
  return argon2id({
    password: request.passphrase,
    salt: request.salt,
    memorySize: request.memoryKiB,
    iterations: request.passes,
    parallelism: request.lanes,
    hashLength: request.length,
    outputType: "binary",
  });
}
