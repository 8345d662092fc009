/**
 * Sends what waits in the outbox: for each colleague in order, one envelope at a time, each with keys used once. An envelope
 * goes to all devices of both members but this one; a device that has no keys left gets a text later, alone.
 */
import { equal, type Bytes } from "../bytes/bytes.js";
import { hex } from "../bytes/text.js";
import { RequestError, type Timers } from "../connection/ports.js";
import { randomBytes } from "../crypto/random.js";
import type { MessageContent } from "../protocol/content.js";
import type { TrustedList } from "../protocol/device-list.js";
import { withoutCarriersOf } from "../protocol/sending-link.js";
import { expiryOf, SECOND } from "../protocol/time.js";
import { forgotten, keepSent } from "./asking.js";
import { drop, put, type Book, type BookChange } from "./book.js";
import type { People } from "./people.js";
import {
  MESSAGE, NUMBER, OUTGOING, RESEND, SENDING, SENT_TEXT, messageName, resendName, type LiveSelf, type Outgoing, type StoredMessage,
} from "./records.js";
import { Resends } from "./resends.js";
import { Sealing, type Target } from "./sealing.js";
import type { Server } from "./server.js";
import type { Supply } from "./supply.js";
import type { Turns } from "./turns.js";
import type { WrapSealing } from "./wrap-pool.js";

const FIRST_PAUSE = 5 * SECOND;
const LONGEST_PAUSE = 120 * SECOND;

/** Refusals that time mends; all others are for good. */
const PASSING = new Set(["offline", "busy", "rate-limited", "mailbox-full", "internal", "suspended", "unauthenticated", "clock-off"]);

/** How often one message is sealed anew because the server had newer lists. */
const STALE_AT_MOST = 3;

interface Pause {
  readonly length: number;
  /** Of {@link Timers.elapsed}: the end of what the server asked for. */
  readonly notBefore: number;
  cancel(): void;
}

export interface NewMessage {
  readonly to: Bytes;
  readonly content: MessageContent;
  readonly sentAt: number;
  readonly expiresAfterSeconds: number;
  readonly burnAfterSeconds: number;
  readonly only?: Bytes;
}

export class Outbox {
  private readonly running = new Map<string, Promise<void>>();
  /** Asked to run while they ran: perhaps after they had looked for the last time. */
  private readonly again = new Set<string>();
  private readonly pauses = new Map<string, Pause>();
  private readonly sealing: Sealing;
  private readonly resends: Resends;
  private stopped = false;

  constructor(
    private readonly self: LiveSelf,
    private readonly book: Book,
    private readonly server: Server,
    private readonly people: People,
    private readonly supply: Supply,
    private readonly turns: Turns,
    private readonly wraps: WrapSealing,
    private readonly time: { readonly timers: Timers; now(): number },
  ) {
    this.sealing = new Sealing(self, book, supply, wraps, time);
    this.resends = new Resends(self, book, people, supply, this.sealing, turns, time);
  }

  /** Durable once it resolves. `also` becomes durable in the same step. */
  add(draft: NewMessage, also: (outgoing: Outgoing) => readonly BookChange[] = () => []): Promise<void> {
    return this.turns.take(() => this.addInTurn(draft, also));
  }

  async addInTurn(draft: NewMessage, also: (outgoing: Outgoing) => readonly BookChange[]): Promise<void> {
    const order = (this.book.get(NUMBER, "order")?.value ?? 0) + 1;
    const identity = this.people.get(draft.to)?.list?.fingerprint;
    const outgoing: Outgoing = { id: randomBytes(16), order, ...draft, ...(identity === undefined ? {} : { identity }) };
    const counted = put(NUMBER, "order", { value: order });
    await this.book.commit(counted, put(OUTGOING, hex(outgoing.id), outgoing), ...also(outgoing));
    this.pump(draft.to);
  }

  /** Sends to all for whom something waits. */
  pumpAll(): void {
    const all = [...this.book.all(OUTGOING).values(), ...this.book.all(RESEND).values()];
    const users = new Map(all.map(({ to }) => [hex(to), to]));
    users.forEach((to) => this.pump(to));
  }

  /** Sends what waits for that colleague, unless the server asked to be left alone for a while. */
  pump(to: Bytes): void {
    const user = hex(to);
    if (this.stopped) return;
    if (this.running.has(user)) this.again.add(user);
    else if ((this.pauses.get(user)?.notBefore ?? 0) <= this.time.timers.elapsed()) this.begin(to);
  }

  private begin(to: Bytes): void {
    const user = hex(to);
    this.pauses.get(user)?.cancel();
    this.again.delete(user);
    const run = this.run(to)
      // Whatever it was, the message is in the outbox, and shown as waiting.
      .catch(() => this.pause(to, 0))
      .finally(() => {
        this.running.delete(user);
        if (this.again.delete(user)) this.pump(to);
      });
    this.running.set(user, run);
  }

  stop(): void {
    this.stopped = true;
    this.wraps.stop();
    this.pauses.forEach((pause) => pause.cancel());
  }

  /** Keeps a list of today and keys at hand, so that the next message waits for no round trip. */
  async prefetch(user: Bytes): Promise<void> {
    if (!this.server.connected || this.people.get(user)?.changed !== undefined) return;
    const list = await this.people.recentListOf(user);
    if (list !== undefined) await this.prepare(this.sealing.targets(list), 1);
  }

  private waitingFor(to: Bytes): readonly Outgoing[] {
    const now = this.time.now();
    return [...this.book.all(OUTGOING).values()]
      .filter((each) => equal(each.to, to) && each.sentAt + SECOND * each.expiresAfterSeconds > now)
      .sort((a, b) => a.order - b.order);
  }

  private async run(to: Bytes): Promise<void> {
    // By message: questions without keys. They wait, and hold up nothing.
    const left = new Set<string>();
    let sent = false;
    while (this.server.connected && !this.stopped) {
      const next = this.waitingFor(to).find(({ id }) => !left.has(hex(id))) ?? (await this.resends.next(to));
      if (next === undefined) {
        if (left.size > 0 || this.resends.waiting(to).length > 0) this.pause(to, 0);
        // Not waited for, and a kindness: without it the next message asks itself, and says so where there are no keys.
        if (sent) this.prefetch(to).catch(() => undefined);
        return;
      }
      try {
        const submit = next.submit ?? (await this.seal(next));
        if (submit === undefined) return;
        if (submit === "let-go") continue;
        if (submit === "left") {
          left.add(hex(next.id));
          continue;
        }
        await this.server.submit(submit);
        await this.settle(next, { delivery: "sent" });
        this.pauses.delete(hex(to));
        sent = true;
      } catch (failure) {
        if (!(failure instanceof RequestError)) throw failure;
        if ((await this.afterRefusal(next, failure)) === "pause") return;
      }
    }
  }

  /** What a refusal makes of the message: it waits, is sealed anew, or has failed. */
  private async afterRefusal(next: Outgoing, failure: RequestError): Promise<"pause" | "go-on"> {
    const { to, stale = 0 } = next;
    if (PASSING.has(failure.code)) {
      this.pause(to, failure.retryAfterMs);
      return "pause";
    }
    const again = failure.code === "stale-device-list" && stale < STALE_AT_MOST;
    if (again || failure.code === "not-recipient") {
      const users = failure.users.length === 0 ? [to, this.self.user] : failure.users;
      // Rejects where the server is needed and away: the same bytes go again later, and are refused no more often for it.
      for (const user of users) await this.people.refresh(user);
    }
    if (again) await this.unseal(next);
    else await this.settle(next, { delivery: "failed", failure: failure.code });
    return "go-on";
  }

  private pause(to: Bytes, atLeast: number): void {
    if (this.stopped) return;
    const user = hex(to);
    const before = this.pauses.get(user);
    before?.cancel();
    const length = Math.min(Math.max(atLeast, before === undefined ? FIRST_PAUSE : 2 * before.length), LONGEST_PAUSE);
    const cancel = this.time.timers.after(Math.max(length, atLeast), () => {
      if (!this.stopped && !this.running.has(user)) this.begin(to);
    });
    this.pauses.set(user, { length, notBefore: this.time.timers.elapsed() + atLeast, cancel });
  }

  /** The server has answered: the outbox copy is erased. */
  private settle(outgoing: Outgoing, change: Pick<StoredMessage, "delivery" | "failure">): Promise<void> {
    return this.turns.take(() => this.book.commit(...this.settling(outgoing, change)));
  }

  private settling(outgoing: Outgoing, change: Pick<StoredMessage, "delivery" | "failure">): readonly BookChange[] {
    const { id } = outgoing;
    const name = messageName(this.self.user, id);
    const message = this.book.get(MESSAGE, name);
    const settled = message === undefined || message.delivery === "delivered" ? [] : [put(MESSAGE, name, { ...message, ...change })];
    // Of what failed nothing was stored: no device has missed it, and none can ask for it.
    const gone = change.delivery === "failed" ? [...forgotten(this.book, id), drop(SENT_TEXT, hex(id))] : [];
    return [drop(OUTGOING, hex(id)), ...settled, ...gone];
  }

  /**
   * What was written for one identity is sealed for no other, whatever the policy says: it is the server that shows identities.
   * Only the person, who was told, sends it to another.
   */
  private isMeantForThem({ to, identity }: Outgoing): boolean {
    const { list, succeeded } = this.people.get(to) ?? {};
    return identity === undefined ? succeeded !== true : list !== undefined && equal(list.fingerprint, identity);
  }

  /** Nothing of it was stored: it is sealed anew, with a new key, for the lists that are in force by now. */
  private unseal(outgoing: Outgoing): Promise<void> {
    const { id, resends } = outgoing;
    const name = hex(id);
    return this.turns.take(async () => {
      const sealed = this.book.get(OUTGOING, name);
      if (sealed === undefined) return;
      const { to, content, sentAt, expiresAfterSeconds, burnAfterSeconds, order, stale = 0, identity, only } = sealed;
      const meant = { ...(identity === undefined ? {} : { identity }), ...(only === undefined ? {} : { only }) };
      const links = [...this.book.all(SENDING)]
        .filter(([, { carriers }]) => carriers.some(({ message }) => equal(message, id)))
        .map(([device, link]) => {
          const without = withoutCarriersOf(link, id);
          return without === undefined ? drop(SENDING, device) : put(SENDING, device, without);
        });
      const unsealed = { id, to, content, sentAt, expiresAfterSeconds, burnAfterSeconds, order, stale: stale + 1, ...meant };
      const waits = resends === undefined ? [put(OUTGOING, name, unsealed)] : [drop(OUTGOING, name), ...this.resends.again(resends)];
      await this.book.commit(...waits, drop(SENT_TEXT, name), ...links);
    });
  }

  private async seal(outgoing: Outgoing): Promise<Bytes | "let-go" | "left" | undefined> {
    if (this.people.get(outgoing.to)?.changed !== undefined) return undefined;
    const list = await this.people.recentListOf(outgoing.to);
    if (list === undefined) throw new RequestError("unknown-user");
    // For who it is not meant for no keys are claimed: it stops.
    if (this.isMeantForThem(outgoing)) await this.prepareFor(outgoing, list);
    const sealed = await this.turns.take(() => this.sealNow(outgoing));
    if (sealed === "waits") await this.waitForKeys(outgoing.to);
    return sealed === "waits" ? undefined : sealed;
  }

  private async prepareFor(outgoing: Outgoing, list: TrustedList): Promise<void> {
    const targets = this.sealing.targets(list, outgoing.only);
    this.wraps.expect(targets.length);
    const start = isQuestion(outgoing);
    if (outgoing.only === undefined) await this.prepare(targets, this.waitingFor(outgoing.to).length);
    else await Promise.allSettled(targets.map(({ of, device }) => this.supply.prepare(of, device, 1, true, start)));
  }

  /** Rejects where keys could not be claimed and no device of the other member can do without. */
  private async prepare(targets: readonly Target[], waiting: number): Promise<void> {
    const can = ({ of, device }: Target): boolean => !equal(of.user, this.self.user) && this.supply.plan(device) !== undefined;
    const optional = targets.some(can);
    const claims = targets.map(({ of, device }) => this.supply.prepare(of, device, waiting, optional || equal(of.user, this.self.user)));
    const failed = (await Promise.allSettled(claims)).find((claim) => claim.status === "rejected");
    if (failed !== undefined && !targets.some(can)) throw failed.reason;
  }

  private async sealNow(outgoing: Outgoing): Promise<Bytes | "waits" | "let-go" | "left" | undefined> {
    const peer = this.people.get(outgoing.to);
    const { id, content, sentAt, expiresAfterSeconds, burnAfterSeconds, to, only } = outgoing;
    const kept = this.book.get(OUTGOING, hex(id));
    if (peer?.list === undefined || peer.changed !== undefined || kept === undefined) return undefined;
    if (!this.isMeantForThem(kept)) {
      await this.book.commit(...this.settling(kept, { delivery: "failed", failure: "identity-changed" }));
      return "let-go";
    }
    const { list } = peer;
    const targets = this.sealing.targets(list, only);
    const [planned, without] = this.sealing.planned(targets, isQuestion(outgoing));
    if (only !== undefined && planned.length === 0) {
      if (isQuestion(outgoing) && targets.length > 0) return "left";
      // A receipt for one device holds up nothing else.
      await this.book.commit(drop(OUTGOING, hex(id)));
      return "let-go";
    }
    if (only === undefined && !planned.some(({ of }) => of === list)) return "waits";
    const draft = { messageId: id, content, sentAt, life: { expiresAfterSeconds, burnAfterSeconds } };
    const until = expiryOf(sentAt, expiresAfterSeconds);
    const resends = content.kind !== "text" ? [] : without.map(({ device: { device } }) => ({ message: id, to, device, identity: list.fingerprint, until }));
    const waiting = resends.map((each) => put(RESEND, resendName(each), each));
    const silent = planned.filter(({ of }) => of === list).map(({ device: { device } }) => device);
    const sent = { text: id, to, fingerprint: list.fingerprint, silent };
    return this.sealing.seal(list, planned, draft, ({ submit, headerHash }) => [
      put(OUTGOING, hex(id), { ...kept, identity: list.fingerprint, submit }),
      ...waiting,
      ...(content.kind === "text" ? [keepSent(id, { ...sent, headerHash }, { sentAt, end: until })] : []),
    ]);
  }

  private async waitForKeys(to: Bytes): Promise<void> {
    this.pause(to, 0);
    await this.turns.take(() => {
      const waiting = this.waitingFor(to).flatMap(({ id }) => this.book.get(MESSAGE, messageName(this.self.user, id)) ?? []);
      const changes = waiting
        .filter(({ delivery }) => delivery === "queued")
        .map((message) => put(MESSAGE, messageName(message.author, message.id), { ...message, delivery: "waiting-for-keys" as const }));
      return this.book.commit(...changes);
    });
  }
}

/** It goes by START, whatever link there is: what it tells of may be that the link is broken. */
function isQuestion({ content }: Pick<Outgoing, "content">): boolean {
  return content.kind === "notOpened";
}
