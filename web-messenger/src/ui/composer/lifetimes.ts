/** Which lives a person may choose, within the policy. */

import type { Ephemerality, Policy } from "../../client/api.js";

const EXPIRIES = [10, 60, 300, 1_800, 3_600, 28_800, 86_400, 604_800, 2_592_000];
const BURNS = [5, 30, 60, 300, 3_600];

export function usualLife(policy: Policy): Ephemerality {
  return { expiresAfterSeconds: policy.expirationDefault, burnAfterSeconds: policy.burnDefault };
}

/** What was chosen, brought inside a policy that may have changed since; the usual life where there is no choice. */
export function lifeWithin(policy: Policy, chosen: Ephemerality | undefined): Ephemerality {
  if (chosen === undefined || !policy.userMayChoose) return usualLife(policy);
  return {
    expiresAfterSeconds: Math.min(
      policy.expirationMaximum,
      Math.max(policy.expirationMinimum, chosen.expiresAfterSeconds),
    ),
    burnAfterSeconds: Math.min(policy.burnMaximum, chosen.burnAfterSeconds),
  };
}

/** Ascending, without doubles; always with the ends of the range, the usual life and the chosen one. */
export function expiryChoices(policy: Policy, chosen: number): readonly number[] {
  const { expirationMinimum: least, expirationMaximum: most } = policy;
  return ascending([
    least,
    most,
    policy.expirationDefault,
    chosen,
    ...EXPIRIES.filter((life) => life > least && life < most),
  ]);
}

/** Zero, "does not burn", comes first. Empty where burning is not offered. */
export function burnChoices(policy: Policy, chosen: number): readonly number[] {
  if (policy.burnMaximum === 0) return [];
  return ascending([
    0,
    policy.burnDefault,
    policy.burnMaximum,
    chosen,
    ...BURNS.filter((life) => life < policy.burnMaximum),
  ]);
}

function ascending(lives: readonly number[]): readonly number[] {
  return [...new Set(lives)].sort((a, b) => a - b);
}
