/** Takes deliveries one after the other: checks, makes durable, then acknowledges. */
import type { Deliver } from "#wire/socket_pb.js";
import { erase, type Bytes } from "../bytes/bytes.js";
import { hex } from "../bytes/text.js";
import type { Timers } from "../connection/ports.js";
import { importPrivateKey } from "../crypto/agreement.js";
import { sha512 } from "../crypto/hash.js";
import { kemPair } from "../crypto/kem.js";
import { directConversation } from "../protocol/conversation.js";
import { DELIVERED_AT_MOST } from "../protocol/content.js";
import { receive, CHECKS, type Arrived, type Outcome, type Receiver } from "../protocol/receive.js";
import { PRIVATE_KEPT } from "../protocol/prekeys.js";
import { UNUSED_WINDOW } from "../protocol/replay-window.js";
import { confirmed } from "../protocol/sending-link.js";
import { DAY, expiryOf, SECOND } from "../protocol/time.js";
import type { Policy } from "./api.js";
import { drop, put, type Book, type BookChange } from "./book.js";
import { linkChanges, skippedName } from "./links.js";
import type { Outbox } from "./outbox.js";
import type { People } from "./people.js";
import {
  ACCEPTED, CONVERSATION, EPOCH, KEM_PREKEY, MESSAGE, NUMBER, OWED, PREKEY, SENDING, SKIPPED, WARNING, WINDOW, endOf,
  type LiveSelf, type StoredMessage,
} from "./records.js";

const RECEIPTS_TOGETHER_WITHIN = SECOND / 4;

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
      list: self.list,
      signingKey: self.key.publicKey,
      now: () => time.now(),
      listOf: (user, device) => people.listOf(user, device),
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
  async sendReceipts(): Promise<void> {
    this.receipts = undefined;
    const now = this.time.now();
    const owed = [...this.book.all(OWED).values()];
    // Too late for a receipt that lives no longer than what it names.
    const late = owed.filter(({ until }) => until - now < SECOND);
    await this.book.commit(...late.map(({ message }) => drop(OWED, hex(message))));
    const all = owed.filter((each) => !late.includes(each));
    for (const user of new Set(all.map(({ to }) => hex(to)))) {
      const batch = all.filter(({ to }) => hex(to) === user).slice(0, DELIVERED_AT_MOST);
      const [first] = batch;
      if (first === undefined) continue;
      const life = Math.floor((Math.min(...batch.map(({ until }) => until)) - now) / SECOND);
      const paid = batch.map(({ message }) => drop(OWED, hex(message)));
      const content = { kind: "delivered", messages: batch.map(({ message }) => message) } as const;
      const draft = { to: first.to, content, sentAt: now, expiresAfterSeconds: life, burnAfterSeconds: 0 };
      await this.outbox.add(draft, () => paid);
    }
    if (this.book.all(OWED).size > 0) this.receiptsSoon();
  }

  private receiptsSoon(): void {
    this.receipts ??= this.time.timers.after(RECEIPTS_TOGETHER_WITHIN, () => {
      void this.sendReceipts().catch(() => this.receiptsSoon());
    });
  }

  private async keep(message: Arrived): Promise<void> {
    const { header, content } = message;
    const changes: BookChange[] = [...this.protocolChanges(message), ...this.receiptOfControl(message)];
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
    }
    const { spentPrekey: prekey, spentKemPrekey: kemPrekey } = message.effects;
    const spent = prekey === undefined ? undefined : this.book.get(PREKEY, hex(prekey));
    const spentKem = kemPrekey === undefined ? undefined : this.book.get(KEM_PREKEY, hex(kemPrekey));
    await this.book.commit(...changes);
    if (spent !== undefined) erase(spent.pkcs8);
    if (spentKem !== undefined) erase(spentKem.seed);
    if (this.book.has(OWED, hex(header.messageId))) this.receiptsSoon();
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
  private receiptOfControl({ header, effects, content, sentAt, life }: Arrived): readonly BookChange[] {
    if (!effects.confirms || content.kind === "text") return [];
    const { senderDevice, senderUser: to, messageId: message } = header;
    const link = this.book.get(SENDING, hex(senderDevice));
    const named = content.kind === "delivered" ? content.messages : [];
    if (link === undefined || !confirmed(link, named).carriers[0].confirmed) return [];
    return [put(OWED, hex(message), { to, message, until: expiryOf(sentAt, life.expiresAfterSeconds) })];
  }

  private async textChanges(message: Arrived, text: string): Promise<readonly BookChange[]> {
    const { header, sentAt } = message;
    await this.people.meet(header.senderUser);
    const policy = this.time.policy();
    const expiresAfterSeconds = Math.min(message.life.expiresAfterSeconds, policy.expirationMaximum);
    const cut = policy.burnMaximum > 0 ? policy.burnMaximum : message.life.burnAfterSeconds;
    const burnAfterSeconds = Math.min(message.life.burnAfterSeconds, cut);
    const expiresAt = expiryOf(sentAt, expiresAfterSeconds);
    if (expiresAt <= this.time.now()) return [];
    const [id, conversation] = [header.messageId, hex(message.conversation)];
    const order = (this.book.get(NUMBER, "order")?.value ?? 0) + 1;
    const stored: StoredMessage = {
      id, conversation, author: header.senderUser, mine: false, sentAt, expiresAt, expiresAfterSeconds, burnAfterSeconds,
      text, order, read: false,
    };
    return [
      put(NUMBER, "order", { value: order }),
      put(MESSAGE, hex(id), stored),
      put(CONVERSATION, conversation, { peer: header.senderUser }),
      put(OWED, hex(id), { to: header.senderUser, message: id, until: expiresAt }),
    ];
  }

  private deliveredChanges(message: Arrived, ids: readonly Bytes[]): readonly BookChange[] {
    const changes: BookChange[] = [];
    const device = hex(message.header.senderDevice);
    const link = this.book.get(SENDING, device);
    const after = link === undefined ? undefined : confirmed(link, ids);
    if (after !== undefined && after !== link) changes.push(put(SENDING, device, after));
    for (const id of ids) {
      const own = this.ownIn(message, id);
      if (own !== undefined) changes.push(put(MESSAGE, hex(id), { ...own, delivery: "delivered" }));
    }
    return changes;
  }

  private displayedChanges(message: Arrived, id: Bytes, displayedAt: number): readonly BookChange[] {
    const own = this.ownIn(message, id);
    if (own === undefined || own.burnAfterSeconds === 0) return [];
    const from = Math.max(Math.min(displayedAt, this.time.now()), own.sentAt);
    const burnsAt = Math.min(expiryOf(from, own.burnAfterSeconds), endOf(own));
    return [put(MESSAGE, hex(id), { ...own, delivery: "delivered", burnsAt })];
  }

  /** The own message of that id, where it went to the sender of this one. */
  private ownIn(message: Arrived, id: Bytes): StoredMessage | undefined {
    const own = this.book.get(MESSAGE, hex(id));
    return own?.mine === true && own.conversation === hex(message.conversation) ? own : undefined;
  }

  private async warn(deliver: Deliver, { check, header }: Extract<Outcome, { kind: "refused" }>): Promise<"kept" | "hold"> {
    const user = header?.senderUser;
    const peer = user === undefined ? undefined : this.people.get(user);
    const id = hex(await sha512(deliver.header, deliver.ciphertext, deliver.wrap, deliver.signature)).slice(0, 32);
    const known = peer === undefined ? undefined : hex(await directConversation(this.self.network, this.self.user, peer.user));
    const conversation = known !== undefined && this.book.has(CONVERSATION, known) ? known : undefined;
    const warning = {
      at: this.time.now(),
      code: CHECKS[check],
      ...(user === undefined ? {} : { user }),
      ...(conversation === undefined ? {} : { conversation }),
    };
    if (!this.book.has(WARNING, id)) await this.book.commit(put(WARNING, id, warning));
    if (check !== "R3" || peer?.changed === undefined) return "kept";
    if (this.held.size < HELD_AT_MOST) this.held.add(id);
    return this.held.has(id) ? "hold" : "kept";
  }
}
