/** The plaintext of a wrap: the message key, and room for a reply key. */
import { concat, type Bytes } from "../bytes/bytes.js";
import { u64, u8 } from "../bytes/integers.js";
import { exactly, MalformedError } from "../codec/canonical.js";

export const WRAPPED_KEY_LENGTH = 198;
export const MESSAGE_KEY_LENGTH = 32;

/** A fresh one-time key of the sender for this recipient alone. Clients of version 0.1 send none and ignore one. */
export interface ReplyKey {
  readonly id: Bytes;
  readonly key: Bytes;
  readonly created: number;
  readonly expires: number;
}

export function encodeWrappedKey(messageKey: Bytes, reply?: ReplyKey): Bytes {
  if (reply === undefined) return concat(messageKey, new Uint8Array(WRAPPED_KEY_LENGTH - MESSAGE_KEY_LENGTH));
  return concat(messageKey, u8(1), reply.id, reply.key, u64(reply.created), u64(reply.expires));
}

/** The message key. */
export function decodeWrappedKey(bytes: Bytes): Bytes {
  exactly(WRAPPED_KEY_LENGTH, bytes, "wrapped key");
  const rest = bytes.subarray(MESSAGE_KEY_LENGTH);
  if (rest[0] !== 1 && rest.some((byte) => byte !== 0)) throw new MalformedError("wrapped key");
  return bytes.slice(0, MESSAGE_KEY_LENGTH);
}
