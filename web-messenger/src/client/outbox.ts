/**
 * Sends what waits in the outbox: for each colleague in order, one envelope at a time, each with keys used once. An envelope
 * goes to all devices of both members but this one; a device that has no keys left gets a text later, alone.
 */
import type { Bytes } from "../bytes/bytes.js";
import { equal } from "../bytes/bytes.js";
import { fromHex, hex } from "../bytes/text.js";
import { RequestError, type Timers } from "../connection/ports.js";
import { randomBytes } from "../crypto/random.js";
import type { TrustedDevice, TrustedList } from "../protocol/device-list.js";
import type { MessageContent } from "../protocol/content.js";
import { sealEnvelope, type Draft, type Recipient } from "../protocol/seal.js";
import { withoutCarriersOf, type WrapPlan } from "../protocol/sending-link.js";
import { expiryOf, SECOND } from "../protocol/time.js";
import { drop, put, type Book, type BookChange } from "./book.js";
import type { People } from "./people.js";
import {
  CONVERSATION, MESSAGE, NUMBER, OUTGOING, RESEND, SENDING, endOf, resendName, type ClaimedKey, type LiveSelf, type Outgoing,
  type Resend, type StoredMessage,
} from "./records.js";
import { enclosedFor } from "./reply-keys.js";
import type { Server } from "./server.js";
import type { Supply } from "./supply.js";
import type { Turns } from "./turns.js";

const FIRST_PAUSE = 5 * SECOND;
const LONGEST_PAUSE = 120 * SECOND;

/** Refusals that time mends; all others are for good. */
const PASSING = new Set(["offline", "busy", "rate-limited", "mailbox-full", "internal", "suspended", "unauthenticated", "clock-off"]);

/** How often one message is sealed anew because the server had newer lists. */
const STALE_AT_MOST = 3;

interface Target {
  readonly of: TrustedList;
  readonly device: TrustedDevice;
}

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
  private stopped = false;

  constructor(
    private readonly self: LiveSelf,
    private readonly book: Book,
    private readonly server: Server,
    private readonly people: People,
    private readonly supply: Supply,
    private readonly turns: Turns,
    private readonly time: { readonly timers: Timers; now(): number },
  ) {}

  /** Durable once it resolves. `also` becomes durable in the same step. */
  add(draft: NewMessage, also: (outgoing: Outgoing) => readonly BookChange[] = () => []): Promise<void> {
    return this.turns.take(async () => {
      const order = this.number("order") + 1;
      const outgoing: Outgoing = { id: randomBytes(16), order, ...draft };
      const counted = put(NUMBER, "order", { value: order });
      await this.book.commit(counted, put(OUTGOING, hex(outgoing.id), outgoing), ...also(outgoing));
      this.pump(draft.to);
    });
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
    this.pauses.forEach((pause) => pause.cancel());
  }

  /** Keeps keys at hand, so that the next message need not wait for them. */
  async prefetch(user: Bytes): Promise<void> {
    if (!this.server.connected || this.people.get(user)?.changed !== undefined) return;
    const list = await this.people.listOf(user);
    if (list !== undefined) await this.prepare(this.targets(list), 1);
  }

  private number(name: string): number {
    return this.book.get(NUMBER, name)?.value ?? 0;
  }

  private waitingFor(to: Bytes): readonly Outgoing[] {
    const now = this.time.now();
    return [...this.book.all(OUTGOING).values()]
      .filter((each) => equal(each.to, to) && each.sentAt + SECOND * each.expiresAfterSeconds > now)
      .sort((a, b) => a.order - b.order);
  }

  private async run(to: Bytes): Promise<void> {
    while (this.server.connected && !this.stopped) {
      const next = this.waitingFor(to)[0] ?? (await this.resend(to));
      if (next === undefined) return;
      try {
        const submit = next.submit ?? (await this.seal(next));
        if (submit === undefined) return;
        if (submit === "let-go") continue;
        await this.server.submit(submit);
        await this.settle(next, { delivery: "sent" });
        this.pauses.delete(hex(to));
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
    return this.turns.take(() => {
      const id = hex(outgoing.id);
      const message = this.book.get(MESSAGE, id);
      const changes: BookChange[] = [drop(OUTGOING, id)];
      if (message !== undefined && message.delivery !== "delivered") changes.push(put(MESSAGE, id, { ...message, ...change }));
      return this.book.commit(...changes);
    });
  }

  /** Nothing of it was stored: it is sealed anew, with a new key, for the lists that are in force by now. */
  private unseal({ id, to, content, sentAt, expiresAfterSeconds, burnAfterSeconds, order, stale = 0, resends, only }: Outgoing): Promise<void> {
    const name = hex(id);
    const alone = only === undefined ? {} : { only };
    const unsealed = { id, to, content, sentAt, expiresAfterSeconds, burnAfterSeconds, order, stale: stale + 1, ...alone };
    return this.turns.take(async () => {
      if (!this.book.has(OUTGOING, name)) return;
      const links = [...this.book.all(SENDING)]
        .filter(([, { carriers }]) => carriers.some(({ message }) => equal(message, id)))
        .map(([device, link]) => {
          const without = withoutCarriersOf(link, id);
          return without === undefined ? drop(SENDING, device) : put(SENDING, device, without);
        });
      const waiting = resends?.flatMap((each) => this.waitsStill(each));
      const kept = waiting === undefined ? [put(OUTGOING, name, unsealed)] : [drop(OUTGOING, name), ...waiting];
      await this.book.commit(...kept, ...links);
    });
  }

  private async seal(outgoing: Outgoing): Promise<Bytes | "let-go" | undefined> {
    if (this.people.get(outgoing.to)?.changed !== undefined) return undefined;
    const list = await this.people.recentListOf(outgoing.to);
    if (list === undefined) throw new RequestError("unknown-user");
    const targets = this.targets(list, outgoing.only);
    if (outgoing.only === undefined) await this.prepare(targets, this.waitingFor(outgoing.to).length);
    else await Promise.allSettled(targets.map(({ of, device }) => this.supply.prepare(of, device, 1, true)));
    const sealed = await this.turns.take(() => this.sealNow(outgoing));
    if (sealed === "waits") await this.waitForKeys(outgoing.to);
    return sealed === "waits" ? undefined : sealed;
  }

  /** All devices of both members but this one, or that one of them. */
  private targets(list: TrustedList, only?: Bytes): readonly Target[] {
    const own = this.self.list;
    const others = own.devices.filter(({ device }) => !equal(device, this.self.device));
    const all = [...list.devices.map((device) => ({ of: list, device })), ...others.map((device) => ({ of: own, device }))];
    return only === undefined ? all : all.filter(({ device: { device } }) => equal(device, only));
  }

  /** Rejects where keys could not be claimed and no device of the other member can do without. */
  private async prepare(targets: readonly Target[], waiting: number): Promise<void> {
    const can = ({ of, device }: Target): boolean => !equal(of.user, this.self.user) && this.supply.plan(device) !== undefined;
    const optional = targets.some(can);
    const claims = targets.map(({ of, device }) => this.supply.prepare(of, device, waiting, optional || equal(of.user, this.self.user)));
    const failed = (await Promise.allSettled(claims)).find((claim) => claim.status === "rejected");
    if (failed !== undefined && !targets.some(can)) throw failed.reason;
  }

  private async sealNow(outgoing: Outgoing): Promise<Bytes | "waits" | "let-go" | undefined> {
    const peer = this.people.get(outgoing.to);
    if (peer?.list === undefined || peer.changed !== undefined || !this.book.has(OUTGOING, hex(outgoing.id))) return undefined;
    const { list } = peer;
    const { id, content, sentAt, expiresAfterSeconds, burnAfterSeconds, to, only } = outgoing;
    const [planned, without] = this.planned(this.targets(list, only));
    if (only !== undefined && planned.length === 0) {
      // A receipt for one device holds up nothing else.
      await this.book.commit(drop(OUTGOING, hex(id)));
      return "let-go";
    }
    if (only === undefined && !planned.some(({ of }) => of === list)) return "waits";
    const draft = { messageId: id, content, sentAt, life: { expiresAfterSeconds, burnAfterSeconds } };
    const until = expiryOf(sentAt, expiresAfterSeconds);
    const resends = content.kind !== "text" ? [] : without.map(({ device: { device } }) => ({ message: id, to, device, until }));
    const waiting = resends.map((each) => put(RESEND, resendName(each), each));
    return this.sealFor(list, planned, draft, (submit) => [put(OUTGOING, hex(id), { ...outgoing, submit }), ...waiting]);
  }

  private planned(targets: readonly Target[]) {
    const planned: (Recipient & { readonly plan: WrapPlan<ClaimedKey> })[] = [];
    const without: Target[] = [];
    for (const target of targets) {
      const plan = this.supply.plan(target.device);
      if (plan === undefined) without.push(target);
      else planned.push({ ...target, plan });
    }
    return [planned, without] as const;
  }

  private async sealFor(
    list: TrustedList,
    recipients: readonly (Recipient & { readonly plan: WrapPlan<ClaimedKey> })[],
    draft: Omit<Draft, "counter">,
    also: (submit: Bytes) => readonly BookChange[],
  ): Promise<Bytes> {
    const counter = this.number("counter") + 1;
    const now = this.time.now();
    const enclosed = await Promise.all(recipients.map(({ device: { device } }) => enclosedFor(this.book, device, now)));
    const to = recipients.map((each, i) => {
      const replyKey = enclosed[i]?.replyKey;
      return replyKey === undefined ? each : { ...each, replyKey };
    });
    const { submit, links } = await sealEnvelope(this.self, list, to, { ...draft, counter }, now);
    const replyKeys = enclosed.flatMap(({ changes }) => changes);
    const moved = links.flatMap((link, i) => {
      const device = recipients[i]?.device.device;
      return device === undefined ? [] : [put(SENDING, hex(device), link)];
    });
    const spent = recipients.flatMap(({ plan }) => this.supply.spend(plan));
    // Counter, links and spent keys are durable before the envelope leaves: nothing is ever used twice.
    await this.book.commit(put(NUMBER, "counter", { value: counter }), ...moved, ...spent, ...replyKeys, ...also(submit));
    return submit;
  }

  /** A re-send of the first text that a device waits for and can get by now, sealed; nothing: the others go on waiting. */
  private async resend(to: Bytes): Promise<Outgoing | undefined> {
    const waiting = (): readonly (readonly [string, Resend])[] => [...this.book.all(RESEND)].filter(([, each]) => equal(each.to, to));
    if (waiting().length === 0 || this.people.get(to)?.changed !== undefined) return undefined;
    const list = await this.people.recentListOf(to);
    if (list === undefined) return undefined;
    const devices = new Set(waiting().map(([, { device }]) => hex(device)));
    const targets = this.targets(list).filter(({ device: { device } }) => devices.has(hex(device)));
    await Promise.allSettled(targets.map(({ of, device }) => this.supply.prepare(of, device, waiting().length, true)));
    const made = await this.turns.take(() => this.resendNow(to, waiting()));
    if (made === undefined && waiting().length > 0) this.pause(to, 0);
    return made;
  }

  private async resendNow(to: Bytes, waiting: readonly (readonly [string, Resend])[]): Promise<Outgoing | undefined> {
    const peer = this.people.get(to);
    if (peer?.list === undefined || peer.changed !== undefined) return undefined;
    const { list } = peer;
    const ended = waiting.filter(([, { message }]) => this.living(message) === undefined).map(([name]) => drop(RESEND, name));
    await this.book.commit(...ended);
    for (const { id: messageId, sentAt, expiresAfterSeconds, burnAfterSeconds, text } of this.inOrder(waiting)) {
      const mine = waiting.filter(([, { message }]) => equal(message, messageId));
      const wanted = this.targets(list).filter(({ device }) => mine.some(([, each]) => equal(each.device, device.device)));
      const [planned] = this.planned(wanted);
      if (planned.length === 0) continue;
      const resends = planned.map(({ device: { device } }) => resendName({ message: messageId, device }));
      const order = this.number("order") + 1;
      const life = { expiresAfterSeconds, burnAfterSeconds };
      const outgoing: Outgoing = { id: randomBytes(16), to, content: { kind: "text", body: text }, sentAt, ...life, order, resends };
      const original = { messageId, sentAt, ...life };
      const draft = { messageId: outgoing.id, content: outgoing.content, sentAt, life, original };
      const submit = await this.sealFor(list, planned, draft, (sealed) => [
        put(NUMBER, "order", { value: order }),
        put(OUTGOING, hex(outgoing.id), { ...outgoing, submit: sealed }),
        ...resends.map((name) => drop(RESEND, name)),
      ]);
      return { ...outgoing, submit };
    }
    return undefined;
  }

  private inOrder(waiting: readonly (readonly [string, Resend])[]): readonly StoredMessage[] {
    const ids = new Set(waiting.map(([, { message }]) => hex(message)));
    return [...ids].flatMap((id) => this.living(fromHex(id)) ?? []).sort((a, b) => a.order - b.order);
  }

  private living(message: Bytes): StoredMessage | undefined {
    const stored = this.book.get(MESSAGE, hex(message));
    return stored !== undefined && endOf(stored) > this.time.now() ? stored : undefined;
  }

  /** What a refused re-send was for. */
  private waitsStill(name: string): readonly BookChange[] {
    const [message = "", device = ""] = name.split("/");
    const stored = this.living(fromHex(message));
    const to = stored === undefined ? undefined : this.book.get(CONVERSATION, stored.conversation)?.peer;
    if (stored === undefined || to === undefined) return [];
    return [put(RESEND, name, { message: stored.id, to, device: fromHex(device), until: endOf(stored) })];
  }

  private async waitForKeys(to: Bytes): Promise<void> {
    this.pause(to, 0);
    await this.turns.take(() => {
      const waiting = this.waitingFor(to).flatMap(({ id }) => this.book.get(MESSAGE, hex(id)) ?? []);
      const changes = waiting
        .filter(({ delivery }) => delivery === "queued")
        .map((message) => put(MESSAGE, hex(message.id), { ...message, delivery: "waiting-for-keys" as const }));
      return this.book.commit(...changes);
    });
  }
}
