/** What is said to people who hear the screen when messages arrive: each once, and nothing of what was there at the start. */

import type { Conversation } from "../../client/api.js";
import { text } from "../text/catalogue.js";

export class Announcements {
  private readonly known = new Map<string, string | undefined>();
  private started = false;

  /** @param open the conversation on the screen: there the words are said, elsewhere only from whom */
  of(conversations: readonly Conversation[], open: string): readonly string[] {
    const sentences: string[] = [];
    for (const conversation of conversations) {
      const { id, newest } = conversation;
      const news = newest !== undefined && !newest.mine && newest.id !== this.known.get(id);
      this.known.set(id, newest?.id);
      if (!news || !this.started || conversation.unread === 0) continue;
      sentences.push(sentenceOf(conversation, id === open));
    }
    this.started = true;
    return sentences;
  }
}

/** Long enough for a screen to be heard, shorter than any message lives. */
const SAID_MS = 3_000;

/** What is being said now. Forgotten when it has been said, or when the message ends: words of a message die with it. */
export class Saying {
  private said = "";
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly changed: () => void) {}

  get words(): string {
    return this.said;
  }

  say(words: string, leftMs: number): void {
    clearTimeout(this.timer);
    this.said = words;
    this.timer = setTimeout(() => this.forget(), Math.min(SAID_MS, Math.max(0, leftMs)));
    this.changed();
  }

  forget(): void {
    clearTimeout(this.timer);
    this.said = "";
    this.changed();
  }
}

function sentenceOf({ peer, newest }: Conversation, open: boolean): string {
  if (newest?.text === undefined) return text.shell.announce.covered(peer.name);
  return open ? text.shell.announce.message(peer.name, newest.text) : text.shell.announce.elsewhere(peer.name);
}
