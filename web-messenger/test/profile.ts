/** A person's browser with the whole client in it, talking with a server in memory. */
import type { Conversation, Message } from "../src/client/api.js";
import { SealedMessenger } from "../src/client/messenger.js";
import { until, untilInTime, type ManualTimers } from "./manual-timers.js";
import { SERVER, type ServerDouble } from "./server-double.js";
import { SEALED_HERE, type WrapSealing } from "../src/client/wrap-pool.js";
import { MemoryFile, MemoryRows, quickStretch } from "./store/memory.js";

export const PASSPHRASE = "correct horse battery staple";
export const DAYLONG = { expiresAfterSeconds: 86_400, burnAfterSeconds: 0 };

/** A browser profile: what survives when the tab is closed. */
export class Profile {
  readonly file = new MemoryFile();
  readonly rows = new MemoryRows();
  tab!: SealedMessenger;
  /** Where the next account that is opened seals. */
  wraps: WrapSealing = SEALED_HERE;

  constructor(
    readonly name: string,
    private readonly server: ServerDouble,
    private readonly timers: ManualTimers,
  ) {}

  /** The same profile in another tab: of the one before nothing is left but what the disk has. */
  anew(): Profile {
    const again = new Profile(this.name, this.server, this.timers);
    again.file.bytes = this.file.bytes;
    this.rows.living.forEach((row, slot) => again.rows.living.set(slot, row));
    return again;
  }

  async start(): Promise<this> {
    const { timers } = this;
    const { dial } = this.server;
    const rest = overTheWire(this.server.rest);
    const world = { file: this.file, rows: this.rows, stretch: quickStretch, timers, dial, rest, serverName: SERVER, wraps: () => this.wraps };
    this.tab = new SealedMessenger(world);
    await this.tab.begin();
    return this;
  }

  async enrol(): Promise<this> {
    const code = this.server.invite(this.name);
    await this.start();
    await this.tab.openInvitation(code);
    await this.tab.enrol(code, PASSPHRASE);
    await this.connected();
    return this;
  }

  /** As a further device of the person of that name, which another of theirs lets in. */
  async join(approver: Profile, deviceName?: string): Promise<this> {
    await this.start();
    await this.tab.signIn({ networkName: "Lab", userName: this.name }, PASSPHRASE, deviceName);
    const { stage } = this.tab;
    if (stage.kind === "waiting-for-approval") {
      await until(() => approver.tab.waitingDevice !== undefined, "the other device is told");
      await approver.tab.approveDevice(stage.code);
      await untilInTime(this.timers, () => this.tab.stage.kind === "open", "let in");
    }
    await this.connected();
    return this;
  }

  async connected(): Promise<void> {
    await until(() => this.tab.connection.kind === "connected", "connected");
  }

  async with(other: string): Promise<Conversation> {
    const [person] = await this.tab.findPeople(other);
    return this.tab.converse(person!);
  }

  messages(): readonly Message[] {
    return this.tab.conversations().flatMap(({ id }) => this.tab.messages(id));
  }

  texts(): readonly (string | undefined)[] {
    return this.messages().map(({ text }) => text);
  }

  async receives(...texts: readonly string[]): Promise<void> {
    await until(() => texts.every((text) => this.texts().includes(text)), `${this.name} receives ${texts.join()}`);
  }

  async delivery(text: string, delivery: string): Promise<void> {
    const reached = (): boolean => this.messages().some((m) => m.text === text && m.delivery === delivery);
    await untilInTime(this.timers, reached, `${text} is ${delivery}`);
  }
}

/** Client and server share no memory: what either overwrites stays whole at the other. */
function overTheWire<Calls extends object>(rest: Calls): Calls {
  return new Proxy(rest, {
    get(target, name, receiver) {
      const call: unknown = Reflect.get(target, name, receiver);
      if (typeof call !== "function") return overTheWire(call as object);
      return async (...given: readonly unknown[]): Promise<unknown> =>
        structuredClone(await (call.apply(target, structuredClone(given)) as Promise<unknown>));
    },
  });
}
