/** Sends what waits in the outbox: for each colleague in order, one envelope at a time, each with keys used once. */
import type { Bytes } from "../bytes/bytes.js";
import { equal } from "../bytes/bytes.js";
import { hex } from "../bytes/text.js";
import { RequestError, type Timers } from "../connection/ports.js";
import { randomBytes } from "../crypto/random.js";
import type { TrustedList } from "../protocol/device-list.js";
import type { MessageContent } from "../protocol/content.js";
import { sealEnvelope, type Recipient } from "../protocol/seal.js";
import { SECOND } from "../protocol/time.js";
import { drop, put, type Book, type BookChange } from "./book.js";
import type { People } from "./people.js";
import { MESSAGE, NUMBER, OUTGOING, SENDING, type LiveSelf, type Outgoing, type StoredMessage } from "./records.js";
import type { Server } from "./server.js";
import type { Supply } from "./supply.js";
import type { Turns } from "./turns.js";

const FIRST_PAUSE = 5 * SECOND;
const LONGEST_PAUSE = 120 * SECOND;

/** Refusals that time mends; all others are for good. */
const PASSING = new Set(["offline", "busy", "rate-limited", "mailbox-full", "internal", "suspended", "unauthenticated", "clock-off"]);

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
    const users = new Map([...this.book.all(OUTGOING).values()].map(({ to }) => [hex(to), to]));
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
      .catch(() => this.pause(to, 0))
      .finally(() => {
        this.running.delete(user);
        if (this.again.delete(user)) this.pump(to);
      });
    this.running.set(user, run);
  }

  async stop(): Promise<void> {
    this.stopped = true;
    this.pauses.forEach((pause) => pause.cancel());
    await Promise.all(this.running.values());
  }

  /** Keeps keys at hand, so that the next message need not wait for them. */
  async prefetch(user: Bytes): Promise<void> {
    if (!this.server.connected || this.people.get(user)?.changed !== undefined) return;
    const list = await this.people.listOf(user);
    for (const device of list?.devices ?? []) if (list !== undefined) await this.supply.prepare(list, device, 1);
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
      const [next] = this.waitingFor(to);
      if (next === undefined) return;
      try {
        const submit = next.submit ?? (await this.seal(next));
        if (submit === undefined) return;
        await this.server.submit(submit);
        await this.settle(next, { delivery: "sent" });
        this.pauses.delete(hex(to));
      } catch (failure) {
        if (!(failure instanceof RequestError)) throw failure;
        if (PASSING.has(failure.code)) {
          this.pause(to, failure.retryAfterMs);
          return;
        }
        await this.settle(next, { delivery: "failed", failure: failure.code });
        if (failure.code === "not-recipient") await this.people.refresh(to).catch(() => undefined);
      }
    }
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

  private async seal(outgoing: Outgoing): Promise<Bytes | undefined> {
    if (this.people.get(outgoing.to)?.changed !== undefined) return undefined;
    const list = await this.people.listOf(outgoing.to);
    if (list === undefined) throw new RequestError("unknown-user");
    const waiting = this.waitingFor(outgoing.to).length;
    for (const device of list.devices) await this.supply.prepare(list, device, waiting);
    const sealed = await this.turns.take(() => this.sealNow(outgoing, list));
    if (sealed === "waits") await this.waitForKeys(outgoing.to);
    return sealed === "waits" ? undefined : sealed;
  }

  private async sealNow(outgoing: Outgoing, list: TrustedList): Promise<Bytes | "waits" | undefined> {
    const { content } = outgoing;
    const blocked = this.people.get(outgoing.to)?.changed !== undefined;
    if (blocked || content === undefined || !this.book.has(OUTGOING, hex(outgoing.id))) return undefined;
    const changes: BookChange[] = [];
    const recipients: Recipient[] = [];
    for (const device of list.devices) {
      const plan = this.supply.plan(device);
      if (plan === undefined) return "waits";
      recipients.push({ device, plan });
      changes.push(...this.supply.spend(plan));
    }
    const counter = this.number("counter") + 1;
    const { id, sentAt, expiresAfterSeconds, burnAfterSeconds } = outgoing;
    const draft = { messageId: id, content, sentAt, life: { expiresAfterSeconds, burnAfterSeconds }, counter };
    const { submit, links } = await sealEnvelope(this.self, list, recipients, draft, this.time.now());
    links.forEach((link, i) => {
      const device = recipients[i]?.device.device;
      if (device !== undefined) changes.push(put(SENDING, hex(device), link));
    });
    // Counter, links and spent keys are durable before the envelope leaves: nothing is ever used twice.
    changes.push(put(NUMBER, "counter", { value: counter }), put(OUTGOING, hex(id), { ...withoutContent(outgoing), submit }));
    await this.book.commit(...changes);
    return submit;
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

function withoutContent({ id, to, sentAt, expiresAfterSeconds, burnAfterSeconds, order }: Outgoing): Outgoing {
  return { id, to, sentAt, expiresAfterSeconds, burnAfterSeconds, order };
}
