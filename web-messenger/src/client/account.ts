/** The open client of an enrolled device: what a person does, over book, outbox, inbox and socket. */
import { SubmitSchema, type LoggedIn, type PolicyInForce } from "#wire/socket_pb.js";
import { PrekeyType } from "#wire/keys_pb.js";
import { EMPTY, equal, utf8, type Bytes } from "../bytes/bytes.js";
import { fromUuid, hex, uuid } from "../bytes/text.js";
import { decode } from "../codec/canonical.js";
import { RequestError, type Dial, type Timers } from "../connection/ports.js";
import type { Rest } from "../connection/rest.js";
import { ServerSocket, type SocketState } from "../connection/socket.js";
import { directConversation, safetyNumber } from "../protocol/conversation.js";
import { TEXT_BYTES_AT_MOST } from "../protocol/content.js";
import type { TrustedList } from "../protocol/device-list.js";
import { expiryOf, SECOND } from "../protocol/time.js";
import { Arrivals } from "./arrivals.js";
import { forgotten } from "./asking.js";
import { type Conversation, type Ephemerality, type Person, type Policy } from "./api.js";
import { drop, put, type Book } from "./book.js";
import type { LifeClock } from "./clock.js";
import { Errands } from "./errands.js";
import { refused } from "./errors.js";
import { Gaps, seen } from "./gaps.js";
import { Inbox } from "./inbox.js";
import { Keyring } from "./keyring.js";
import { lifeUnder } from "./lives.js";
import { Outbox } from "./outbox.js";
import { OwnDevices } from "./own-devices.js";
import { People } from "./people.js";
import {
  CONVERSATION, DRAFT, MESSAGE, NOTICE, NUMBER, OUTGOING, WARNING, endOf, messageName, type LiveSelf,
  type Peer, type StoredMessage,
} from "./records.js";
import { policyChanges, policyOf } from "./policy.js";
import type { Server } from "./server.js";
import { Supply } from "./supply.js";
import { Sweeper } from "./sweeper.js";
import { Turns } from "./turns.js";
import { View } from "./view.js";
import type { WrapSealing } from "./wrap-pool.js";

const REST_TOKEN_MARGIN = 10 * SECOND;
const TIME_KEPT_EVERY = 60 * SECOND;

export interface Surroundings {
  readonly dial: Dial;
  readonly rest: Rest;
  readonly timers: Timers;
  readonly clock: LifeClock;
  readonly serverName: string;
  readonly wraps: WrapSealing;
  state(state: SocketState): void;
  /** Something readable changed that no record holds. */
  changed(): void;
}

export class Account {
  readonly view: View;
  readonly devices: OwnDevices;
  private readonly turns = new Turns();
  private readonly people: People;
  private readonly outbox: Outbox;
  private readonly inbox: Inbox;
  private readonly arrivals: Arrivals;
  private readonly keyring: Keyring;
  private readonly socket: ServerSocket;
  private restToken: { readonly bytes: Bytes; readonly expires: number } | undefined;
  private readonly sweeper: Sweeper;
  private readonly errands: Errands;
  private readonly gaps: Gaps;
  private keptTime = 0;

  constructor(
    readonly self: LiveSelf,
    private readonly book: Book,
    private readonly around: Surroundings,
    private policyNow: Policy,
  ) {
    const now = (): number => around.clock.now();
    const time = { timers: around.timers, now, policy: () => this.policyNow };
    const server = this.server();
    this.socket = this.newSocket();
    this.view = new View(book, self, now, (peer) => this.people.stops(peer));
    this.people = new People(book, server, self, time);
    const supply = new Supply(self, book, server, this.turns, time);
    this.outbox = new Outbox(self, book, server, this.people, supply, this.turns, around.wraps, time);
    this.inbox = new Inbox(self, book, this.people, this.outbox, time);
    this.arrivals = new Arrivals(around.timers, this.turns, (deliver, acknowledge) => this.inbox.take(deliver, acknowledge));
    this.keyring = new Keyring(book, server, self, now);
    this.devices = new OwnDevices(self, book, server, this.people, () => around.changed());
    this.errands = new Errands(around.timers);
    this.gaps = new Gaps(book, this.turns, time, () => this.arrivals.delaying);
    const due = (): number => book.nextEnd() - now();
    this.sweeper = new Sweeper(around.timers, due, () => this.sweep(), () => around.changed());
  }

  get policy(): Policy {
    return this.policyNow;
  }

  start(): void {
    this.sweepSoon();
    this.socket.start();
  }

  /** After each commit: what ends next, or is told next, may have changed. */
  sweepSoon(): void {
    this.sweeper.soon();
    this.gaps.soon();
  }

  get erasingFails(): boolean {
    return this.sweeper.failing;
  }

  reconnect(): void {
    this.socket.reconnect();
  }

  /** Of this device, for REST, while it is good. */
  get token(): Bytes | undefined {
    const { bytes, expires } = this.restToken ?? { bytes: EMPTY, expires: 0 };
    return expires - REST_TOKEN_MARGIN > this.around.timers.wallClock() ? bytes : undefined;
  }

  /** Where it has ended, a new log-in brings another: until then it is as without a connection. */
  requireToken(): Bytes {
    if (this.token !== undefined) return this.token;
    if (this.socket.connected) this.socket.reconnect();
    throw new RequestError("offline");
  }

  /** The person changed the own list. */
  async listChanged(): Promise<void> {
    await this.people.refresh(this.self.user);
  }

  isThis(device: Bytes): boolean {
    return equal(device, this.self.device);
  }

  get identity() {
    return { list: this.self.list, networkName: this.self.networkName, userName: this.self.userName };
  }

  async close(): Promise<void> {
    this.sweeper.stop();
    this.gaps.stop();
    this.errands.stop();
    this.inbox.stop();
    this.socket.stop();
    this.arrivals.disconnected();
    this.outbox.stop();
    // Not waited for: what is under way, perhaps for an answer of the server. It can't commit any more, so what it
    // received comes again, and what it sent is sent again, the same bytes.
    await this.book.close(this.around.clock.now());
  }

  async findPeople(name: string): Promise<readonly Person[]> {
    const wanted = name.normalize("NFKC").toLowerCase().trim();
    const entries = await this.people.directory();
    return entries
      .filter((entry) => entry.name.startsWith(wanted) && !equal(entry.id, this.self.user))
      .map((entry) => ({ id: uuid(entry.id), name: entry.name }));
  }

  async converse(person: Person): Promise<Conversation> {
    const user = fromUuid(person.id);
    const id = hex(await directConversation(this.self.network, this.self.user, user));
    await this.people.meet(user, person.name);
    if (!this.book.has(CONVERSATION, id)) await this.book.commit(put(CONVERSATION, id, { peer: user }));
    // A kindness: without it the message itself asks for keys, and says so where there are none.
    this.outbox.prefetch(user).catch(() => undefined);
    return this.view.conversation(id) ?? refused("unknown-conversation");
  }

  async send(conversation: string, text: string, wish: Ephemerality): Promise<void> {
    const peer = this.peerOf(conversation);
    if (peer.changed !== undefined) await this.goOn(peer);
    const length = utf8(text).length;
    if (length === 0 || length > TEXT_BYTES_AT_MOST || !text.isWellFormed()) refused("too-large");
    const life = lifeUnder(this.policyNow, wish);
    const sentAt = this.around.clock.now();
    await this.outbox.add({ to: peer.user, content: { kind: "text", body: text }, sentAt, ...life }, ({ id, order }) => [
      put(MESSAGE, messageName(this.self.user, id), {
        id, conversation, author: this.self.user, mine: true, sentAt, ...life, text, order, read: true,
        expiresAt: expiryOf(sentAt, life.expiresAfterSeconds), delivery: "queued",
      }),
      drop(DRAFT, conversation),
    ]);
  }

  async retry(id: string): Promise<void> {
    const { mine, conversation, delivery } = this.message(id);
    if (!mine) refused("forbidden");
    const peer = this.peerOf(conversation);
    if (delivery !== "failed") {
      this.outbox.pump(peer.user);
      return;
    }
    // The notice of the change is in view: it goes to the identity that is in force, not to one about which nobody decided.
    if (peer.changed !== undefined) await this.goOn(peer);
    await this.turns.take(() => this.again(id, peer.user));
  }

  /** A new envelope with a new id; the life does not begin anew. */
  private async again(name: string, to: Bytes): Promise<void> {
    const message = this.book.get(MESSAGE, name);
    if (message?.mine !== true || message.delivery !== "failed") return;
    const { conversation, author, mine, text, order, read, expiresAt } = message;
    const { sentAt, expiresAfterSeconds, burnAfterSeconds } = message;
    const kept = { conversation, author, mine, order, read, expiresAt };
    const life = { sentAt, expiresAfterSeconds, burnAfterSeconds };
    const draft = { to, content: { kind: "text", body: text }, ...life } as const;
    await this.outbox.addInTurn(draft, (outgoing) => [
      drop(MESSAGE, name),
      ...forgotten(this.book, message.id),
      put(MESSAGE, messageName(author, outgoing.id), { ...kept, ...life, text, id: outgoing.id, delivery: "queued" }),
    ]);
  }

  discard(id: string): Promise<void> {
    return this.turns.take(() => {
      const message = this.book.get(MESSAGE, id);
      const own = message?.mine === true ? [drop(OUTGOING, hex(message.id)), ...forgotten(this.book, message.id)] : [];
      return this.book.commit(drop(MESSAGE, id), ...own);
    });
  }

  async displayed(id: string): Promise<void> {
    const message = this.message(id);
    if (message.mine) return;
    const now = this.around.clock.now();
    const begins = message.burnAfterSeconds > 0 && message.burnsAt === undefined;
    if (message.read && !begins) return;
    const read: StoredMessage = { ...message, read: true };
    if (!begins) return this.turns.take(() => this.book.commit(put(MESSAGE, id, read)));
    const burnsAt = Math.min(expiryOf(now, message.burnAfterSeconds), message.expiresAt);
    const content = { kind: "displayed", message: message.id, displayedAt: now } as const;
    const life = Math.max(1, Math.floor((message.expiresAt - now) / SECOND));
    const notice = { to: message.author, content, sentAt: now, expiresAfterSeconds: life, burnAfterSeconds: 0 };
    await this.outbox.add(notice, () => [put(MESSAGE, id, { ...read, burnsAt })]);
  }

  keepDraft(conversation: string, text: string): Promise<void> {
    return this.book.commit(text === "" ? drop(DRAFT, conversation) : put(DRAFT, conversation, { text }));
  }

  dismissWarning(id: string): Promise<void> {
    return this.book.commit(drop(WARNING, id));
  }

  dismissNotice(id: string): Promise<void> {
    return this.turns.take(() => this.book.commit(drop(NOTICE, id), ...seen(this.book, id)));
  }

  /** Of a changed identity where there is one: that is what the person decides about. */
  async safetyNumber(conversation: string): Promise<string> {
    const { user, changed } = this.peerOf(conversation);
    return this.numberWith(changed ?? (await this.people.listOf(user)));
  }

  async verify(conversation: string, digits: string): Promise<void> {
    const { user, changed, list } = this.peerOf(conversation);
    const compared = changed ?? list;
    // Another identity may have come while they compared: that one was never looked at.
    if (compared === undefined || (await this.numberWith(compared)) !== digits) refused("number-changed");
    await this.decided(user, compared, true);
  }

  unverify(conversation: string): Promise<void> {
    return this.people.unverify(this.peerOf(conversation).user);
  }

  async acceptIdentity(conversation: string): Promise<void> {
    const { user, changed, list } = this.peerOf(conversation);
    const seen = changed ?? list;
    if (seen !== undefined) await this.decided(user, seen, false);
  }

  private async goOn({ user }: Peer): Promise<void> {
    await this.people.goOn(user);
    this.inbox.release();
  }

  private numberWith(list: TrustedList | undefined): Promise<string> {
    if (list === undefined) refused("unknown-user");
    const { network, user, list: own } = this.self;
    return safetyNumber(network, { user, identityKey: own.identityKey }, list);
  }

  private async decided(user: Bytes, about: TrustedList, verified: boolean): Promise<void> {
    if (!(await this.turns.take(() => this.people.decide(user, about, verified)))) return;
    this.inbox.release();
    this.socket.reconnect();
  }

  private async sweep(): Promise<void> {
    const now = this.around.clock.now();
    await this.turns.take(() => this.book.sweep(now));
    if (now - this.keptTime < TIME_KEPT_EVERY) return;
    await this.book.keepTime(now);
    this.keptTime = now;
  }

  private peerOf(conversation: string) {
    const kept = this.book.get(CONVERSATION, conversation);
    return (kept === undefined ? undefined : this.people.get(kept.peer)) ?? refused("unknown-conversation");
  }

  private message(id: string): StoredMessage {
    const message = this.book.get(MESSAGE, id);
    if (message === undefined || endOf(message) <= this.around.clock.now()) refused("expired");
    return message;
  }

  private loggedIn({ restToken, restTokenExpires, serverTime, prekeysLeft, kemPrekeysLeft }: LoggedIn): void {
    this.restToken = { bytes: restToken, expires: Number(restTokenExpires) };
    this.around.clock.heard(Number(serverTime));
    this.refill(PrekeyType.P521, prekeysLeft);
    this.refill(PrekeyType.MLKEM1024, kemPrekeysLeft);
    // What changed while this device was away.
    this.errands.run("own list", () => this.listChanged());
    this.errands.run("waiting device", () => this.devices.look());
    this.errands.run("names", () => this.people.nameTheNameless());
    this.outbox.pumpAll();
    this.inbox.receiptsSoon();
  }

  private refill(type: PrekeyType, left: number): void {
    if (type === PrekeyType.UNSPECIFIED) return;
    this.errands.run(`keys ${type}`, () => this.keyring.replenish(type, left));
  }

  private policyChanged(policy: PolicyInForce): void {
    this.policyNow = policyOf(policy);
    // In force it is already; what is kept serves until the next log-in, which brings it again.
    this.errands.run("policy", () => this.book.commit(...policyChanges(this.book, this.policyNow, this.around.clock.now())));
  }

  private newSocket(): ServerSocket {
    const { network, user, device, key } = this.self;
    const nextGeneration = async (): Promise<number> => {
      const value = (this.book.get(NUMBER, "generation")?.value ?? 0) + 1;
      await this.book.commit(put(NUMBER, "generation", { value }));
      return value;
    };
    const credentials = { network, user, device, key, nextGeneration, now: () => this.around.clock.now() };
    return new ServerSocket(this.around.dial, this.around.timers, this.around.serverName, credentials, {
      state: (state) => {
        if (state.kind !== "connected") {
          this.arrivals.disconnected();
          this.gaps.disconnected();
          this.errands.stop();
        }
        this.around.state(state);
        if (state.kind === "connected") this.outbox.pumpAll();
      },
      loggedIn: (loggedIn) => this.loggedIn(loggedIn),
      deliver: (deliver, acknowledge) => this.arrivals.arrived(deliver, acknowledge),
      drained: () => this.gaps.heardDrained(),
      policy: (policy) => this.policyChanged(policy),
      prekeysLow: ({ type, prekeysLeft }) => this.refill(type, prekeysLeft),
      devicesChanged: ({ user, version }) =>
        this.errands.run(`list ${hex(user)}`, () => this.people.changed(user, Number(version))),
      deviceWaiting: () => this.errands.run("waiting device", () => this.devices.look()),
    });
  }

  private server(): Server {
    const token = (): Bytes => this.requireToken();
    const connected = (): boolean => this.socket.connected;
    return {
      get connected() {
        return connected();
      },
      submit: async (encoded) => {
        await this.socket.request({ case: "submit", value: decode(SubmitSchema, encoded) }, "receipt");
      },
      claim: async (type, user, device, count) => {
        const value = { type, wanted: [{ user, device, count }] };
        return (await this.socket.request({ case: "claimPrekeys", value }, "prekeysClaimed")).prekeys;
      },
      uploadPrekeys: async ({ batch, signature, prekeys }) => {
        const value = { batch: { batch, signature }, prekeys: [...prekeys] };
        await this.socket.request({ case: "uploadPrekeys", value }, "prekeysStored");
      },
      deviceList: async (user) => this.around.rest.deviceList(token(), user),
      deviceLists: async (user, after) => this.around.rest.deviceLists(token(), user, after),
      directory: async () => this.around.rest.directory(token()),
      ownDevices: async () => this.around.rest.ownDevices(token()),
      nameDevice: async (device, name) => this.around.rest.nameDevice(token(), device, name),
      waitingDevice: async () => this.around.rest.waitingDevice(token()),
      approveDevice: async (listHash) => this.around.rest.approveDevice(token(), listHash),
      refuseDevice: async () => this.around.rest.refuseDevice(token()),
    };
  }
}
