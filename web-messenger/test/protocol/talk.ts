/** One device that writes to another, which confirms what it is told to. */
import type { Deliver } from "#wire/socket_pb.js";
import type { Bytes } from "../../src/bytes/bytes.js";
import { listedDevice } from "../../src/protocol/device-list.js";
import { receive, type Arrived, type Check } from "../../src/protocol/receive.js";
import { confirmed, planWrap, type SendingLink, type WrapPlan } from "../../src/protocol/sending-link.js";
import { commonSuite } from "../../src/protocol/suite.js";
import type { SpendableKey } from "../../src/protocol/wrap-sealing.js";
import { delivered, NOON, sealAs, textDraft, type Device, type Person } from "../people.js";

/** One-time keys of the recipient that the sender has. */
export type Keys = "all" | "no-kem" | "none";

export interface Sent {
  readonly id: Bytes;
  readonly state: WrapPlan<SpendableKey>["state"];
  readonly deliver: Deliver;
}

export class Talk {
  link: SendingLink | undefined;
  now = NOON;
  private counter = 0;

  constructor(
    private readonly from: Person,
    readonly to: Device,
  ) {}

  /** Nothing where the message waits. */
  async plan(keys: Keys): Promise<WrapPlan<SpendableKey> | undefined> {
    const suite = commonSuite(listedDevice(this.from.list, this.from.device)!, this.to.list.devices[0]!)!;
    const prekey = keys === "none" ? undefined : await this.to.newPrekey();
    const kemPrekey = keys === "all" ? await this.to.newKemPrekey() : undefined;
    return planWrap(this.link, suite, { prekey, kemPrekey }, this.now);
  }

  async send(keys: Keys = "all"): Promise<Sent> {
    const plan = await this.plan(keys);
    if (plan === undefined) throw new Error("the message waits");
    const draft = textDraft(++this.counter, `message ${this.counter}`, this.now);
    const { submit, links } = await sealAs(this.from, this.to, draft, plan);
    this.link = links[0]!;
    return { id: draft.messageId, state: plan.state, deliver: await delivered(submit) };
  }

  /** As a sealed Delivered that names these. */
  confirm(...sent: readonly Sent[]): void {
    this.link = confirmed(this.link!, sent.map(({ id }) => id));
  }

  /** Sends, receives and confirms a START. */
  async begin(): Promise<Sent> {
    const start = await this.send();
    await this.arrive(start);
    this.confirm(start);
    return start;
  }

  /** What is sent without one-time keys until this many are on their way. */
  async many(count: number, keys: Keys): Promise<readonly Sent[]> {
    const sent: Sent[] = [];
    while (sent.length < count) sent.push(await this.send(keys));
    return sent;
  }

  /** Receives and keeps. */
  async arrive({ deliver, state }: Sent): Promise<Arrived> {
    this.to.time = this.now;
    const outcome = await receive(this.to, deliver);
    if (outcome.kind !== "arrived") throw new Error(`${state} is ${outcome.kind} by ${outcome.check}`);
    this.to.keep(outcome.message);
    return outcome.message;
  }

  async check({ deliver }: Sent): Promise<Check | "arrived"> {
    const outcome = await receive(this.to, deliver);
    return outcome.kind === "arrived" ? "arrived" : outcome.check;
  }
}
