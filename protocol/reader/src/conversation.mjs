/** What two people share: the conversation's id, the roster, the safety number. */
import { compare, join, u64 } from "./bytes.mjs";
import { H, H256 } from "./primitives.mjs";

const ascending = (one, other) => [one, other].sort(compare);

export const direct = (network, one, other) => H256("msgr/v1/direct", network, ...ascending(one, other));

/** Of verified device lists; a conversation of two has no control head. */
export function rosterHash(lists) {
  const members = [...lists].sort((one, other) => compare(one.user, other.user));
  return H(join(...members.flatMap((list) => [list.user, list.fingerprint, u64(list.version), list.hash])));
}

export function safetyNumber(network, one, other) {
  return [one, other]
    .map(({ user, identityKey }) => digits(H("msgr/v1/safety", network, user, identityKey).slice(0, 30)))
    .sort()
    .join(" ");
}

function digits(bytes) {
  const groups = [];
  for (let at = 0; at < bytes.length; at += 5) {
    const number = bytes.slice(at, at + 5).reduce((value, byte) => value * 256n + BigInt(byte), 0n);
    groups.push(String(number % 100_000n).padStart(5, "0"));
  }
  return groups.join(" ");
}
