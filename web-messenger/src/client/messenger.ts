import type { SocketState } from "../connection/socket.js";
import { RequestError, type Dial, type Timers } from "../connection/ports.js";
import type { OpenedInvitation, Rest } from "../connection/rest.js";
import type { Stretcher } from "../crypto/passphrase.js";
import type { TrustedList } from "../protocol/device-list.js";
import { SECOND } from "../protocol/time.js";
import { VaultError, type ErasableFile, type Rows } from "../store/ports.js";
import { LockedVault, type Vault, type VaultRecord } from "../store/vault.js";
import { Account } from "./account.js";
import {
  ClientError, type Connection, type Conversation, type Ephemerality, type Id, type Invitation, type Message,
  type Messenger, type Person, type Policy, type SafetyNumber, type Stage, type Warning,
} from "./api.js";
import { Book, drop, put } from "./book.js";
import { LifeClock } from "./clock.js";
import { prepareEnrolment } from "./enrolment.js";
import { KINDS, NUMBER, OWN_LIST, PENDING, POLICY, SELF, type LiveSelf } from "./records.js";

const LOCK_AFTER = "lock-after";
const LOCK_AFTER_USUALLY = 15;
const PURGE_WHILE_LOCKED_EVERY = 10 * SECOND;

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
}

export class SealedMessenger implements Messenger {
  stage: Stage = { kind: "starting" };
  connection: Connection = { kind: "connecting" };
  private readonly listeners = new Set<() => void>();
  private locked: LockedVault | undefined;
  private vault: Vault | undefined;
  private book: Book | undefined;
  private account: Account | undefined;
  private clock: LifeClock | undefined;
  private opened: { readonly code: string; readonly invitation: OpenedInvitation } | undefined;
  private notified = false;
  private cancelPurge: () => void = () => undefined;
  private busy = false;

  constructor(private readonly world: World) {}

  get policy(): Policy {
    return this.account?.policy ?? this.opened?.invitation.policy ?? INITIAL_POLICY;
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
      if (this.locked.exists) this.purgeSoon();
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

  async enrol(code: string, passphrase: string): Promise<void> {
    await this.alone(async () => {
      const locked = this.locked ?? wrongStage();
      if (this.stage.kind !== "not-enrolled") wrongStage();
      if (this.book?.get(PENDING, "0")?.code !== code) {
        if (this.opened?.code !== code) await this.openInvitation(code);
        const invitation = this.opened?.invitation ?? wrongStage();
        const vault = await locked.create(this.world.stretch, passphrase);
        await this.adopt(vault, []);
        await prepareEnrolment(this.book ?? wrongStage(), code, invitation, this.time().now());
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
      this.cancelPurge();
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

  async findPeople(name: string): Promise<readonly Person[]> {
    return clientErrors(() => this.open().findPeople(name));
  }

  conversations(): readonly Conversation[] {
    return this.account?.view.conversations() ?? [];
  }

  async converse(person: Person): Promise<Conversation> {
    return clientErrors(() => this.open().converse(person));
  }

  messages(conversation: string): readonly Message[] {
    return this.account?.view.messages(conversation) ?? [];
  }

  warnings(): readonly Warning[] {
    return this.account?.view.warnings() ?? [];
  }

  dismissWarning(id: string): Promise<void> {
    return clientErrors(() => this.open().dismissWarning(id));
  }

  send(conversation: string, text: string, ephemerality: Ephemerality): Promise<void> {
    return clientErrors(() => {
      if (this.connection.kind === "clock-off") throw new ClientError("clock-off");
      return this.open().send(conversation, text, ephemerality);
    });
  }

  retry(message: Id): Promise<void> {
    return clientErrors(() => this.open().retry(message));
  }

  discard(message: Id): Promise<void> {
    return clientErrors(() => this.open().discard(message));
  }

  displayed(message: Id): Promise<void> {
    return clientErrors(() => this.open().displayed(message));
  }

  keepDraft(conversation: string, text: string): Promise<void> {
    return clientErrors(() => this.open().keepDraft(conversation, text));
  }

  safetyNumber(conversation: string): Promise<SafetyNumber> {
    return clientErrors(async () => ({ digits: await this.open().safetyNumber(conversation) }));
  }

  verify(conversation: string, digits: string): Promise<void> {
    return clientErrors(() => this.open().verify(conversation, digits));
  }

  unverify(conversation: string): Promise<void> {
    return clientErrors(() => this.open().unverify(conversation));
  }

  acceptIdentity(conversation: string): Promise<void> {
    return clientErrors(() => this.open().acceptIdentity(conversation));
  }

  readonly waitingDevice = undefined;
  readonly hasRecoveryKey = undefined;
  signIn = notYet;
  signInWithRecoveryKey = notYet;
  forget = notYet;
  approveDevice = notYet;
  refuseDevice = notYet;
  devices = notYet;
  renameDevice = notYet;
  revokeDevice = notYet;
  changePassphrase = notYet;
  makeRecoveryKey = notYet;
  removeRecoveryKey = notYet;
  deleteAccount = notYet;

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
    const [book, vault] = [this.book ?? wrongStage(), this.vault ?? wrongStage()];
    const self = book.get(SELF, "0");
    const pending = book.get(PENDING, "0");
    if (self === undefined || pending === undefined) return;
    try {
      await this.world.rest.enrol(pending.code, ownList(book).signed, pending.prekeys);
    } catch (failure) {
      const code = failure instanceof RequestError ? failure.code : "internal";
      const perhapsDone = code === "invitation-unusable" || code === "already-enrolled";
      if (again && (perhapsDone || UNDECIDED.has(code))) return;
      // An answer was given: nothing was enrolled, nothing of it is kept.
      if (!UNDECIDED.has(code)) {
        await vault.destroy();
        this.letGo();
        this.locked = await LockedVault.open(this.world.file, this.world.rows, this.world.timers.wallClock());
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
    const around = { dial, rest, timers, serverName, clock: this.time(), state };
    this.account = new Account(self, book, around, book.get(POLICY, "in-force") ?? INITIAL_POLICY);
    await book.commit(put(POLICY, "in-force", this.account.policy));
    this.become({ kind: "open", self: this.account.view.person(self.user), networkName: self.networkName });
    this.account.start();
  }

  private connectionBecame(state: SocketState, self: LiveSelf): void {
    if (this.account === undefined) return;
    const pending = this.book?.has(PENDING, "0") === true;
    const openStage: Stage = { kind: "open", self: this.account.view.person(self.user), networkName: self.networkName };
    switch (state.kind) {
      case "refused":
        this.connection = { kind: "connecting" };
        if (pending && state.code === "unauthenticated") {
          // Perhaps the enrolment never reached the server: the socket comes back by itself meanwhile.
          void this.finishEnrolment(true).catch(() => undefined);
          break;
        }
        this.stage = state.code === "suspended" ? { kind: "suspended" } : { kind: "broken", code: state.code };
        break;
      case "connected":
        this.connection = state;
        this.stage = openStage;
        if (pending) void this.book?.commit(drop(PENDING, "0"));
        break;
      default:
        this.connection = state;
    }
    this.notify();
  }

  private purgeSoon(): void {
    this.cancelPurge();
    this.cancelPurge = this.world.timers.after(PURGE_WHILE_LOCKED_EVERY, () => {
      if (this.busy || this.stage.kind !== "locked") return;
      this.locked
        ?.purge(this.time().now())
        .catch(() => undefined)
        .finally(() => this.purgeSoon());
    });
  }

  private letGo(): void {
    this.account = undefined;
    this.book = undefined;
    this.vault = undefined;
    this.opened = undefined;
    this.connection = { kind: "connecting" };
  }

  private open(): Account {
    return this.account ?? wrongStage();
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
  private async alone(work: () => Promise<void>): Promise<void> {
    if (this.busy) throw new ClientError("busy");
    this.busy = true;
    try {
      await clientErrors(work);
    } finally {
      this.busy = false;
    }
  }
}

function notYet(): Promise<never> {
  return Promise.reject(new ClientError("wrong-stage"));
}

function ownList(book: Book): TrustedList {
  return book.get(OWN_LIST, "0")?.list ?? wrongStage();
}

function wrongStage(): never {
  throw new ClientError("wrong-stage");
}

async function clientErrors<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (failure) {
    if (failure instanceof ClientError) throw failure;
    if (failure instanceof RequestError) throw new ClientError(failure.code, failure.retryAfterMs);
    if (failure instanceof VaultError) throw new ClientError(failure.code);
    throw new ClientError("internal");
  }
}
