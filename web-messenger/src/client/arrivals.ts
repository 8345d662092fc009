/** Hands deliveries to the inbox, each sender's in order, and again where one could not be judged yet. */
import { OuterHeaderSchema } from "#wire/envelope_pb.js";
import type { Deliver } from "#wire/socket_pb.js";
import { hex } from "../bytes/text.js";
import { decode } from "../codec/canonical.js";
import type { Timers } from "../connection/ports.js";
import { SECOND } from "../protocol/time.js";
import type { Turns } from "./turns.js";

const FIRST_PAUSE = 2 * SECOND;
const LONGEST_PAUSE = 120 * SECOND;

interface Delivery {
  readonly deliver: Deliver;
  readonly acknowledge: () => void;
}

interface Delayed {
  readonly waiting: Delivery[];
  failures: number;
  cancel: () => void;
}

/**
 * Where a delivery needs the server, for a device list, and gets no answer, it waits, and so does what the same device
 * sent after it; nobody else's waits. The connection may last for days: to leave it to the next one would hide the
 * message that long.
 */
export class Arrivals {
  /** By the sender device that the header claims. */
  private delayed = new Map<string, Delayed>();

  constructor(
    private readonly timers: Timers,
    private readonly turns: Turns,
    /** Rejects where it is to be tried again. */
    private readonly take: (deliver: Deliver, acknowledge: () => void) => Promise<void>,
  ) {}

  /** Something waits to be tried again. */
  get delaying(): boolean {
    return this.delayed.size > 0;
  }

  /** All that has arrived stands in line at once: what it makes the client send comes after it. */
  arrived(deliver: Deliver, acknowledge: () => void): void {
    const { delayed } = this;
    void this.turns.take(async () => {
      const sender = claimedSender(deliver);
      const before = delayed.get(sender);
      if (before !== undefined) {
        before.waiting.push({ deliver, acknowledge });
        return;
      }
      const one: Delayed = { waiting: [{ deliver, acknowledge }], failures: 0, cancel: () => undefined };
      await this.empty(delayed, sender, one);
    });
  }

  /** All that is not acknowledged comes again on the next connection. */
  disconnected(): void {
    this.delayed.forEach(({ cancel }) => cancel());
    this.delayed = new Map();
  }

  /** In a turn: a failure leaves the rest for later. */
  private async empty(delayed: Map<string, Delayed>, sender: string, queue: Delayed): Promise<void> {
    for (let [next] = queue.waiting; next !== undefined; [next] = queue.waiting) {
      try {
        await this.take(next.deliver, next.acknowledge);
      } catch {
        if (delayed !== this.delayed) return;
        const pause = Math.min(FIRST_PAUSE * 2 ** Math.min(queue.failures++, 6), LONGEST_PAUSE);
        queue.cancel = this.timers.after(pause, () => {
          void this.turns.take(() => this.empty(delayed, sender, queue));
        });
        delayed.set(sender, queue);
        return;
      }
      queue.waiting.shift();
      queue.failures = 0;
    }
    delayed.delete(sender);
  }
}

function claimedSender({ header }: Deliver): string {
  try {
    return hex(decode(OuterHeaderSchema, header).senderDevice);
  } catch {
    return "";
  }
}
