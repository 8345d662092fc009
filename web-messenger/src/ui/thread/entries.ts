/** What a thread shows, in order: days, messages in groups, and warnings where a message would have stood. */

import type { Message, Time, Warning } from "../../client/api.js";
import { dayOf } from "../text/times.js";

/** Messages of one author this close together form a group. */
const GROUP_MS = 15 * 60_000;

export type Entry =
  | { readonly kind: "day"; readonly key: string; readonly at: Time }
  | {
      readonly kind: "message";
      readonly key: string;
      readonly at: Time;
      readonly message: Message;
      readonly first: boolean;
      readonly last: boolean;
    }
  | { readonly kind: "warning"; readonly key: string; readonly at: Time; readonly warning: Warning };

type Item = { readonly at: Time; readonly message: Message } | { readonly at: Time; readonly warning: Warning };

/**
 * @param messages oldest first
 * @param warnings of this conversation, in any order
 */
export function entriesOf(messages: readonly Message[], warnings: readonly Warning[]): readonly Entry[] {
  const items = inOrder(messages, warnings);
  const entries: Entry[] = [];
  let day: Time | undefined;
  items.forEach((item, index) => {
    const today = dayOf(item.at);
    if (today !== day) entries.push({ kind: "day", key: `day-${today}`, at: today });
    day = today;
    if ("warning" in item) {
      entries.push({ kind: "warning", key: `warning-${item.warning.id}`, at: item.at, warning: item.warning });
    } else {
      const first = !together(items[index - 1], item);
      const last = !together(item, items[index + 1]);
      entries.push({ kind: "message", key: item.message.id, at: item.at, message: item.message, first, last });
    }
  });
  return entries;
}

function inOrder(messages: readonly Message[], warnings: readonly Warning[]): readonly Item[] {
  const items: Item[] = messages.map((message) => ({ at: message.sentAt, message }));
  if (warnings.length === 0) return items;
  return [...items, ...warnings.map((warning) => ({ at: warning.at, warning }))].sort((a, b) => a.at - b.at);
}

function together(earlier: Item | undefined, later: Item | undefined): boolean {
  return (
    earlier !== undefined &&
    later !== undefined &&
    "message" in earlier &&
    "message" in later &&
    earlier.message.author.id === later.message.author.id &&
    later.at - earlier.at < GROUP_MS &&
    dayOf(earlier.at) === dayOf(later.at)
  );
}
