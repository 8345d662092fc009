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

/** What the organisation has set, one sentence each, for a person who joins or asks. */
export function policySentences(policy: Policy): readonly string[] {
  const sentences = [text.policy.byDefault(exactly(policy.expirationDefault))];
  if (policy.userMayChoose && policy.expirationMinimum < policy.expirationMaximum) {
    sentences.push(text.policy.youMayChoose(exactly(policy.expirationMinimum), exactly(policy.expirationMaximum)));
  } else {
    sentences.push(text.policy.fixed);
  }
  if (policy.burnMaximum === 0) {
    sentences.push(text.policy.noBurn);
  } else if (policy.burnDefault > 0) {
    sentences.push(text.policy.burnsByDefault(exactly(policy.burnDefault)));
  } else if (policy.userMayChoose) {
    sentences.push(text.policy.mayBurn(exactly(policy.burnMaximum)));
  }
  return sentences;
}
