/** Snapshots of the book for the interface. */
import type { Bytes } from "../bytes/bytes.js";
import { equal } from "../bytes/bytes.js";
import { hex, uuid } from "../bytes/text.js";
import type { Conversation, Message, Notice, Person, Trust, Warning } from "./api.js";
import type { Book } from "./book.js";
import { missing } from "./gaps.js";
import {
  CONVERSATION, DRAFT, endOf, MESSAGE, messageName, NOTICE, PEER, WARNING, type LiveSelf, type Peer, type StoredMessage,
} from "./records.js";

export class View {
  constructor(
    private readonly book: Book,
    private readonly self: LiveSelf,
    private readonly now: () => number,
    private readonly stops: (peer: Peer) => boolean,
  ) {}

  person(user: Bytes): Person {
    const name = equal(user, this.self.user) ? this.self.userName : this.book.get(PEER, hex(user))?.name;
    return { id: uuid(user), name: name ?? uuid(user) };
  }

  /** Newest first; those without messages last. */
  conversations(): readonly Conversation[] {
    const all = [...this.book.all(CONVERSATION).keys()].map((id) => this.conversation(id)).filter((each) => each !== undefined);
    return all.sort((a, b) => (b.newest?.sentAt ?? 0) - (a.newest?.sentAt ?? 0));
  }

  conversation(id: string): Conversation | undefined {
    const kept = this.book.get(CONVERSATION, id);
    if (kept === undefined) return undefined;
    const living = this.living(id);
    const newest = living.at(-1);
    const peer = this.book.get(PEER, hex(kept.peer));
    return {
      id,
      peer: this.person(kept.peer),
      ...(newest === undefined ? {} : { newest: this.message(newest) }),
      unread: living.filter(({ mine, read }) => !mine && !read).length,
      draft: this.book.get(DRAFT, id)?.text ?? "",
      trust: this.trustOf(peer),
      ...(peer?.namesake === true && !peer.verified ? { namesake: true } : {}),
    };
  }

  messages(conversation: string): readonly Message[] {
    return this.living(conversation).map((message) => this.message(message));
  }

  warnings(): readonly Warning[] {
    return [...this.book.all(WARNING)].map(([id, { user, conversation, at, code, asked, times }]) => ({
      id,
      at,
      code,
      ...(asked === undefined ? {} : { asked }),
      ...(times === undefined ? {} : { times }),
      ...(conversation === undefined ? {} : { conversation }),
      // An id that is nobody's tells a person nothing.
      ...(user === undefined || !this.book.has(PEER, hex(user)) ? {} : { claimedAuthor: this.person(user) }),
    }));
  }

  /** Oldest first. */
  notices(): readonly Notice[] {
    const ofDevices = [...this.book.all(NOTICE)].flatMap(([id, { kind, user, at }]): readonly Notice[] => {
      if (kind !== "peer-device-added" && kind !== "peer-device-removed") return [{ id, kind, at }];
      return user === undefined ? [] : [{ id, kind, at, person: this.person(user) }];
    });
    const gaps = missing(this.book).map(({ id, user, at, count }) => ({ kind: "missing" as const, id, at, person: this.person(user), count }));
    return [...ofDevices, ...gaps].sort((a, b) => a.at - b.at);
  }

  private living(conversation: string): readonly StoredMessage[] {
    const now = this.now();
    return [...this.book.all(MESSAGE).values()]
      .filter((message) => message.conversation === conversation && endOf(message) > now)
      .sort((a, b) => a.sentAt - b.sentAt || a.order - b.order);
  }

  private message(stored: StoredMessage): Message {
    const { id, conversation, author, mine, sentAt, expiresAt, burnsAt, delivery, failure, text } = stored;
    const covered = !mine && stored.burnAfterSeconds > 0 && burnsAt === undefined;
    return {
      id: messageName(author, id),
      conversation,
      author: this.person(author),
      mine,
      sentAt,
      expiresAt,
      ephemerality: { expiresAfterSeconds: stored.expiresAfterSeconds, burnAfterSeconds: stored.burnAfterSeconds },
      ...(burnsAt === undefined ? {} : { burnsAt }),
      ...(covered ? {} : { text }),
      ...(delivery === undefined ? {} : { delivery }),
      ...(failure === undefined ? {} : { failure }),
    };
  }

  private trustOf(peer: Peer | undefined): Trust {
    if (peer?.changed !== undefined || peer?.replaced === true) return { kind: "identity-changed", stops: this.stops(peer) };
    return { kind: peer?.verified === true ? "verified" : "unverified" };
  }
}
