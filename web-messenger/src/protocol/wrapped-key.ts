/** The plaintext of a wrap: the message key, and room for a reply key. */
import { concat, type Bytes } from "../bytes/bytes.js";
import { readU64, u64, u8 } from "../bytes/integers.js";
import { exactly, MalformedError } from "../codec/canonical.js";

export const WRAPPED_KEY_LENGTH = 198;
export const MESSAGE_KEY_LENGTH = 32;

/** A fresh one-time key of the sender for this recipient alone, which may answer with it instead of a claimed one. */
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

export interface WrappedKey {
  readonly messageKey: Uint8Array;
  readonly replyKey?: ReplyKey;
}

/** What a reply key says of itself is not judged here. */
export function decodeWrappedKey(bytes: Bytes): WrappedKey {
  exactly(WRAPPED_KEY_LENGTH, bytes, "wrapped key");
  const messageKey = bytes.slice(0, MESSAGE_KEY_LENGTH);
  const rest = bytes.subarray(MESSAGE_KEY_LENGTH);
  if (rest[0] !== 1) {
    if (rest.some((byte) => byte !== 0)) throw new MalformedError("wrapped key");
    return { messageKey };
  }
  const [id, key] = [rest.slice(1, 17), rest.slice(17, 150)];
  return { messageKey, replyKey: { id, key, created: Number(readU64(rest, 150)), expires: Number(readU64(rest, 158)) } };
}
