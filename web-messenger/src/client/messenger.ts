import { uuid } from "../bytes/text.js";
import type { SocketState } from "../connection/socket.js";
import { RequestError, type Dial, type Timers } from "../connection/ports.js";
import type { OpenedInvitation, Rest } from "../connection/rest.js";
import type { Stretcher } from "../crypto/passphrase.js";
import type { TrustedList } from "../protocol/device-list.js";
import { SECOND } from "../protocol/time.js";
import type { ErasableFile, Rows } from "../store/ports.js";
import { LockedVault, type Vault, type VaultRecord } from "../store/vault.js";
import { Account } from "./account.js";
import {
  ClientError, type AccountNames, type Connection, type Invitation, type Messenger, type Policy, type Stage,
} from "./api.js";
import { Book, drop, put } from "./book.js";
import { LifeClock } from "./clock.js";
import { clientErrors, wrongStage } from "./errors.js";
import { IdentityCalls } from "./identity-calls.js";
import type { Proof, RecoveryWorld } from "./recovery.js";
import { demandStrong } from "./strength.js";
import { Sweeper } from "./sweeper.js";
import type { WrapSealing } from "./wrap-pool.js";
import { KINDS, NUMBER, OWN_LIST, PENDING, POLICY, SELF, WAITING, type LiveSelf } from "./records.js";

const LOCK_AFTER = "lock-after";
const LOCK_AFTER_USUALLY = 15;
const PURGE_WHILE_LOCKED_EVERY = 10 * SECOND;
const ASKED_FOR_APPROVAL_EVERY = 15 * SECOND;

/** Answers to an enrolment that leave open whether this device is enrolled, now or by an earlier try. */
const UNDECIDED = new Set(["offline", "busy", "rate-limited", "internal"]);

/** Until a policy is known: what a new network starts with. */
const INITIAL_POLICY: Policy = {
  version: 0,
  expirationMinimum: 5,
  expirationDefault: 604_800,
  expirationMaximum: 2_592_000,
  burnDefault: 0,
  burnMaximum: 2_592_000,
  userMayChoose: true,
  classicalSuiteAllowed: false,
  deviceApproval: true,
  devicesMaximum: 5,
  lastSeenAllowed: false,
  recoveryKeyAllowed: true,
  identityChangeBlocks: true,
};

/** The world around the client; tests bring their own. */
export interface World {
  readonly file: ErasableFile;
  readonly rows: Rows;
  readonly stretch: Stretcher;
  readonly timers: Timers;
  readonly dial: Dial;
  readonly rest: Rest;
  /** The origin of this page. */
  readonly serverName: string;
  /** For an account that was opened, until it is closed. */
  wraps(): WrapSealing;
}

export class SealedMessenger extends IdentityCalls implements Messenger {
  stage: Stage = { kind: "starting" };
  connection: Connection = { kind: "connecting" };
  private readonly listeners = new Set<() => void>();
  private locked: LockedVault | undefined;
  private vault: Vault | undefined;
  private book: Book | undefined;
  private clock: LifeClock | undefined;
  private opened: { readonly code: string; readonly invitation: OpenedInvitation } | undefined;
  private notified = false;
  private purger: Sweeper | undefined;
  private busy = false;

  constructor(private readonly world: World) {
    super();
  }

  get policy(): Policy {
    return this.account?.policy ?? this.opened?.invitation.policy ?? INITIAL_POLICY;
  }

  get erasingFails(): boolean {
    return (this.account?.erasingFails ?? this.purger?.failing) === true;
  }

  subscribe(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Another tab owns the vault. */
  yieldToOtherTab(): void {
    this.become({ kind: "other-tab" });
  }

  /** Opens the vault's file: what has expired is erased before anything can be shown. */
  async begin(): Promise<void> {
    try {
      const { file, rows, timers } = this.world;
      this.locked = await LockedVault.open(file, rows, timers.wallClock());
      this.clock = new LifeClock(timers, this.locked.storedTime);
      this.become({ kind: this.locked.exists ? "locked" : "not-enrolled" });
      this.purgeWhileLocked(this.locked);
    } catch {
      this.become({ kind: "broken", code: "storage-unavailable" });
    }
  }

  async openInvitation(code: string): Promise<Invitation> {
    const invitation = await clientErrors(() => this.world.rest.openInvitation(code));
    this.opened = { code, invitation };
    const { network, user, expires, policy } = invitation;
    return { networkName: network.name, userName: user.name, expires, policy };
  }

  async enrol(code: string, passphrase: string, deviceName?: string): Promise<void> {
    await this.alone(async () => {
      const locked = this.locked ?? wrongStage();
      if (this.stage.kind !== "not-enrolled") wrongStage();
      if (this.book?.get(PENDING, "0")?.code !== code) {
        if (this.opened?.code !== code) await this.openInvitation(code);
        const invitation = this.opened?.invitation ?? wrongStage();
        await demandStrong(passphrase, [invitation.network.name, invitation.user.name]);
        const { demandName, prepareEnrolment } = await import("./enrolment.js");
        demandName(deviceName);
        await this.adopt(await locked.create(this.world.stretch, passphrase), []);
        const book = this.book ?? wrongStage();
        const prepared = prepareEnrolment(this.recoveryWorld(), book, { code, passphrase, deviceName }, invitation);
        await this.orAbandon(prepared);
      }
      await this.finishEnrolment(false);
      await this.enter();
    });
  }

  async unlock(passphrase: string): Promise<void> {
    await this.alone(async () => {
      const locked = this.locked ?? wrongStage();
      if (this.stage.kind !== "locked") wrongStage();
      const { vault, records } = await locked.unlock(this.world.stretch, passphrase);
      this.purger?.stop();
      await this.adopt(vault, records);
      await this.book?.sweep(this.time().now());
      if (this.book?.has(SELF, "0") !== true) {
        await locked.destroy();
        this.letGo();
        this.become({ kind: "not-enrolled" });
        return;
      }
      await this.finishEnrolment(true);
      await this.enter();
    });
  }

  async lock(): Promise<void> {
    await this.alone(async () => {
      await this.account?.close();
      this.letGo();
      this.become({ kind: "starting" });
      await this.begin();
    });
  }

  get lockAfterMinutes(): number {
    return this.book?.get(NUMBER, LOCK_AFTER)?.value ?? LOCK_AFTER_USUALLY;
  }

  setLockAfterMinutes(minutes: number): Promise<void> {
    return clientErrors(() => (this.book ?? wrongStage()).commit(put(NUMBER, LOCK_AFTER, { value: minutes })));
  }

  signIn(names: AccountNames, passphrase: string, deviceName?: string): Promise<void> {
    return this.join(names, { way: "passphrase", passphrase }, passphrase, deviceName);
  }

  signInWithRecoveryKey(names: AccountNames, recoveryKey: string, newPassphrase: string, deviceName?: string): Promise<void> {
    return this.join(names, { way: "recovery-key", recoveryKey }, newPassphrase, deviceName);
  }

  forget(): Promise<void> {
    return this.alone(async () => {
      await this.account?.close();
      await this.abandon();
      this.become({ kind: "not-enrolled" });
    });
  }

  /** The network of the machine came back. */
  networkChanged(): void {
    if (this.connection.kind === "offline") this.account?.reconnect();
  }

  private async adopt(vault: Vault, records: readonly VaultRecord[]): Promise<void> {
    this.vault = vault;
    this.book = await Book.read(vault, records, KINDS, () => {
      this.account?.sweepSoon();
      this.notify();
    });
  }

  /** Tells the server of the device. `again`: an answer may have been lost, the invitation may be used up by this device. */
  private async finishEnrolment(again: boolean): Promise<void> {
    const book = this.book ?? wrongStage();
    const self = book.get(SELF, "0");
    const pending = book.get(PENDING, "0");
    if (self === undefined || pending === undefined) return;
    try {
      await this.world.rest.enrol(pending.code, ownList(book).signed, pending.prekeys, pending.recovery);
    } catch (failure) {
      const code = failure instanceof RequestError ? failure.code : "internal";
      const perhapsDone = code === "invitation-unusable" || code === "already-enrolled";
      if (again && (perhapsDone || UNDECIDED.has(code))) return;
      // An answer was given: nothing was enrolled, nothing of it is kept.
      if (!UNDECIDED.has(code)) {
        await this.account?.close();
        await this.abandon();
      }
      throw failure;
    }
    await book.commit(drop(PENDING, "0"));
  }

  private async enter(): Promise<void> {
    const book = this.book ?? wrongStage();
    const kept = book.get(SELF, "0") ?? wrongStage();
    const self: LiveSelf = {
      ...kept,
      get list() {
        return ownList(book);
      },
    };
    const { dial, rest, timers, serverName } = this.world;
    const state = (next: SocketState): void => this.connectionBecame(next, self);
    const wraps = this.world.wraps();
    const around = { dial, rest, timers, serverName, wraps, clock: this.time(), state, changed: () => this.notify() };
    this.account = new Account(self, book, around, book.get(POLICY, "in-force") ?? INITIAL_POLICY);
    await book.commit(put(POLICY, "in-force", this.account.policy));
    this.become(this.stageOf(self, book));
    this.account.start();
    this.askSoon();
  }

  private stageOf({ user, userName, networkName }: LiveSelf, book: Book): Stage {
    const waiting = book.get(WAITING, "0");
    if (waiting === undefined) return { kind: "open", self: { id: uuid(user), name: userName }, networkName };
    const { code, expires } = waiting;
    return { kind: "waiting-for-approval", networkName, userName, code, expires };
  }

  /** While this device waits for approval: a log-in tells when it has it. */
  private askSoon(): void {
    const { account } = this;
    this.world.timers.after(ASKED_FOR_APPROVAL_EVERY, () => {
      if (account === undefined || account !== this.account || this.stage.kind !== "waiting-for-approval") return;
      if (this.stage.expires <= this.time().now()) {
        // Busy, or the disk refuses: once more with the next turn.
        this.forget().catch(() => this.askSoon());
        return;
      }
      account.reconnect();
      this.askSoon();
    });
  }

  private connectionBecame(state: SocketState, self: LiveSelf): void {
    if (this.account === undefined) return;
    const { book } = this;
    if (book === undefined) return;
    const pending = book.has(PENDING, "0");
    switch (state.kind) {
      case "refused":
        this.connection = { kind: "connecting" };
        if (book.has(WAITING, "0") && state.code === "unauthenticated") break;
        if (pending && state.code === "unauthenticated") {
          // Perhaps the enrolment never reached the server: the socket comes back by itself meanwhile.
          void this.finishEnrolment(true).catch((failure: unknown) => this.notEnrolled(failure));
          break;
        }
        this.stage = state.code === "suspended" ? { kind: "suspended" } : { kind: "broken", code: state.code };
        break;
      case "connected":
        this.connection = state;
        // Where the disk refuses either, the next log-in comes by here again.
        if (pending) book.commit(drop(PENDING, "0")).catch(() => undefined);
        if (!book.has(WAITING, "0")) this.stage = this.stageOf(self, book);
        else book.commit(drop(WAITING, "0")).then(() => this.become(this.stageOf(self, book)), () => undefined);
        break;
      default:
        this.connection = state;
    }
    this.notify();
  }

  /** The server refused the enrolment for good after the person had come in: nothing is left to be in. */
  private notEnrolled(failure: unknown): void {
    if (this.account !== undefined) return;
    this.become({ kind: "broken", code: failure instanceof RequestError ? failure.code : "internal" });
  }

  private join(names: AccountNames, proof: Proof, passphrase: string, deviceName: string | undefined): Promise<void> {
    return this.alone(async () => {
      const locked = this.locked ?? wrongStage();
      if (this.stage.kind !== "not-enrolled") wrongStage();
      const [{ openSession }, { demandName, join }] = await Promise.all([import("./recovery.js"), import("./enrolment.js")]);
      demandName(deviceName);
      if (proof.way === "recovery-key") await demandStrong(passphrase, [names.networkName, names.userName]);
      const session = await openSession(this.recoveryWorld(), names, proof);
      try {
        if (proof.way === "recovery-key") await session.putPassphrase(passphrase);
        await this.adopt(await locked.create(this.world.stretch, passphrase), []);
        await this.orAbandon(join(this.recoveryWorld(), this.book ?? wrongStage(), session, deviceName));
      } finally {
        session.close();
      }
      this.hasRecoveryKey = session.hasRecoveryKey;
      await this.enter();
    });
  }

  protected changeStorePassphrase(passphrase: string, newPassphrase: string): Promise<void> {
    return (this.locked ?? wrongStage()).changePassphrase(this.world.stretch, passphrase, newPassphrase);
  }

  protected recoveryWorld(): RecoveryWorld {
    const { rest, stretch, serverName } = this.world;
    return { rest, stretch, serverName, now: () => this.time().now() };
  }

  /** Where it fails, nothing of it is kept. */
  private async orAbandon(work: Promise<void>): Promise<void> {
    try {
      await work;
    } catch (failure) {
      await this.abandon();
      throw failure;
    }
  }

  private async abandon(): Promise<void> {
    await (this.vault ?? this.locked)?.destroy();
    this.letGo();
    this.locked = await LockedVault.open(this.world.file, this.world.rows, this.world.timers.wallClock());
  }

  private purgeWhileLocked(locked: LockedVault): void {
    this.purger?.stop();
    const purge = async (): Promise<void> => {
      // Whoever is unlocking reads what a purge would take away: the next turn is soon enough.
      if (this.stage.kind === "locked" && !this.busy) await locked.purge(this.time().now());
    };
    this.purger = new Sweeper(this.world.timers, () => PURGE_WHILE_LOCKED_EVERY, purge, () => this.notify());
    if (locked.exists) this.purger.soon();
  }

  private letGo(): void {
    this.purger?.stop();
    this.purger = undefined;
    this.account = undefined;
    this.book = undefined;
    this.vault = undefined;
    this.opened = undefined;
    this.hasRecoveryKey = undefined;
    this.connection = { kind: "connecting" };
  }

  private time(): LifeClock {
    return this.clock ?? wrongStage();
  }

  private become(stage: Stage): void {
    this.stage = stage;
    this.notify();
  }

  private notify(): void {
    if (this.notified) return;
    this.notified = true;
    queueMicrotask(() => {
      this.notified = false;
      this.listeners.forEach((listener) => listener());
    });
  }

  /** Enrolling, unlocking and locking don't overlap. */
  protected async alone<T>(work: () => Promise<T>): Promise<T> {
    if (this.busy) throw new ClientError("busy");
    this.busy = true;
    try {
      return await clientErrors(work);
    } finally {
      this.busy = false;
    }
  }
}

function ownList(book: Book): TrustedList {
  return book.get(OWN_LIST, "0")?.list ?? wrongStage();
}
