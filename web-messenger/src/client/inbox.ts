/** Takes deliveries one after the other: checks, makes durable, then acknowledges. */
import type { Deliver } from "#wire/socket_pb.js";
import { equal, erase, type Bytes } from "../bytes/bytes.js";
import { hex } from "../bytes/text.js";
import type { Timers } from "../connection/ports.js";
import { importPrivateKey } from "../crypto/agreement.js";
import { sha512 } from "../crypto/hash.js";
import { directConversation } from "../protocol/conversation.js";
import { DELIVERED_AT_MOST } from "../protocol/content.js";
import { receive, CHECKS, type Arrived, type Outcome, type Receiver } from "../protocol/receive.js";
import { UNUSED_WINDOW } from "../protocol/replay-window.js";
import { PRIVATE_KEPT } from "../protocol/prekeys.js";
import { DAY, expiryOf, SECOND } from "../protocol/time.js";
import type { Policy } from "./api.js";
import { drop, put, type Book, type BookChange } from "./book.js";
import { endEpoch } from "./links.js";
import type { Outbox } from "./outbox.js";
import type { People } from "./people.js";
import {
  ACCEPTED, CLAIMED, CONVERSATION, EPOCH, MESSAGE, NUMBER, OWED, PREKEY, SEEN_PREKEY, SENDING, SKIPPED, WARNING, WINDOW,
  endOf, type LiveSelf, type StoredMessage,
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
      prekey: async (id, senderDevice) => {
        const own = book.get(PREKEY, hex(id));
        if (own === undefined || (own.replyFor !== undefined && !equal(own.replyFor, senderDevice))) return undefined;
        return { publicKey: own.publicKey, privateKey: await importPrivateKey(own.pkcs8) };
      },
      epoch: (device, epoch) => book.get(EPOCH, `${hex(device)}/${hex(epoch)}`),
      skipped: (device) => ({
        count: [...book.all(SKIPPED).keys()].filter((name) => name.startsWith(`${hex(device)}/`)).length,
        get: (epoch, index) => book.get(SKIPPED, `${hex(device)}/${hex(epoch)}/${index}`),
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
    const all = [...this.book.all(OWED).values()];
    for (const user of new Set(all.map(({ to }) => hex(to)))) {
      const batch = all.filter(({ to }) => hex(to) === user).slice(0, DELIVERED_AT_MOST);
      const [first] = batch;
      const now = this.time.now();
      const life = Math.floor((Math.min(...batch.map(({ until }) => until)) - now) / SECOND);
      const paid = batch.map(({ message }) => drop(OWED, hex(message)));
      if (first === undefined || life < 1) {
        await this.book.commit(...paid);
        continue;
      }
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
    const changes = [...this.protocolChanges(message)];
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
    const spent = this.book.get(PREKEY, hex(message.effects.spentPrekey));
    await this.book.commit(...changes);
    if (spent !== undefined) erase(spent.pkcs8);
    if (content.kind === "text") this.receiptsSoon();
    if (message.effects.replyKey !== undefined) this.outbox.pump(header.senderUser);
  }

  private protocolChanges({ header, hash, effects }: Arrived): readonly BookChange[] {
    const [device, now] = [hex(header.senderDevice), this.time.now()];
    const changes = [
      put(ACCEPTED, `${device}/${hex(header.messageId)}`, { hash, until: now + HASH_KEPT }),
      drop(PREKEY, hex(effects.spentPrekey)),
      put(WINDOW, device, effects.window),
    ];
    const { epoch, spentSkipped, replyKey } = effects;
    if (epoch !== undefined) {
      const name = `${device}/${hex(epoch.epoch)}`;
      const before = this.epochsOf(device);
      const newest = before[0]?.[1].since ?? 0;
      const since = this.book.get(EPOCH, name)?.since ?? Math.max(now, newest + 1);
      changes.push(put(EPOCH, name, { ...epoch, since }));
      // With the one that begins there are two.
      if (effects.startsEpoch) changes.push(...before.slice(1).flatMap(([outlived]) => endEpoch(this.book, outlived)));
    }
    for (const skipped of effects.skipped) {
      const name = `${device}/${hex(skipped.epoch)}/${skipped.index}`;
      changes.push(put(SKIPPED, name, { ...skipped, until: now + PRIVATE_KEPT }));
    }
    if (spentSkipped !== undefined) {
      changes.push(drop(SKIPPED, `${device}/${hex(spentSkipped.epoch)}/${spentSkipped.index}`));
    }
    if (replyKey !== undefined && replyKey.expires > now && !this.book.has(SEEN_PREKEY, hex(replyKey.id))) {
      const { id, key, expires } = replyKey;
      changes.push(put(CLAIMED, hex(id), { id, key, device: header.senderDevice, expires }));
      changes.push(put(SEEN_PREKEY, hex(id), { until: expires }));
    }
    return changes;
  }

  /** By name, the newest first. */
  private epochsOf(device: string) {
    const own = [...this.book.all(EPOCH)].filter(([name]) => name.startsWith(`${device}/`));
    return own.sort(([, a], [, b]) => b.since - a.since);
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
    if (link !== undefined && ids.some((id) => equal(id, link.startMessage))) {
      changes.push(put(SENDING, device, { ...link, confirmed: true }));
    }
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
