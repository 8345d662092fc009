/** Takes deliveries one after the other: checks, makes durable, then acknowledges. */
import type { OuterHeader } from "#wire/envelope_pb.js";
import type { Deliver } from "#wire/socket_pb.js";
import { compare, equal, erase, type Bytes } from "../bytes/bytes.js";
import { hex } from "../bytes/text.js";
import type { Timers } from "../connection/ports.js";
import { importPrivateKey } from "../crypto/agreement.js";
import { sha512 } from "../crypto/hash.js";
import { kemPair } from "../crypto/kem.js";
import { directConversation } from "../protocol/conversation.js";
import { listedDevice } from "../protocol/device-list.js";
import { DELIVERED_AT_MOST, type Life } from "../protocol/content.js";
import { receive, CHECKS, type Arrived, type Check, type Outcome, type Receiver } from "../protocol/receive.js";
import { PRIVATE_KEPT } from "../protocol/prekeys.js";
import { UNUSED_WINDOW } from "../protocol/replay-window.js";
import { confirmed } from "../protocol/sending-link.js";
import type { LinkEffects } from "../protocol/wrap-opening.js";
import { DAY, expiryOf, SECOND } from "../protocol/time.js";
import type { Policy } from "./api.js";
import { answer, arrivedAfterAll, burning, question, reported } from "./asking.js";
import { drop, put, type Book, type BookChange } from "./book.js";
import { lateChanges, linkChanges } from "./links.js";
import type { Outbox } from "./outbox.js";
import type { People } from "./people.js";
import { keeping } from "./reply-keys.js";
import {
  ACCEPTED, CONVERSATION, EARLY, EPOCH, KEM_PREKEY, MESSAGE, NUMBER, OWED, PREKEY, SEEN_TEXT, SENDING, SKIPPED, WARNING,
  WINDOW, endOf, messageName, owedName, skippedName, type LiveSelf, type Owed, type StoredMessage,
} from "./records.js";

const RECEIPTS_TOGETHER_WITHIN = SECOND / 4;
/** Where they could not be made: the disk refuses. */
const RECEIPTS_AGAIN_AFTER = 5 * SECOND;

/** Of what arrived: longer than any private key that could open the envelope. */
const HASH_KEPT = PRIVATE_KEPT + DAY;

/** Envelopes left at the server at a time, well under what it delivers without an acknowledgement. */
const HELD_AT_MOST = 500;

export class Inbox {
  private receipts: (() => void) | undefined;
  /** By warning: envelopes of an identity about which the person has not decided. */
  private readonly held = new Set<string>();
  private readonly receiver: Receiver;

  constructor(
    private readonly self: LiveSelf,
    private readonly book: Book,
    private readonly people: People,
    private readonly outbox: Outbox,
    private readonly time: { readonly timers: Timers; now(): number; policy(): Policy },
  ) {
    this.receiver = {
      network: self.network,
      user: self.user,
      device: self.device,
      get list() {
        return self.list;
      },
      signingKey: self.key.publicKey,
      now: () => time.now(),
      listOf: (user, device) => people.listOf(user, device),
      refreshed: (user) => people.refresh(user),
      oldLists: (user) => people.oldLists(user),
      otherMember: (conversation) => people.otherMember(conversation),
      accepted: (_user, device, message) => book.get(ACCEPTED, `${hex(device)}/${hex(message)}`)?.hash,
      prekey: async (id) => {
        const own = book.get(PREKEY, hex(id));
        return own === undefined ? undefined : { publicKey: own.publicKey, privateKey: await importPrivateKey(own.pkcs8) };
      },
      kemPrekey: async (id) => {
        const own = book.get(KEM_PREKEY, hex(id));
        return own === undefined ? undefined : kemPair(own.seed);
      },
      classicalAllowed: () => time.policy().classicalSuiteAllowed,
      epoch: (device, epoch) => book.get(EPOCH, `${hex(device)}/${hex(epoch)}`),
      skipped: (device) => ({
        count: [...book.all(SKIPPED).keys()].filter((name) => name.startsWith(`${hex(device)}/`)).length,
        get: (place) => book.get(SKIPPED, skippedName(device, place)),
      }),
      window: (device) => book.get(WINDOW, hex(device)) ?? UNUSED_WINDOW,
    };
  }

  /**
   * In a turn. Acknowledges when nothing of the envelope is needed any more from the server. Rejects, with nothing changed, where
   * the server is needed and away, or the disk refuses.
   */
  async take(deliver: Deliver, acknowledge: () => void): Promise<void> {
    const outcome = await receive(this.receiver, deliver);
    if (outcome.kind === "arrived") await this.keep(outcome.message);
    if (outcome.kind === "dropped" && outcome.late !== undefined) {
      await this.spend(outcome.late.effects, lateChanges(this.book, outcome.late, this.time.now()));
    }
    // Held at the server until the person has decided about the identity.
    if (outcome.kind === "refused" && (await this.warn(deliver, outcome)) === "hold") return;
    acknowledge();
  }

  /** The person decided about an identity: what was held comes again on the next connection. */
  release(): void {
    this.held.clear();
  }

  stop(): void {
    this.receipts?.();
  }

  /** Makes one Delivered of the receipts owed to each colleague. */
  private async sendReceipts(): Promise<void> {
    const now = this.time.now();
    const owed = [...this.book.all(OWED).values()];
    // Too late for a receipt that lives no longer than what it names.
    const late = owed.filter(({ until }) => until - now < SECOND);
    await this.book.commit(...late.map((each) => drop(OWED, owedName(each))));
    for (const batch of batches(owed.filter((each) => !late.includes(each)))) {
      const [first] = batch;
      const life = Math.floor((Math.min(...batch.map(({ until }) => until)) - now) / SECOND);
      const paid = batch.map((each) => drop(OWED, owedName(each)));
      const content = { kind: "delivered", messages: batch.map(({ message }) => message) } as const;
      const only = batch.every(({ device }) => device !== undefined) ? first.device : undefined;
      const draft = { to: first.to, content, sentAt: now, expiresAfterSeconds: life, burnAfterSeconds: 0 };
      await this.outbox.add(only === undefined ? draft : { ...draft, only }, () => paid);
    }
    if (this.book.all(OWED).size > 0) this.receiptsSoon();
  }

  receiptsSoon(wait = RECEIPTS_TOGETHER_WITHIN): void {
    this.receipts ??= this.time.timers.after(wait, () => {
      this.receipts = undefined;
      this.sendReceipts().catch(() => this.receiptsSoon(RECEIPTS_AGAIN_AFTER));
    });
  }

  private async keep(message: Arrived): Promise<void> {
    const { header, content } = message;
    const changes: BookChange[] = [...this.protocolChanges(message), ...this.receiptOfControl(message)];
    if (message.stale) changes.push(this.staleNotice(message));
    const { replyKey } = message;
    if (replyKey !== undefined) changes.push(...(await keeping(this.book, header.senderDevice, replyKey, this.time.now())));
    switch (content.kind) {
      case "text":
        changes.push(...(await this.textChanges(message, content.body)));
        break;
      case "delivered":
        changes.push(...this.deliveredChanges(message, content.messages));
        break;
      case "displayed":
        changes.push(...this.displayedChanges(message, content.message, content.displayedAt));
        break;
      case "notOpened":
        changes.push(...answer(this.self, this.book, this.people.get(header.senderUser), header, content, this.time.now()));
        break;
    }
    await this.spend(message.effects, changes);
    if (this.book.has(OWED, owedName({ to: message.other, message: header.messageId }))) this.receiptsSoon();
    if (content.kind === "notOpened") this.outbox.pump(header.senderUser);
  }

  /** Durable first; then what was spent is overwritten in memory. */
  private async spend({ spentPrekey: prekey, spentKemPrekey: kemPrekey }: LinkEffects, changes: readonly BookChange[]): Promise<void> {
    const spent = prekey === undefined ? undefined : this.book.get(PREKEY, hex(prekey));
    const spentKem = kemPrekey === undefined ? undefined : this.book.get(KEM_PREKEY, hex(kemPrekey));
    await this.book.commit(...changes);
    if (spent !== undefined) erase(spent.pkcs8);
    if (spentKem !== undefined) erase(spentKem.seed);
  }

  private protocolChanges({ header, hash, effects, counter }: Arrived): readonly BookChange[] {
    const { senderDevice, messageId } = header;
    const [device, now] = [hex(senderDevice), this.time.now()];
    return [
      put(ACCEPTED, `${device}/${hex(messageId)}`, { hash, until: now + HASH_KEPT }),
      put(WINDOW, device, effects.window),
      ...linkChanges(this.book, senderDevice, effects, counter, now),
    ];
  }

  /**
   * Of a text the receipt is owed once it is stored; of anything else where a link hangs on it and the answer has a
   * confirmed link to go over: receipts that beget receipts have to end.
   */
  private receiptOfControl({ header, effects, content, sentAt, life, other }: Arrived): readonly BookChange[] {
    if (!effects.confirms || content.kind === "text" || content.kind === "notOpened") return [];
    const { senderDevice, messageId: message } = header;
    const link = this.book.get(SENDING, hex(senderDevice));
    const named = content.kind === "delivered" ? content.messages : [];
    const hasLink = link !== undefined && confirmed(link, named).carriers[0].confirmed;
    // Of two devices that only ever send receipts, one answers: else neither link would ever be confirmed.
    if (!hasLink && compare(this.self.device, senderDevice) > 0) return [];
    const until = expiryOf(sentAt, life.expiresAfterSeconds);
    // To that device alone: sent to all, it would itself be a START for others, which they answer in their turn for ever.
    return [put(OWED, owedName({ to: other, message }), { to: other, message, until, device: senderDevice })];
  }

  /** One for each colleague at a time. */
  private staleNotice({ header, conversation }: Arrived): BookChange {
    const { senderUser: user } = header;
    const at = this.time.now();
    return put(WARNING, `stale-${hex(user)}`, { user, conversation: hex(conversation), at, code: "stale-device-list" });
  }

  private async textChanges(message: Arrived, text: string): Promise<readonly BookChange[]> {
    const { header, sentAt, other, own, original } = message;
    await this.people.meet(other);
    const { expiresAfterSeconds, burnAfterSeconds } = this.cutToPolicy(message);
    const expiresAt = expiryOf(sentAt, expiresAfterSeconds);
    const now = this.time.now();
    if (expiresAt <= now) return [];
    const [id, conversation] = [original?.messageId ?? header.messageId, hex(message.conversation)];
    const named = original === undefined ? [id] : [id, header.messageId];
    const receipts = named.map((each) => put(OWED, owedName({ to: other, message: each }), { to: other, message: each, until: expiresAt }));
    const name = messageName(header.senderUser, id);
    if (this.book.has(SEEN_TEXT, name)) return receipts;
    const remembered = put(SEEN_TEXT, name, { until: now + HASH_KEPT });
    const resolved = arrivedAfterAll(this.book, header.senderDevice, id);
    // An id is random: the other own device that names one of this means to replace what was written here. It is not acknowledged.
    if (this.book.has(MESSAGE, name)) return [this.conflict(message)];
    const early = this.book.get(EARLY, `${conversation}/${name}`);
    const burnsAt = early === undefined || burnAfterSeconds === 0 ? undefined : burnTime(early.displayedAt, sentAt, burnAfterSeconds, expiresAt);
    if (burnsAt !== undefined && burnsAt <= now) return [remembered, ...receipts];
    const order = (this.book.get(NUMBER, "order")?.value ?? 0) + 1;
    const stored: StoredMessage = {
      id, conversation, author: header.senderUser, mine: own, sentAt, expiresAt, expiresAfterSeconds, burnAfterSeconds,
      text, order, read: own, ...(own ? { delivery: "sent" as const } : {}), ...(burnsAt === undefined ? {} : { burnsAt }),
    };
    return [
      put(NUMBER, "order", { value: order }),
      put(MESSAGE, name, stored),
      put(CONVERSATION, conversation, { peer: other }),
      remembered,
      ...receipts,
      ...resolved,
    ];
  }

  private cutToPolicy({ life }: Arrived): Life {
    const { expirationMaximum, burnMaximum } = this.time.policy();
    const cut = burnMaximum > 0 ? burnMaximum : life.burnAfterSeconds;
    return {
      expiresAfterSeconds: Math.min(life.expiresAfterSeconds, expirationMaximum),
      burnAfterSeconds: Math.min(life.burnAfterSeconds, cut),
    };
  }

  private conflict({ header, conversation }: Arrived): BookChange {
    return this.warned("R8", header, hex(conversation));
  }

  /** One record for each device and code, however many fail. What says of itself whose it is, and is nobody's, goes together. */
  private warned(check: Check, header: OuterHeader | undefined, conversation: string | undefined): BookChange {
    const user = header?.senderUser;
    const list = user === undefined ? undefined : equal(user, this.self.user) ? this.self.list : this.people.get(user)?.list;
    const device = header !== undefined && list !== undefined ? listedDevice(list, header.senderDevice)?.device : undefined;
    const name = [CHECKS[check], ...(list === undefined ? [] : [hex(list.user)]), ...(device === undefined ? [] : [hex(device)])].join("/");
    const times = (this.book.get(WARNING, name)?.times ?? (this.book.has(WARNING, name) ? 1 : 0)) + 1;
    return put(WARNING, name, { ...this.warning(check, user, conversation), ...(times === 1 ? {} : { times }) });
  }

  private warning(check: Check, user: Bytes | undefined, conversation: string | undefined) {
    return {
      at: this.time.now(),
      code: CHECKS[check],
      ...(user === undefined ? {} : { user }),
      ...(conversation === undefined ? {} : { conversation }),
    };
  }

  private deliveredChanges(message: Arrived, ids: readonly Bytes[]): readonly BookChange[] {
    const changes: BookChange[] = [];
    const device = hex(message.header.senderDevice);
    const link = this.book.get(SENDING, device);
    const after = link === undefined ? undefined : confirmed(link, ids);
    if (after !== undefined && after !== link) changes.push(put(SENDING, device, after));
    changes.push(...reported(message, this.book, ids));
    // That the person's other device has it says nothing of the colleague.
    if (message.own) return changes;
    for (const id of ids) {
      const own = this.ownIn(message, id);
      if (own !== undefined) changes.push(put(MESSAGE, messageName(own.author, id), { ...own, delivery: "delivered" }));
    }
    return changes;
  }

  /** By the colleague, of an own message; by another own device, of one of the colleague's. */
  private displayedChanges(message: Arrived, id: Bytes, displayedAt: number): readonly BookChange[] {
    const name = messageName(message.own ? message.other : this.self.user, id);
    const [stored, now] = [this.book.get(MESSAGE, name), this.time.now()];
    const conversation = hex(message.conversation);
    if (stored === undefined) {
      const until = expiryOf(message.sentAt, message.life.expiresAfterSeconds);
      return [put(EARLY, `${conversation}/${name}`, { displayedAt: Math.min(displayedAt, now), until })];
    }
    if (stored.mine === message.own || stored.conversation !== conversation || stored.burnAfterSeconds === 0) return [];
    const { sentAt, burnAfterSeconds } = stored;
    const burnsAt = burnTime(Math.min(displayedAt, now), sentAt, burnAfterSeconds, endOf(stored));
    const known = message.own ? { read: true } : { delivery: "delivered" as const };
    // Of a colleague's text there are no envelopes of one's own.
    const kept = message.own ? [] : burning(this.book, id, burnsAt);
    return [...kept, put(MESSAGE, name, { ...stored, ...known, burnsAt })];
  }

  /** The own message of that id, where it went to the sender of this one. */
  private ownIn(message: Arrived, id: Bytes): StoredMessage | undefined {
    const own = this.book.get(MESSAGE, messageName(this.self.user, id));
    return own?.mine === true && own.conversation === hex(message.conversation) ? own : undefined;
  }

  private async warn(deliver: Deliver, { check, header, unopened }: Extract<Outcome, { kind: "refused" }>): Promise<"kept" | "hold"> {
    const user = header?.senderUser;
    const peer = user === undefined ? undefined : this.people.get(user);
    const id = hex(await sha512(deliver.header, deliver.ciphertext, deliver.wrap, deliver.signature)).slice(0, 32);
    const known = peer === undefined ? undefined : hex(await directConversation(this.self.network, this.self.user, peer.user));
    const conversation = known !== undefined && this.book.has(CONVERSATION, known) ? known : undefined;
    // Held, it comes with each connection, and is told of once.
    const undecided = check === "R3" && peer?.changed !== undefined;
    if (undecided && this.held.has(id)) return "hold";
    const warning = this.warning(check, user, conversation);
    const asks = header === undefined || unopened === undefined ? undefined : question(this.self, this.book, header, unopened, id, warning.at);
    if (asks !== undefined) {
      await this.outbox.addInTurn(asks.draft, () => [...asks.changes, put(WARNING, id, { ...warning, asked: true })]);
    } else if (!this.book.has(WARNING, id)) {
      await this.book.commit(this.warned(check, header, conversation));
    }
    if (!undecided) return "kept";
    if (this.held.size < HELD_AT_MOST) this.held.add(id);
    return this.held.has(id) ? "hold" : "kept";
  }
}

function burnTime(displayedAt: number, sentAt: number, burnAfterSeconds: number, end: number): number {
  return Math.min(expiryOf(Math.max(displayedAt, sentAt), burnAfterSeconds), end);
}

/** What one Delivered each names: with receipts of texts, which go to all, those of the same conversation for one device. */
function batches(owed: readonly Owed[]): readonly (readonly [Owed, ...Owed[]])[] {
  const texts = new Set(owed.filter(({ device }) => device === undefined).map(({ to }) => hex(to)));
  const groups = new Map<string, [Owed, ...Owed[]]>();
  for (const each of owed) {
    const [to, alone] = [hex(each.to), each.device];
    const name = texts.has(to) || alone === undefined ? to : `${to}/${hex(alone)}`;
    const group = groups.get(name);
    if (group === undefined) groups.set(name, [each]);
    else if (group.length < DELIVERED_AT_MOST) group.push(each);
  }
  return [...groups.values()];
}
