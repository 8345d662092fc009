import type { Messenger } from "./api.js";
import { ClientError } from "./api.js";

/** Opens the client of this browser profile: the one entrance for the user interface. */
export function openMessenger(): Promise<Messenger> {
  return Promise.reject(new ClientError("not-built-yet"));
}
