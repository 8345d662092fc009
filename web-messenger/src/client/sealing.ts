/** Seals what the outbox sends: for which devices, in which keys, and with what becomes durable before it leaves. */
import { equal, type Bytes } from "../bytes/bytes.js";
import { hex } from "../bytes/text.js";
import type { TrustedDevice, TrustedList } from "../protocol/device-list.js";
import { sealEnvelope, type Draft, type Recipient } from "../protocol/seal.js";
import type { WrapPlan } from "../protocol/sending-link.js";
import { put, type Book, type BookChange } from "./book.js";
import { NUMBER, SENDING, type ClaimedKey, type LiveSelf } from "./records.js";
import { enclosedFor } from "./reply-keys.js";
import type { Supply } from "./supply.js";
import type { WrapSealing } from "./wrap-pool.js";

export interface Target {
  readonly of: TrustedList;
  readonly device: TrustedDevice;
}

type Planned = Recipient & { readonly plan: WrapPlan<ClaimedKey> };

export interface Sealed {
  /** Encoded Submit. */
  readonly submit: Bytes;
  readonly headerHash: Bytes;
}

export class Sealing {
  constructor(
    private readonly self: LiveSelf,
    private readonly book: Book,
    private readonly supply: Supply,
    private readonly wraps: WrapSealing,
    private readonly time: { now(): number },
  ) {}

  /** All devices of both members but this one, or that one of them. */
  targets(list: TrustedList, only?: Bytes): readonly Target[] {
    const own = this.self.list;
    const others = own.devices.filter(({ device }) => !equal(device, this.self.device));
    const all = [...list.devices.map((device) => ({ of: list, device })), ...others.map((device) => ({ of: own, device }))];
    return only === undefined ? all : all.filter(({ device: { device } }) => equal(device, only));
  }

  /** Those for whom there are keys, and those without. `start`: for a START, whatever link there is. */
  planned(targets: readonly Target[], start = false): readonly [readonly Planned[], readonly Target[]] {
    const planned: Planned[] = [];
    const without: Target[] = [];
    for (const target of targets) {
      const plan = this.supply.plan(target.device, start);
      if (plan === undefined) without.push(target);
      else planned.push({ ...target, plan });
    }
    return [planned, without];
  }

  /** In a turn. `also` becomes durable in the same step. */
  async seal(
    list: TrustedList,
    recipients: readonly Planned[],
    draft: Omit<Draft, "counter">,
    also: (sealed: Sealed) => readonly BookChange[],
  ): Promise<Bytes> {
    const counter = (this.book.get(NUMBER, "counter")?.value ?? 0) + 1;
    const now = this.time.now();
    const enclosed = await Promise.all(recipients.map(({ device: { device } }) => enclosedFor(this.book, device, now)));
    const to = recipients.map((each, i) => {
      const replyKey = enclosed[i]?.replyKey;
      return replyKey === undefined ? each : { ...each, replyKey };
    });
    const { submit, headerHash, links } = await sealEnvelope(
      this.self, list, to, { ...draft, counter }, now, this.wraps.seal,
    );
    const replyKeys = enclosed.flatMap(({ changes }) => changes);
    const moved = links.flatMap((link, i) => {
      const device = recipients[i]?.device.device;
      return device === undefined ? [] : [put(SENDING, hex(device), link)];
    });
    const spent = recipients.flatMap(({ plan }) => this.supply.spend(plan));
    // Counter, links and spent keys are durable before the envelope leaves: nothing is ever used twice.
    const kept = also({ submit, headerHash });
    await this.book.commit(put(NUMBER, "counter", { value: counter }), ...moved, ...spent, ...replyKeys, ...kept);
    return submit;
  }
}
