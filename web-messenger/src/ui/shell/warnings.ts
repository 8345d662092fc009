/** Authentication failures, one group for each person they name: the weightiest banner says who is affected. */

import type { Person, Warning } from "../../client/api.js";

export interface WarningGroup {
  readonly author: Person | undefined;
  readonly warnings: readonly Warning[];
}

/** In the order in which the first warning of each came. */
export function grouped(warnings: readonly Warning[]): readonly WarningGroup[] {
  const groups = new Map<string, Warning[]>();
  for (const warning of [...warnings].sort((a, b) => a.at - b.at)) {
    const key = warning.claimedAuthor?.id ?? "";
    groups.set(key, [...(groups.get(key) ?? []), warning]);
  }
  return [...groups.values()].map((group) => ({
    author: group[0]?.claimedAuthor,
    warnings: group,
  }));
}

/** One warning may stand for several. */
export function envelopes(warnings: readonly Warning[]): number {
  return warnings.reduce((sum, { times = 1 }) => sum + times, 0);
}
