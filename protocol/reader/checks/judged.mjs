// judged: envelopes that are good, or refused by the check they name, by a recipient who received nothing before.
import { Refusal, hex } from "../lib/bytes.mjs";
import { deviceOf } from "../lib/lists.mjs";
import { keyFromSeed } from "../lib/mlkem.mjs";
import { publicKeyOf } from "../lib/p521.mjs";
import { listOf, recipientOf } from "./envelopes.mjs";

const CODES = {
  R1: "malformed",
  R2: "foreign-network",
  R3: "unknown-device",
  R4: "wrong-signing-key",
  R5: "wrong-path",
  R6: "bad-signature",
  R7: "downgraded",
  R9: "expired",
  R10: "key-unavailable",
  R11: "wrap-unopenable",
  R12: "wrong-commitment",
  R13: "payload-unopenable",
  R15: "implausible-time",
  R16: "wrong-context",
  R17: "unknown-content",
};

const verdict = (recipient, bytes, now) => {
  try {
    return recipient.receive(bytes, now).dropped;
  } catch (error) {
    if (error instanceof Refusal) return error.code;
    throw error;
  }
};

const checkKeys = (t, { network, sender, recipient }) => {
  t.true("the sender is listed", deviceOf(listOf(hex(network), sender), hex(sender.device)));
  for (const key of recipient.prekeys) t.same("key", publicKeyOf(hex(key.privateKey)), key.publicKey);
  for (const key of recipient.kemPrekeys) t.same("ML-KEM key", keyFromSeed(hex(key.privateKey)).ek, key.publicKey);
};

export const judged = (v, t) => {
  t.vector("devices and keys", () => checkKeys(t, v));
  for (const each of v.envelopes) {
    t.vector(each.what, () =>
      t.same("verdict", verdict(recipientOf(v), hex(each.deliver), BigInt(v.now)), CODES[each.refusedBy]),
    );
  }
};
