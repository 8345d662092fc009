/** What several answers of REST hold. */
import { fromBase64url } from "../bytes/text.js";
import type { SignedList } from "../protocol/device-list.js";
import { fields, number, text } from "./http.js";
import { RequestError } from "./ports.js";

/** Seconds. */
export interface RestPolicy {
  readonly version: number;
  readonly expirationMinimum: number;
  readonly expirationDefault: number;
  readonly expirationMaximum: number;
  readonly burnDefault: number;
  readonly burnMaximum: number;
  readonly userMayChoose: boolean;
  readonly classicalSuiteAllowed: boolean;
  readonly deviceApproval: boolean;
  readonly devicesMaximum: number;
  readonly lastSeenAllowed: boolean;
  readonly recoveryKeyAllowed: boolean;
  readonly identityChangeBlocks: boolean;
}

/** One version of a user's list; the identity key is the same for all. */
export type SignedVersion = Omit<SignedList, "identityKey">;

export function versions(answer: unknown): readonly SignedVersion[] {
  if (!Array.isArray(answer)) throw new RequestError("malformed");
  return answer.map(fields).map((each) => ({
    list: fromBase64url(text(each["list"])),
    signature: fromBase64url(text(each["signature"])),
  }));
}

export function policyOf(policy: Readonly<Record<string, unknown>>): RestPolicy {
  return {
    version: number(policy["version"]),
    expirationMinimum: number(policy["expirationMinimum"]),
    expirationDefault: number(policy["expirationDefault"]),
    expirationMaximum: number(policy["expirationMaximum"]),
    burnDefault: number(policy["burnDefault"]),
    burnMaximum: number(policy["burnMaximum"]),
    userMayChoose: policy["userMayChoose"] === true,
    classicalSuiteAllowed: policy["classicalSuiteAllowed"] === true,
    deviceApproval: policy["deviceApproval"] !== false,
    devicesMaximum: number(policy["devicesMaximum"] ?? 5),
    lastSeenAllowed: policy["lastSeenAllowed"] === true,
    recoveryKeyAllowed: policy["recoveryKeyAllowed"] !== false,
    identityChangeBlocks: policy["identityChangeBlocks"] !== false,
  };
}
