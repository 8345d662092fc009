/** The order of the list, and which conversations a search finds. */

import type { Conversation } from "../../client/api.js";

/** Newest first; a conversation without messages comes last, in the order given. */
export function newestFirst(conversations: readonly Conversation[]): readonly Conversation[] {
  return [...conversations].sort((a, b) => (b.newest?.sentAt ?? 0) - (a.newest?.sentAt ?? 0));
}

/** Those where a part of the person's name starts like this, whatever its capitals and accents. */
export function matching(conversations: readonly Conversation[], typed: string): readonly Conversation[] {
  const sought = folded(typed.trim());
  return conversations.filter(({ peer }) => {
    const name = folded(peer.name);
    return name.startsWith(sought) || name.split(/[\s._-]+/u).some((part) => part.startsWith(sought));
  });
}

function folded(name: string): string {
  return name.normalize("NFKD").replace(/\p{M}/gu, "").toLocaleLowerCase();
}
