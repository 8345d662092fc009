/** A messenger that plays a script: what each state of the interface is drawn from, in the gallery and in tests. */

import {
  ClientError,
  type Connection,
  type AccountNames,
  type Conversation,
  type Id,
  type Invitation,
  type Message,
  type Messenger,
  type Notice,
  type OwnDevice,
  type Person,
  type Policy,
  type SafetyNumber,
  type Stage,
  type WaitingDevice,
  type Warning,
} from "../../src/client/api.js";
import { freePolicy, invitation, people, RECOVERY_KEY, SAFETY_DIGITS } from "./cast.js";

export interface Script {
  readonly stage?: Stage;
  readonly invitation?: Invitation;
  readonly connection?: Connection;
  readonly policy?: Policy;
  readonly conversations?: readonly Conversation[];
  readonly messages?: Readonly<Record<string, readonly Message[]>>;
  readonly warnings?: readonly Warning[];
  readonly devices?: readonly OwnDevice[];
  readonly waitingDevice?: WaitingDevice;
  readonly hasRecoveryKey?: boolean;
  readonly erasingFails?: boolean;
  readonly notices?: readonly Notice[];
  /** Calls that reject, by name, with this code. */
  readonly refusing?: Readonly<Record<string, string>>;
  /** Calls that never answer, by name. */
  readonly hanging?: readonly string[];
}

export class ScriptedMessenger implements Messenger {
  stage: Stage;
  connection: Connection;
  policy: Policy;
  readonly erasingFails: boolean;
  lockAfterMinutes = 15;
  waitingDevice: WaitingDevice | undefined;
  hasRecoveryKey: boolean | undefined;
  /** Every call that changes something, in order. */
  readonly calls: (readonly unknown[])[] = [];

  private readonly listeners = new Set<() => void>();
  private readonly threads = new Map<string, readonly Message[]>();
  private all: readonly Conversation[];
  private alarms: readonly Warning[];
  private own: readonly OwnDevice[];
  private told: readonly Notice[];

  constructor(private readonly script: Script = {}) {
    this.stage = script.stage ?? { kind: "open", self: people.self, networkName: "Northwind Relief" };
    this.connection = script.connection ?? { kind: "connected" };
    this.policy = script.policy ?? freePolicy;
    this.all = script.conversations ?? [];
    this.alarms = script.warnings ?? [];
    this.own = script.devices ?? [];
    this.told = script.notices ?? [];
    this.waitingDevice = script.waitingDevice;
    this.hasRecoveryKey = script.hasRecoveryKey;
    this.erasingFails = script.erasingFails === true;
    for (const [id, messages] of Object.entries(script.messages ?? {})) this.threads.set(id, messages);
  }

  subscribe(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Changes what is readable, then tells. */
  change(changes: {
    readonly policy?: Policy;
    readonly conversations?: readonly Conversation[];
    readonly connection?: Connection;
    readonly stage?: Stage;
    readonly waitingDevice?: WaitingDevice;
  }): void {
    this.policy = changes.policy ?? this.policy;
    this.all = changes.conversations ?? this.all;
    this.connection = changes.connection ?? this.connection;
    this.stage = changes.stage ?? this.stage;
    this.waitingDevice = changes.waitingDevice ?? this.waitingDevice;
    this.tell();
  }

  receive(message: Message): void {
    this.threads.set(message.conversation, [...this.messages(message.conversation), message]);
    this.tell();
  }

  openInvitation(code: string): Promise<Invitation> {
    return this.answer("openInvitation", [code], () => this.script.invitation ?? invitation);
  }

  enrol(code: string, passphrase: string, deviceName?: string): Promise<void> {
    const given = deviceName === undefined ? [code, passphrase.length] : [code, passphrase.length, deviceName];
    return this.answer("enrol", given, () => undefined);
  }

  unlock(passphrase: string): Promise<void> {
    return this.answer("unlock", [passphrase.length], () => undefined);
  }

  lock(): Promise<void> {
    return this.answer("lock", [], () => {
      this.stage = { kind: "locked" };
    });
  }

  setLockAfterMinutes(minutes: number): Promise<void> {
    return this.answer("setLockAfterMinutes", [minutes], () => {
      this.lockAfterMinutes = minutes;
    });
  }

  findPeople(name: string): Promise<readonly Person[]> {
    const starts = (person: Person) => person.name.toLowerCase().startsWith(name.toLowerCase());
    return this.answer("findPeople", [name], () => people.colleagues.filter(starts));
  }

  conversations(): readonly Conversation[] {
    return this.all;
  }

  converse(person: Person): Promise<Conversation> {
    return this.answer("converse", [person.id], () => {
      const known = this.all.find(({ peer }) => peer.id === person.id);
      if (known !== undefined) return known;
      const made: Conversation = {
        id: `c-${person.id}`,
        peer: person,
        unread: 0,
        draft: "",
        trust: { kind: "unverified" },
      };
      this.all = [...this.all, made];
      return made;
    });
  }

  messages(conversation: string): readonly Message[] {
    return this.threads.get(conversation) ?? [];
  }

  warnings(): readonly Warning[] {
    return this.alarms;
  }

  dismissWarning(id: string): Promise<void> {
    return this.answer("dismissWarning", [id], () => {
      this.alarms = this.alarms.filter((warning) => warning.id !== id);
    });
  }

  notices(): readonly Notice[] {
    return this.told;
  }

  dismissNotice(id: string): Promise<void> {
    return this.answer("dismissNotice", [id], () => {
      this.told = this.told.filter((notice) => notice.id !== id);
    });
  }

  send(conversation: string, text: string, ephemerality: Message["ephemerality"]): Promise<void> {
    return this.answer("send", [conversation, text, ephemerality], () => undefined);
  }

  retry(message: Id): Promise<void> {
    return this.answer("retry", [message], () => undefined);
  }

  discard(message: Id): Promise<void> {
    return this.answer("discard", [message], () => undefined);
  }

  displayed(message: Id): Promise<void> {
    return this.answer("displayed", [message], () => undefined);
  }

  keepDraft(conversation: string, text: string): Promise<void> {
    return this.answer("keepDraft", [conversation, text], () => undefined);
  }

  safetyNumber(conversation: string): Promise<SafetyNumber> {
    return this.answer("safetyNumber", [conversation], () => ({ digits: SAFETY_DIGITS }));
  }

  verify(conversation: string, digits: string): Promise<void> {
    return this.answer("verify", [conversation, digits], () => this.trust(conversation, { kind: "verified" }));
  }

  unverify(conversation: string): Promise<void> {
    return this.answer("unverify", [conversation], () => this.trust(conversation, { kind: "unverified" }));
  }

  acceptIdentity(conversation: string): Promise<void> {
    return this.answer("acceptIdentity", [conversation], () => this.trust(conversation, { kind: "unverified" }));
  }

  signIn(names: AccountNames, passphrase: string, deviceName?: string): Promise<void> {
    return this.answer("signIn", [names, passphrase.length, deviceName], () => undefined);
  }

  signInWithRecoveryKey(names: AccountNames, key: string, newPassphrase: string, deviceName?: string): Promise<void> {
    const given = [names, key.length, newPassphrase.length, deviceName];
    return this.answer("signInWithRecoveryKey", given, () => undefined);
  }

  forget(): Promise<void> {
    return this.answer("forget", [], () => {
      this.stage = { kind: "not-enrolled" };
    });
  }

  approveDevice(code: string): Promise<void> {
    return this.answer("approveDevice", [code], () => {
      this.waitingDevice = undefined;
    });
  }

  refuseDevice(): Promise<void> {
    return this.answer("refuseDevice", [], () => {
      this.waitingDevice = undefined;
    });
  }

  devices(): Promise<readonly OwnDevice[]> {
    return this.answer("devices", [], () => this.own);
  }

  renameDevice(device: Id, name: string): Promise<void> {
    return this.answer("renameDevice", [device, name], () => {
      this.own = this.own.map((each) => (each.id === device ? { ...each, name } : each));
    });
  }

  revokeDevice(device: Id, passphrase: string): Promise<void> {
    return this.answer("revokeDevice", [device, passphrase.length], () => {
      this.own = this.own.filter(({ id }) => id !== device);
    });
  }

  changePassphrase(passphrase: string, newPassphrase: string): Promise<void> {
    return this.answer("changePassphrase", [passphrase.length, newPassphrase.length], () => undefined);
  }

  makeRecoveryKey(passphrase: string): Promise<string> {
    return this.answer("makeRecoveryKey", [passphrase.length], () => {
      this.hasRecoveryKey = true;
      return RECOVERY_KEY;
    });
  }

  removeRecoveryKey(passphrase: string): Promise<void> {
    return this.answer("removeRecoveryKey", [passphrase.length], () => {
      this.hasRecoveryKey = false;
    });
  }

  deleteAccount(passphrase: string): Promise<void> {
    return this.answer("deleteAccount", [passphrase.length], () => {
      this.stage = { kind: "not-enrolled" };
    });
  }

  private trust(id: string, trust: Conversation["trust"]): void {
    this.all = this.all.map((conversation) => (conversation.id === id ? { ...conversation, trust } : conversation));
  }

  private answer<T>(name: string, given: readonly unknown[], act: () => T): Promise<T> {
    this.calls.push([name, ...given]);
    const code = this.script.refusing?.[name];
    if (code !== undefined) return Promise.reject(new ClientError(code));
    if (this.script.hanging?.includes(name) === true) return new Promise(() => undefined);
    const result = act();
    this.tell();
    return Promise.resolve(result);
  }

  private tell(): void {
    for (const listener of [...this.listeners]) listener();
  }
}
