/** From the message key to the content. */
import { isZero, join, same, u32, zeros } from "./bytes.mjs";
import { decode } from "./canonical.mjs";
import { require, sized } from "./malformed.mjs";
import { expand, extract, gcmOpen, H } from "./primitives.mjs";

/** K out of a wrap's plaintext, with the reply key if there is one. */
export function wrappedKey(plaintext) {
  sized(plaintext, 198, "a wrap's plaintext");
  const present = plaintext[32];
  require(present === 0 || present === 1, "a reply key is there or not");
  require(present === 1 || isZero(plaintext.slice(33)), "the room of a reply key is zero");
  return plaintext.slice(0, 32);
}

export function isCommitted(key, header) {
  const commitment = expand(extract(new Uint8Array(0), key), join("msgr/v1/commit", header.message_id), 64);
  return same(commitment, header.key_commitment);
}

/** The padded payload; undefined where it is not authentic. */
export function openPayload(key, encodedHeader, ciphertext) {
  const payloadKey = expand(extract(new Uint8Array(0), key), join("msgr/v1/payload-key", H(encodedHeader)), 32);
  return gcmOpen(payloadKey, zeros(12), encodedHeader, ciphertext);
}

/** Of `4 + length`: at least 512, above that Padmé. */
export function paddedLength(length) {
  const whole = 4 + length;
  if (whole <= 512) return 512;
  const e = Math.floor(Math.log2(whole));
  const s = Math.floor(Math.log2(e)) + 1;
  const unit = 2 ** (e - s);
  return Math.ceil(whole / unit) * unit;
}

export const pad = (message) => {
  const padded = zeros(paddedLength(message.length));
  padded.set(join(u32(message.length), message));
  return padded;
};

export function unpad(padded) {
  require(padded.length >= 512, "a payload of 512 bytes or more");
  const length = new DataView(padded.buffer, padded.byteOffset).getUint32(0);
  require(length + 4 <= padded.length && paddedLength(length) === padded.length, "the padded length is that of the message");
  require(isZero(padded.slice(4 + length)), "the padding is zero");
  return padded.slice(4, 4 + length);
}

/** A payload whose context has the lengths that the schema states. */
export function parsePayload(padded) {
  const { context, content } = decode("Payload", unpad(padded));
  require(context !== undefined, "a context");
  sized(context.conversation, 32, "conversation");
  for (const name of ["sender_identity_fingerprint", "sender_list_hash", "roster_hash"]) sized(context[name], 64, name);
  require([0, 64].includes(context.control_head.length), "control_head has 64 bytes or none");
  require(context.ephemerality !== undefined && context.ephemerality.expires_after_seconds >= 1, "a life of a second or more");
  return { context, content };
}
