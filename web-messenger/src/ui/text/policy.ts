/** The sentences that state how long messages live (P5.1). */

import type { Ephemerality, Policy } from "../../client/api.js";
import { text } from "./catalogue.js";
import { exactly } from "./durations.js";

/** "Disappears 7 days after sending. Burns 30 seconds after it is read." */
export function lifeSentence(life: Ephemerality): string {
  const expiry = text.policy.disappears(exactly(life.expiresAfterSeconds));
  return life.burnAfterSeconds === 0 ? expiry : `${expiry} ${text.policy.burns(exactly(life.burnAfterSeconds))}`;
}

/** What stands on the chip beside the words being typed. */
export function lifeChip(life: Ephemerality): string {
  const expiry = exactly(life.expiresAfterSeconds);
  return life.burnAfterSeconds === 0 ? expiry : text.policy.chip(expiry, exactly(life.burnAfterSeconds));
}

/** What the organisation has set about expiry, one sentence each, for a person who joins or asks. */
export function expirySentences(policy: Policy): readonly string[] {
  return [
    text.policy.byDefault(exactly(policy.expirationDefault)),
    policy.userMayChoose && policy.expirationMinimum < policy.expirationMaximum
      ? text.policy.youMayChoose(exactly(policy.expirationMinimum), exactly(policy.expirationMaximum))
      : text.policy.fixed,
  ];
}

/** What the organisation has set about burning after reading: one sentence at most. */
export function burnSentences(policy: Policy): readonly string[] {
  if (policy.burnMaximum === 0) return [text.policy.noBurn];
  if (policy.burnDefault > 0) return [text.policy.burnsByDefault(exactly(policy.burnDefault))];
  return policy.userMayChoose ? [text.policy.mayBurn(exactly(policy.burnMaximum))] : [];
}

/** All that the organisation has set. */
export function policySentences(policy: Policy): readonly string[] {
  return [...expirySentences(policy), ...burnSentences(policy)];
}
