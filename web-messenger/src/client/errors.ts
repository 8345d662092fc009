import { RequestError } from "../connection/ports.js";
import { VaultError } from "../store/ports.js";
import { ClientError } from "./api.js";

export function refused(code: string): never {
  throw new ClientError(code);
}

export function wrongStage(): never {
  return refused("wrong-stage");
}

/** What rejects here rejects with ClientError: what else there is, is a bug, and `internal`. */
export async function clientErrors<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (failure) {
    if (failure instanceof ClientError) throw failure;
    if (failure instanceof RequestError) throw new ClientError(failure.code, failure.retryAfterMs);
    if (failure instanceof VaultError) throw new ClientError(failure.code);
    throw new ClientError("internal");
  }
}
