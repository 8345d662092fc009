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
import { endLinks } from "./links.js";
import { CONVERSATION, NOTICE, OLD_LIST, OWN_LIST, OWNER, PEER, type LiveSelf, type Peer } from "./records.js";
import type { Server } from "./server.js";

/** Answers that there is none. */
const NO_LIST = new Set(["unknown-user", "unknown-device"]);

/** How long a copy of a list is good enough to write under, where the server told of no newer one. */
const ASKED_AGAIN_AFTER = DAY;

/** Answers with parts of a history: more than any honest one has. */
const PARTS_AT_MOST = 64;

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
    const peer: Peer = { user, name: name ?? this.names.get(hex(user)) ?? uuid(user), verified: false };
    await this.change(peer);
    return peer;
  }

  /** Of whom a message came while the directory could not be asked. */
  async nameTheNameless(): Promise<void> {
    const nameless = (): readonly Peer[] => [...this.book.all(PEER).values()].filter(({ user, name }) => name === uuid(user));
    if (nameless().length === 0) return;
    await this.directory();
    const named = nameless().map((peer) => ({ ...peer, name: this.names.get(hex(peer.user)) ?? peer.name }));
    await this.book.commit(...named.map((peer) => put(PEER, hex(peer.user), peer)));
  }

  change(peer: Peer): Promise<void> {
    return this.book.commit(put(PEER, hex(peer.user), peer));
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

  /** The server says that there is a newer list of somebody. */
  async changed(user: Bytes, version: number): Promise<void> {
    const pinned = this.pinned(user);
    if (pinned !== undefined && pinned.version < version) await this.refresh(user);
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

  /** What forgets the lists and links of a user whose identity is another now. */
  forgetting(user: Bytes): readonly BookChange[] {
    const devices = this.pinned(user)?.devices.map(({ device }) => device) ?? [];
    const old = this.oldLists(user).map(({ version }) => drop(OLD_LIST, `${hex(user)}/${version}`));
    return [...endLinks(this.book, devices), ...old];
  }

  /** Asks the server. A list of another identity is set beside the pinned one, which stays in force. */
  refresh(user: Bytes): Promise<TrustedList | undefined> {
    const name = hex(user);
    const asked = this.asking.get(name) ?? this.ask(user).finally(() => this.asking.delete(name));
    this.asking.set(name, asked);
    return asked;
  }

  /** The changed identity is in force from now on; nobody has verified it, and the person is told until they have looked. */
  async replace({ user, name }: Peer, list: TrustedList): Promise<TrustedList> {
    const taken: Peer = { user, name, list, fetchedAt: this.time.now(), verified: false, replaced: true };
    await this.book.commit(put(PEER, hex(user), taken), ...this.forgetting(user));
    return list;
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
      return this.inTurn(() => this.identityChanged(user, verdict.list));
    }
    if (verdict.kind === "invalid" || verdict.kind === "identity-changed") return pinned;
    const whole = verdict.kind === "trusted" && (pinned !== undefined || verdict.list.version === 1);
    const lists = whole ? [verdict.list] : await this.chainTo(verdict.list, pinned, signed);
    return lists === undefined ? pinned : this.inTurn(() => this.adopt(user, pinned, lists));
  }

  /** Lists are taken one after the other: whose a device is, is known by those before. */
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

  /** The person decides; where the network lets writing go on, the list is in force at once, and they are told all the same. */
  private async identityChanged(user: Bytes, changed: TrustedList): Promise<TrustedList | undefined> {
    const peer = await this.meet(user);
    if (this.hasDeviceOfAnother(changed)) return peer.list;
    await this.book.commit(...this.owned(changed));
    if (!this.time.policy().identityChangeBlocks) return this.replace(peer, changed);
    await this.change({ ...peer, changed });
    return peer.list;
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
