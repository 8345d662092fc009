/** The policy in force, as the server tells it, and what the person has to hear of a change. */
import type { PolicyInForce } from "#wire/socket_pb.js";
import type { Policy } from "./api.js";
import { drop, put, type Book, type BookChange } from "./book.js";
import { NOTICE, POLICY } from "./records.js";

const IDENTITIES_PASS = "identities-pass";

export function policyOf(told: PolicyInForce): Policy {
  const { version, expirationMinimum, expirationDefault, expirationMaximum, burnDefault, burnMaximum } = told;
  const { userMayChoose, classicalSuiteAllowed, deviceApproval, devicesMaximum } = told;
  const { lastSeenAllowed, recoveryKeyAllowed, identityChangeBlocks } = told;
  const limits = { expirationMinimum, expirationDefault, expirationMaximum, burnDefault, burnMaximum };
  const devices = { deviceApproval, devicesMaximum, lastSeenAllowed, recoveryKeyAllowed, identityChangeBlocks };
  return { version: Number(version), ...limits, userMayChoose, classicalSuiteAllowed, ...devices };
}

/** Keeps it, and with it that the person has not yet been told that changed identities no longer stop what they write. */
export function policyChanges(book: Book, policy: Policy, now: number): readonly BookChange[] {
  const kept = put(POLICY, "in-force", policy);
  const before = book.get(POLICY, "in-force");
  if (policy.identityChangeBlocks) return [kept, drop(NOTICE, IDENTITIES_PASS)];
  // Version 0: none was known yet. What holds at the start is no news.
  const news = before !== undefined && before.version > 0 && before.identityChangeBlocks;
  return news ? [kept, put(NOTICE, IDENTITIES_PASS, { kind: IDENTITIES_PASS, at: now })] : [kept];
}
