/** Texts that go once more, to one device or several: they had no keys before, or they could not open what came. */
import { equal, type Bytes } from "../bytes/bytes.js";
import { hex } from "../bytes/text.js";
import { randomBytes } from "../crypto/random.js";
import type { TrustedList } from "../protocol/device-list.js";
import { keepSent, ownText } from "./asking.js";
import { drop, put, type Book, type BookChange } from "./book.js";
import type { People } from "./people.js";
import { NUMBER, OUTGOING, RESEND, endOf, resendName, type LiveSelf, type Outgoing, type Resend, type StoredMessage } from "./records.js";
import type { Sealing } from "./sealing.js";
import type { Supply } from "./supply.js";
import type { Turns } from "./turns.js";

export class Resends {
  constructor(
    private readonly self: Pick<LiveSelf, "user">,
    private readonly book: Book,
    private readonly people: People,
    private readonly supply: Supply,
    private readonly sealing: Sealing,
    private readonly turns: Turns,
    private readonly time: { now(): number },
  ) {}

  /** What waits for devices of that colleague, or for own ones, in conversation with them. */
  waiting(to: Bytes): readonly Resend[] {
    return [...this.book.all(RESEND).values()].filter((each) => equal(each.to, to));
  }

  /** The first that can go by now, sealed. Nothing: the others go on waiting. */
  async next(to: Bytes): Promise<Outgoing | undefined> {
    if (this.waiting(to).length === 0 || this.people.get(to)?.changed !== undefined) return undefined;
    const list = await this.people.recentListOf(to);
    if (list === undefined) return undefined;
    const waiting = this.waiting(to);
    const prepared = this.sealing.targets(list).map(async ({ of, device }) => {
      const mine = waiting.filter((each) => equal(each.device, device.device));
      const start = mine.some(({ asked }) => asked === true);
      if (mine.length > 0) await this.supply.prepare(of, device, mine.length, true, start);
    });
    await Promise.allSettled(prepared);
    return this.turns.take(() => this.seal(to));
  }

  /** A refused re-send is to be made anew: what waits again. */
  again(resends: readonly Resend[]): readonly BookChange[] {
    return resends.filter((each) => this.living(each) !== undefined).map((each) => put(RESEND, resendName(each), each));
  }

  private async seal(to: Bytes): Promise<Outgoing | undefined> {
    const peer = this.people.get(to);
    if (peer?.list === undefined || peer.changed !== undefined) return undefined;
    const waiting = this.waiting(to);
    const { list } = peer;
    const goes = (each: Resend): boolean => this.living(each) !== undefined && this.isMeantFor(list, each);
    await this.book.commit(...waiting.filter((each) => !goes(each)).map((each) => drop(RESEND, resendName(each))));
    for (const { text, resends } of this.envelopes(waiting.filter(goes))) {
      const made = await this.sealed(list, text, resends);
      if (made !== undefined) return made;
    }
    return undefined;
  }

  /** In the order they were written; what was asked for goes to the device that asked, alone. */
  private envelopes(waiting: readonly Resend[]): readonly { readonly text: StoredMessage; readonly resends: readonly Resend[] }[] {
    const ids = new Map(waiting.map((each) => [hex(each.message), each]));
    const texts = [...ids.values()].flatMap((each) => this.living(each) ?? []).sort((a, b) => a.order - b.order);
    return texts.flatMap((text) => {
      const mine = waiting.filter(({ message }) => equal(message, text.id));
      const together = mine.filter(({ asked }) => asked !== true);
      const alone = mine.filter(({ asked }) => asked === true).map((each) => [each]);
      return [together, ...alone].map((resends) => ({ text, resends }));
    });
  }

  private async sealed(list: TrustedList, text: StoredMessage, wanted: readonly Resend[]): Promise<Outgoing | undefined> {
    const asked = wanted.some((each) => each.asked === true);
    const targets = this.sealing.targets(list).filter(({ device }) => wanted.some((each) => equal(each.device, device.device)));
    const [planned] = this.sealing.planned(targets, asked);
    if (planned.length === 0) return undefined;
    const to = list.user;
    const goes = ({ device }: Resend): boolean => planned.some((each) => equal(each.device.device, device));
    const resends = wanted.filter(goes);
    const { id: messageId, sentAt, expiresAfterSeconds, burnAfterSeconds } = text;
    const life = { expiresAfterSeconds, burnAfterSeconds };
    const order = (this.book.get(NUMBER, "order")?.value ?? 0) + 1;
    const content = { kind: "text", body: text.text } as const;
    const outgoing: Outgoing = { id: randomBytes(16), to, content, sentAt, ...life, order, resends };
    const draft = { messageId: outgoing.id, content, sentAt, life, original: { messageId, sentAt, ...life } };
    const silent = planned.filter(({ of }) => of === list).map(({ device: { device } }) => device);
    const sent = { text: messageId, to, fingerprint: list.fingerprint, silent };
    const submit = await this.sealing.seal(list, planned, draft, (sealed) => [
      put(NUMBER, "order", { value: order }),
      put(OUTGOING, hex(outgoing.id), { ...outgoing, submit: sealed.submit }),
      ...resends.map((each) => drop(RESEND, resendName(each))),
      // About what goes at a device's word it can't ask again.
      ...(asked || silent.length === 0 ? [] : [keepSent(outgoing.id, { ...sent, headerHash: sealed.headerHash }, { sentAt, end: endOf(text) })]),
    ]);
    return { ...outgoing, submit };
  }

  /** Own devices get what is missing there whoever the other member is by now. */
  private isMeantFor(list: TrustedList, { device, identity }: Resend): boolean {
    return equal(identity, list.fingerprint) || this.sealing.targets(list, device).every(({ of }) => of !== list);
  }

  private living({ message, to }: Resend): StoredMessage | undefined {
    return ownText(this.self, this.book, message, to, this.time.now());
  }
}
