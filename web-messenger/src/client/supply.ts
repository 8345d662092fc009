/** One-time keys of colleagues' devices at hand, and what a message to them can be sealed in. */
import { PrekeyType } from "#wire/keys_pb.js";
import { equal, type Bytes } from "../bytes/bytes.js";
import { hex } from "../bytes/text.js";
import { RequestError } from "../connection/ports.js";
import { listedDevice, type TrustedDevice, type TrustedList } from "../protocol/device-list.js";
import { acceptClaimed, type KeyType } from "../protocol/prekeys.js";
import { isStartDue, planWrap, type SendingLink, type WrapPlan } from "../protocol/sending-link.js";
import { CLASSICAL, commonSuite, HYBRID, type Suite } from "../protocol/suite.js";
import { SECOND } from "../protocol/time.js";
import type { Policy } from "./api.js";
import { drop, put, type Book, type BookChange } from "./book.js";
import { CLAIMED, NEWEST_BATCH, SEEN_PREKEY, SENDING, type ClaimedKey, type LiveSelf } from "./records.js";
import type { Server } from "./server.js";
import type { Turns } from "./turns.js";

/** Keys claimed at a time: fewer of the type that only a START needs. */
const FEWEST: Readonly<Record<KeyType, number>> = { [PrekeyType.P521]: 4, [PrekeyType.MLKEM1024]: 2 };
const MOST = 64;

const HYBRID_START = [PrekeyType.P521, PrekeyType.MLKEM1024] as const;

/** How long an empty pool is left alone while CHAINs do without it. */
const ASKED_AGAIN_AFTER = 30 * SECOND;

export class Supply {
  /** By device and type: when its pool gave nothing. */
  private readonly foundEmpty = new Map<string, number>();
  private readonly claiming = new Map<string, Promise<void>>();

  constructor(
    private readonly self: LiveSelf,
    private readonly book: Book,
    private readonly server: Server,
    private readonly turns: Turns,
    private readonly time: { now(): number; policy(): Policy },
  ) {}

  /**
   * Claims what is missing for the next of `waiting` messages. Rejects where that failed and no message can do without.
   * `optional`: the message goes to others meanwhile, so that an empty pool is left alone in any case. `start`: it has to be
   * a START, whatever link there is.
   */
  async prepare(list: TrustedList, device: TrustedDevice, waiting: number, optional = false, start = false): Promise<void> {
    const suite = this.suiteWith(device);
    if (suite === undefined) return;
    const starts = start || isStartDue(this.link(device), suite, this.time.now());
    for (const type of starts && suite === HYBRID ? HYBRID_START : [PrekeyType.P521] as const) {
      if (this.suffices(device, type, starts) || this.isLeftAlone(device, type, optional)) continue;
      const count = Math.min(Math.max(waiting, FEWEST[type]), MOST);
      const pool = poolOf(device, type);
      const claim = this.claiming.get(pool) ?? this.claim(list, device, type, count);
      this.claiming.set(pool, claim);
      try {
        await claim;
      } catch (failure) {
        if (!(failure instanceof RequestError) || this.plan(device) === undefined) throw failure;
      } finally {
        this.claiming.delete(pool);
      }
      if (this.stock(device.device, type) === undefined) this.foundEmpty.set(pool, this.time.now());
    }
  }

  /** Nothing: the message waits. `start`: for anything but a START. */
  plan(device: TrustedDevice, start = false): WrapPlan<ClaimedKey> | undefined {
    const suite = this.suiteWith(device);
    if (suite === undefined) return undefined;
    const prekey = this.stock(device.device, PrekeyType.P521);
    const replyKey = this.stock(device.device, PrekeyType.P521, true);
    const kemPrekey = this.stock(device.device, PrekeyType.MLKEM1024);
    return planWrap(start ? undefined : this.link(device), suite, { prekey, replyKey, kemPrekey }, this.time.now());
  }

  /** Lets go of the keys that go into a wrap. */
  spend(plan: WrapPlan<ClaimedKey>): readonly BookChange[] {
    if (plan.state === "chain") return [];
    const kem = plan.state === "start" ? plan.kemPrekey : undefined;
    const keys = kem === undefined ? [plan.prekey] : [plan.prekey, kem];
    return keys.map(({ id }) => drop(CLAIMED, hex(id)));
  }

  private suiteWith(device: TrustedDevice): Suite | undefined {
    const own = listedDevice(this.self.list, this.self.device);
    const suite = own === undefined ? undefined : commonSuite(own, device);
    return suite === CLASSICAL && !this.time.policy().classicalSuiteAllowed ? undefined : suite;
  }

  private link({ device }: TrustedDevice): SendingLink | undefined {
    return this.book.get(SENDING, hex(device));
  }

  private isLeftAlone(device: TrustedDevice, type: KeyType, optional: boolean): boolean {
    const found = this.foundEmpty.get(poolOf(device, type)) ?? -Infinity;
    return this.time.now() - found < ASKED_AGAIN_AFTER && (optional || this.plan(device) !== undefined);
  }

  /** Whether there is one for the next wrap: a reply key does for a FRESH. */
  private suffices({ device }: TrustedDevice, type: KeyType, starts: boolean): boolean {
    if (this.stock(device, type) !== undefined) return true;
    return type === PrekeyType.P521 && !starts && this.stock(device, type, true) !== undefined;
  }

  private stock(device: Bytes, type: KeyType, reply = false): ClaimedKey | undefined {
    const now = this.time.now();
    return [...this.book.all(CLAIMED).values()]
      .filter((key) => (key.reply === true) === reply && key.type === type && equal(key.device, device) && key.expires > now)
      .sort((a, b) => a.expires - b.expires)[0];
  }

  private async claim(list: TrustedList, listed: TrustedDevice, type: KeyType, count: number): Promise<void> {
    const { device } = listed;
    const pool = poolOf(listed, type);
    const claimed = await this.server.claim(type, list.user, device, count);
    await this.turns.take(async () => {
      for (const each of claimed) {
        const newestBatch = this.book.get(NEWEST_BATCH, pool)?.created ?? 0;
        const memory = { newestBatch, seen: (id: Bytes) => this.book.has(SEEN_PREKEY, hex(id)) };
        const asked = { list, device, type };
        const key = await acceptClaimed(this.self.network, each, asked, memory, this.time.now());
        if (key === undefined) continue;
        const { id, expires, batchCreated } = key;
        await this.book.commit(
          put(SEEN_PREKEY, hex(id), { until: expires }),
          put(CLAIMED, hex(id), { id, key: key.key, type, device, expires }),
          put(NEWEST_BATCH, pool, { created: Math.max(newestBatch, batchCreated) }),
        );
      }
    });
  }
}

function poolOf({ device }: TrustedDevice, type: KeyType): string {
  return `${hex(device)}/${type}`;
}
