/** How long what a person writes lives. */
import type { Ephemerality, Policy } from "./api.js";
import { refused } from "./errors.js";

/**
 * What a person wished, cut to the policy in force. Refuses with `life-longer` where the message would live longer than they
 * wished, burn later or not at all: the policy is the server's word, and loosens nothing without them.
 */
export function lifeUnder(policy: Policy, wish: Ephemerality): Ephemerality {
  const life = cut(policy, wish);
  const burnsLater = wish.burnAfterSeconds > 0 && (life.burnAfterSeconds === 0 || life.burnAfterSeconds > wish.burnAfterSeconds);
  if (life.expiresAfterSeconds > wish.expiresAfterSeconds || burnsLater) refused("life-longer");
  return life;
}

function cut(policy: Policy, wish: Ephemerality): Ephemerality {
  const { expiresAfterSeconds, burnAfterSeconds } = policy.userMayChoose
    ? wish
    : { expiresAfterSeconds: policy.expirationDefault, burnAfterSeconds: policy.burnDefault };
  const expires = Math.max(Math.min(Math.floor(expiresAfterSeconds), policy.expirationMaximum), policy.expirationMinimum);
  return { expiresAfterSeconds: expires, burnAfterSeconds: Math.min(Math.floor(burnAfterSeconds), policy.burnMaximum) };
}
