import { equal, type Bytes } from "../bytes/bytes.js";
import { hex, uuid } from "../bytes/text.js";
import { RequestError } from "../connection/ports.js";
import { directConversation } from "../protocol/conversation.js";
import {
  judgeChain, judgeList, listedDevice, type OldList, type SignedList, type TrustedDevice, type TrustedList,
} from "../protocol/device-list.js";
import { DAY } from "../protocol/time.js";
import type { Policy } from "./api.js";
import { drop, put, type Book, type BookChange } from "./book.js";
import { refused } from "./errors.js";
import { endLinks } from "./links.js";
import {
  CONVERSATION, NOTICE, OLD_LIST, OUTGOING, OWN_LIST, OWNER, PEER, SEEN_IDENTITY, identityName, type LiveSelf, type Peer,
} from "./records.js";
import type { Server } from "./server.js";

/** Answers that there is none. */
const NO_LIST = new Set(["unknown-user", "unknown-device"]);

/** How long a copy of a list is good enough to write under, where the server told of no newer one. */
const ASKED_AGAIN_AFTER = DAY;

/** Answers with parts of a history: more than any honest one has. */
const PARTS_AT_MOST = 64;

/** Of one person that are remembered: a server that shows ever others fills no disk. */
const IDENTITIES_AT_MOST = 100;

/** How often a list is judged anew because another was pinned while the server was asked. */
const ANEW_AT_MOST = 4;

/** What is in force after a list was judged; or nothing was taken, for what it was judged against is not pinned any more. */
type Taken = TrustedList | "another-is-pinned" | undefined;

/** Colleagues and the own user: names, pinned lists, and what the person decided about them. */
export class People {
  private readonly names = new Map<string, string>();
  private readonly asking = new Map<string, Promise<TrustedList | undefined>>();
  private taking: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly book: Book,
    private readonly server: Server,
    private readonly self: LiveSelf,
    private readonly time: { now(): number; policy(): Pick<Policy, "identityChangeBlocks"> },
  ) {}

  get(user: Bytes): Peer | undefined {
    return this.book.get(PEER, hex(user));
  }

  async directory(): Promise<readonly { readonly id: Bytes; readonly name: string }[]> {
    const entries = await this.server.directory();
    entries.forEach(({ id, name }) => this.names.set(hex(id), name));
    return entries;
  }

  /** The colleague, kept from now on. */
  async meet(user: Bytes, name?: string): Promise<Peer> {
    const known = this.get(user);
    if (known !== undefined) return known;
    // Without an answer the id stands in for the name, until the next log-in asks.
    if (name === undefined && !this.names.has(hex(user))) await this.directory().catch(() => []);
    return this.inTurn(async () => {
      const met = this.get(user);
      if (met !== undefined) return met;
      const peer: Peer = { user, ...this.named(user, name ?? this.names.get(hex(user)) ?? uuid(user)), verified: false };
      await this.change(peer);
      return peer;
    });
  }

  /** Of whom a message came while the directory could not be asked. */
  async nameTheNameless(): Promise<void> {
    const nameless = (): readonly Peer[] => [...this.book.all(PEER).values()].filter(({ user, name }) => name === uuid(user));
    if (nameless().length === 0) return;
    await this.directory();
    await this.inTurn(async () => {
      // One by one: two of them may have got the same name.
      for (const peer of nameless()) {
        const named = this.named(peer.user, this.names.get(hex(peer.user)) ?? peer.name);
        await this.book.commit(put(PEER, hex(peer.user), { ...peer, ...named }));
      }
    });
  }

  /** In a network a name is one person's: whom the server gives that of somebody else who is known, or the own one, is marked. */
  private named(user: Bytes, name: string): Pick<Peer, "name" | "namesake"> {
    const others = [...this.book.all(PEER).values()].filter((each) => !equal(each.user, user));
    const taken = [this.self.userName, ...others.map((each) => each.name)].some((each) => canonical(each) === canonical(name));
    return taken ? { name, namesake: true } : { name };
  }

  /** Whether nothing goes to them until the person decides. Who was verified is not given up at the server's word. */
  stops({ changed, verified }: Peer): boolean {
    return changed !== undefined && (verified || this.time.policy().identityChangeBlocks);
  }

  /** The list in force: the pinned one, or, for a stranger or a device not on it, what the server has now. */
  async listOf(user: Bytes, device?: Bytes): Promise<TrustedList | undefined> {
    const pinned = this.pinned(user);
    const enough = pinned !== undefined && (device === undefined || listedDevice(pinned, device) !== undefined);
    return enough ? pinned : this.refresh(user);
  }

  /** The same, for writing to them: asked for anew once a day, in case a server keeps silent about newer ones. */
  async recentListOf(user: Bytes): Promise<TrustedList | undefined> {
    const { list, fetchedAt = 0 } = this.get(user) ?? {};
    if (list === undefined) return this.refresh(user);
    if (this.time.now() - fetchedAt < ASKED_AGAIN_AFTER) return list;
    // Better an old one than no writing: where the server has a newer one it refuses the message, and says which.
    return this.refresh(user).catch(() => list);
  }

  /** The server says that there is a newer list of somebody. A first one of who is known: their identity was ended, and they came anew. */
  async changed(user: Bytes, version: number): Promise<void> {
    const pinned = this.pinned(user);
    if (pinned !== undefined && (pinned.version < version || version === 1)) await this.refresh(user);
  }

  /** Newest first. */
  oldLists(user: Bytes): readonly OldList[] {
    const old = [...this.book.all(OLD_LIST)].filter(([name]) => name.startsWith(`${hex(user)}/`));
    return old.map(([, list]) => list).sort((a, b) => b.version - a.version);
  }

  /** The other member of a conversation of the own user: among those known, then in the directory. */
  async otherMember(conversation: Bytes): Promise<Bytes | undefined> {
    const known = this.book.get(CONVERSATION, hex(conversation))?.peer;
    if (known !== undefined) return known;
    const peers = [...this.book.all(PEER).values()].map(({ user }) => user);
    return (await this.memberAmong(peers, conversation)) ?? this.memberAmong((await this.directory()).map(({ id }) => id), conversation);
  }

  /** Asks the server. A list of another identity is set beside the pinned one, which stays in force. */
  refresh(user: Bytes): Promise<TrustedList | undefined> {
    const name = hex(user);
    const asked = this.asking.get(name) ?? this.ask(user).finally(() => this.asking.delete(name));
    this.asking.set(name, asked);
    return asked;
  }

  /** What the person decided about the identity of that list. Says whether it is in force from now on, and was not before. */
  decide(user: Bytes, about: TrustedList, verified: boolean): Promise<boolean> {
    return this.inTurn(async () => {
      const { changed, changedBefore, replaced, ...kept } = this.known(user);
      const shown = changed ?? kept.list;
      // Another may have come meanwhile: that one was never looked at.
      if (shown === undefined || !equal(shown.fingerprint, about.fingerprint)) refused("number-changed");
      if (changed === undefined) {
        // Without a change only a comparison decides anything.
        if (verified || replaced === true) await this.change({ ...kept, verified });
        return false;
      }
      if (this.hasDeviceOfAnother(changed)) {
        await this.change(kept);
        refused("foreign-device");
      }
      const waiting = [...this.book.all(OUTGOING)].filter(([, { to }]) => equal(to, user));
      // They decided with the notice in view: what waits goes to the identity that they accept.
      const meant = waiting.map(([name, each]) => put(OUTGOING, name, { ...each, identity: changed.fingerprint }));
      const called = kept.namesake === undefined ? { name: kept.name } : { name: kept.name, namesake: kept.namesake };
      const accepted: Peer = { user, ...called, list: changed, verified, succeeded: true };
      await this.book.commit(put(PEER, hex(user), accepted), ...this.owned(changed), ...this.succeeding(user, changedBefore), ...meant);
      return true;
    });
  }

  unverify(user: Bytes): Promise<void> {
    return this.inTurn(() => this.change({ ...this.known(user), verified: false }));
  }

  /** The policy became milder after the identity changed: writing goes on to the one they were told of. */
  goOn(user: Bytes): Promise<void> {
    return this.inTurn(async () => {
      const peer = this.known(user);
      if (this.stops(peer)) refused("identity-changed");
      if (peer.changed === undefined) return;
      if (this.hasDeviceOfAnother(peer.changed)) refused("foreign-device");
      await this.replace(peer, peer.changed);
    });
  }

  private known(user: Bytes): Peer {
    return this.get(user) ?? refused("unknown-conversation");
  }

  private change(peer: Peer): Promise<void> {
    return this.book.commit(put(PEER, hex(peer.user), peer));
  }

  /** The changed identity is in force from now on; nobody has verified it, and the person is told until they have looked. */
  private async replace({ user, name, namesake, changedBefore }: Peer, list: TrustedList): Promise<TrustedList> {
    const fetchedAt = this.time.now();
    const called = namesake === undefined ? { name } : { name, namesake };
    const taken: Peer = { user, ...called, list, fetchedAt, verified: false, replaced: true, succeeded: true };
    await this.book.commit(put(PEER, hex(user), taken), ...this.owned(list), ...this.succeeding(user, changedBefore));
    return list;
  }

  /** What forgets the lists and links of a user whose identity is another now, but how far its lists were; and keeps those before the new one. */
  private succeeding(user: Bytes, before: readonly OldList[] = []): readonly BookChange[] {
    const former = this.pinned(user);
    const devices = former?.devices.map(({ device }) => device) ?? [];
    const gone = this.oldLists(user).map(({ version }) => drop(OLD_LIST, `${hex(user)}/${version}`));
    const old = before.map((each) => put(OLD_LIST, `${hex(user)}/${each.version}`, each));
    return [...endLinks(this.book, devices), ...gone, ...old, ...(former === undefined ? [] : [seen(former)])];
  }

  private isSelf(user: Bytes): boolean {
    return equal(user, this.self.user);
  }

  private pinned(user: Bytes): TrustedList | undefined {
    return this.isSelf(user) ? this.self.list : this.get(user)?.list;
  }

  private async memberAmong(users: readonly Bytes[], conversation: Bytes): Promise<Bytes | undefined> {
    const { network, user: own } = this.self;
    for (const user of users) {
      if (!this.isSelf(user) && equal(await directConversation(network, own, user), conversation)) return user;
    }
    return undefined;
  }

  private async ask(user: Bytes): Promise<TrustedList | undefined> {
    for (let tries = 0; tries < ANEW_AT_MOST; tries++) {
      const taken = await this.askOnce(user);
      if (taken !== "another-is-pinned") return taken;
    }
    return this.pinned(user);
  }

  private async askOnce(user: Bytes): Promise<Taken> {
    const signed = await this.server.deviceList(user).catch((failure: unknown) => {
      if (failure instanceof RequestError && NO_LIST.has(failure.code)) return undefined;
      throw failure;
    });
    if (signed === undefined) return this.pinned(user);
    if (!this.isSelf(user)) await this.meet(user);
    const pinned = this.pinned(user);
    const verdict = await judgeList(this.self.network, user, signed, pinned);
    // The own identity is the one this device enrolled under: a list under another is a forgery, not a change.
    if (verdict.kind === "identity-changed" && !this.isSelf(user)) {
      const { list } = verdict;
      const all = list.version === 1 ? [list] : await this.chainTo(list, undefined, signed);
      return all === undefined ? pinned : this.unlessAnotherIsPinned(user, pinned, () => this.identityChanged(user, list, all));
    }
    if (verdict.kind === "invalid" || verdict.kind === "identity-changed") return pinned;
    const whole = verdict.kind === "trusted" && (pinned !== undefined || verdict.list.version === 1);
    const lists = whole ? [verdict.list] : await this.chainTo(verdict.list, pinned, signed);
    return lists === undefined ? pinned : this.unlessAnotherIsPinned(user, pinned, () => this.adopt(user, pinned, lists));
  }

  /** While the server was waited for the person may have decided, or another list have been taken: the verdict was about the former. */
  private unlessAnotherIsPinned(user: Bytes, judged: TrustedList | undefined, take: () => Promise<Taken>): Promise<Taken> {
    return this.inTurn(async () => {
      const pinned = this.pinned(user);
      const same = pinned === undefined || judged === undefined ? pinned === judged : equal(pinned.hash, judged.hash);
      return same ? take() : "another-is-pinned";
    });
  }

  /**
   * What is kept of people is read and written one after the other: whose a device is, is known by the lists before. Nothing in
   * such a turn waits for the server or for a turn of {@link Turns}, within which this may be called.
   */
  private inTurn<T>(take: () => Promise<T>): Promise<T> {
    const taken = this.taking.then(take, take);
    this.taking = taken;
    return taken;
  }

  /**
   * Whether a device of the list is another user's, now or before. Such a list is a forgery by who made it and the server: it
   * would have what is meant for the one device sealed with the keys of the other.
   */
  private hasDeviceOfAnother({ user, devices }: TrustedList): boolean {
    return devices.some(({ device }) => {
      const isOwn = listedDevice(this.self.list, device) !== undefined;
      const owner = isOwn ? this.self.user : this.book.get(OWNER, hex(device))?.user;
      return owner !== undefined && !equal(owner, user);
    });
  }

  private owned({ user, devices }: TrustedList): readonly BookChange[] {
    return devices.map(({ device }) => put(OWNER, hex(device), { user }));
  }

  /**
   * The person decides; where the network lets writing go on, and they never compared numbers, the list is in force at once and
   * they are told all the same. A list about which nobody has decided binds no device.
   */
  private async identityChanged(user: Bytes, changed: TrustedList, all: readonly TrustedList[]): Promise<TrustedList | undefined> {
    const peer = this.known(user);
    if (this.hasDeviceOfAnother(changed) || !this.goesOn(changed, all)) return peer.list;
    const replacedAt = this.time.now();
    const changedBefore = all.slice(0, -1).map(({ version, hash }) => ({ version, hash, replacedAt }));
    const undecided: Peer = { ...peer, changed, changedBefore };
    if (!this.stops(undecided)) return this.replace(undecided, changed);
    await this.book.commit(put(PEER, hex(user), undecided), seen(changed));
    return peer.list;
  }

  /** No list is older than what was seen of its identity: else a server set a person back by another identity in between. */
  private goesOn(newest: TrustedList, all: readonly TrustedList[]): boolean {
    const known = this.book.get(SEEN_IDENTITY, identityName(newest));
    if (known !== undefined) return all.some(({ hash }) => equal(hash, known.hash));
    const others = [...this.book.all(SEEN_IDENTITY).keys()].filter((name) => name.startsWith(`${hex(newest.user)}/`));
    return others.length < IDENTITIES_AT_MOST;
  }

  /** The versions after the pinned one up to that list; nothing where they don't follow each other. */
  private async chainTo(newest: TrustedList, pinned: TrustedList | undefined, { identityKey }: SignedList) {
    const chain: SignedList[] = [];
    const from = pinned?.version ?? 0;
    for (let parts = 0; chain.length < newest.version - from && parts < PARTS_AT_MOST; parts++) {
      const part = await this.server.deviceLists(newest.user, from + chain.length);
      if (part.length === 0) return undefined;
      chain.push(...part.map((each) => ({ identityKey, ...each })));
    }
    const lists = await judgeChain(this.self.network, newest.user, chain, pinned);
    return lists?.some(({ hash }) => equal(hash, newest.hash)) === true ? lists : undefined;
  }

  /** The last of the lists is in force from now on; those before it were. */
  private async adopt(user: Bytes, pinned: TrustedList | undefined, lists: readonly TrustedList[]) {
    const newest = lists.at(-1);
    if (newest === undefined || this.hasDeviceOfAnother(newest)) return pinned;
    const replacedAt = this.time.now();
    const all = pinned === undefined || equal(pinned.hash, newest.hash) ? lists : [pinned, ...lists];
    const old = all.slice(0, -1).map(({ version, hash }) =>
      put(OLD_LIST, `${hex(user)}/${version}`, { version, hash, replacedAt }),
    );
    const gone = pinned?.devices.filter(({ device }) => listedDevice(newest, device) === undefined) ?? [];
    const ended = endLinks(this.book, gone.map(({ device }) => device));
    const peer = this.get(user);
    const kept = this.isSelf(user)
      ? [put(OWN_LIST, "0", { list: newest })]
      : peer === undefined ? [] : [put(PEER, hex(user), { ...peer, list: newest, fetchedAt: replacedAt })];
    await this.book.commit(...kept, ...this.owned(newest), ...old, ...ended, ...this.noticed(user, pinned, newest));
    return newest;
  }

  /** Nothing of a list seen for the first time: there is nothing to compare it with. */
  private noticed(user: Bytes, before: TrustedList | undefined, after: TrustedList): readonly BookChange[] {
    if (before === undefined) return [];
    const whose = this.isSelf(user) ? "own" : "peer";
    const at = this.time.now();
    const isNew = ({ device }: TrustedDevice): boolean => listedDevice(before, device) === undefined;
    // Of itself a device knows.
    const added = after.devices.filter((each) => isNew(each) && !equal(each.device, this.self.device));
    const removed = before.devices.filter(({ device }) => listedDevice(after, device) === undefined);
    return [
      ...added.map(({ device }) => put(NOTICE, `added-${hex(device)}`, { kind: `${whose}-device-added` as const, user, at })),
      ...removed.map(({ device }) => put(NOTICE, `removed-${hex(device)}`, { kind: `${whose}-device-removed` as const, user, at })),
    ];
  }
}

function seen(list: TrustedList): BookChange {
  return put(SEEN_IDENTITY, identityName(list), { version: list.version, hash: list.hash });
}

/** Two names of which this is the same are the same name: the server's rule for the names of one network. */
function canonical(name: string): string {
  return name.trim().normalize("NFKC").toLowerCase().normalize("NFKC").trim();
}
