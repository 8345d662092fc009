import { compare, concat, EMPTY, utf8, type Bytes } from "../bytes/bytes.js";
import { u64 } from "../bytes/integers.js";
import { sha256, sha512 } from "../crypto/hash.js";
import type { ListName } from "./device-list.js";

/** The id of the conversation of two users: the same from both sides. */
export function directConversation(network: Bytes, one: Bytes, other: Bytes): Promise<Bytes> {
  const [lower, higher] = compare(one, other) < 0 ? [one, other] : [other, one];
  return sha256(utf8("msgr/v1/direct"), network, lower, higher);
}

/** What a device believes of the members: part of every sealed context. */
export function rosterHash(members: readonly ListName[], controlHead: Bytes = EMPTY): Promise<Bytes> {
  const sorted = [...members].sort((a, b) => compare(a.user, b.user));
  const parts = sorted.map((list) => concat(list.user, list.fingerprint, u64(list.version), list.hash));
  return sha512(...parts, controlHead);
}

/** 60 digits that are the same at both ends, unless somebody stands between. */
export async function safetyNumber(
  network: Bytes,
  one: { readonly user: Bytes; readonly identityKey: Bytes },
  other: { readonly user: Bytes; readonly identityKey: Bytes },
): Promise<string> {
  const halves = [await half(network, one), await half(network, other)];
  return halves.sort().join("");
}

async function half(network: Bytes, person: { readonly user: Bytes; readonly identityKey: Bytes }): Promise<string> {
  const hash = await sha512(utf8("msgr/v1/safety"), network, person.user, person.identityKey);
  return digitsOf(hash.subarray(0, 30));
}

/** Five digits for each five bytes. */
export function digitsOf(bytes: Bytes): string {
  let digits = "";
  for (let at = 0; at < bytes.length; at += 5) {
    const value = bytes.subarray(at, at + 5).reduce((sum, byte) => sum * 256 + byte, 0);
    digits += (value % 100_000).toString().padStart(5, "0");
  }
  return digits;
}
