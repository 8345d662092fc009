/** What of the messenger is the open account's, one call for one. */
import type {
  Connection, Conversation, Ephemerality, Id, Message, Notice, OwnDevice, Person, SafetyNumber, WaitingDevice, Warning,
} from "./api.js";
import { ClientError } from "./api.js";
import type { Account } from "./account.js";
import { clientErrors, wrongStage } from "./errors.js";

export abstract class AccountCalls {
  abstract connection: Connection;
  protected account: Account | undefined;

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

  notices(): readonly Notice[] {
    return this.account?.view.notices() ?? [];
  }

  dismissNotice(id: string): Promise<void> {
    return clientErrors(() => this.open().dismissNotice(id));
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

  get waitingDevice(): WaitingDevice | undefined {
    return this.account?.devices.waiting;
  }

  approveDevice(code: string): Promise<void> {
    return clientErrors(() => this.open().devices.approve(code));
  }

  refuseDevice(): Promise<void> {
    return clientErrors(() => this.open().devices.refuse());
  }

  devices(): Promise<readonly OwnDevice[]> {
    return clientErrors(() => this.open().devices.all());
  }

  renameDevice(device: Id, name: string): Promise<void> {
    return clientErrors(() => this.open().devices.rename(device, name));
  }

  protected open(): Account {
    return this.account ?? wrongStage();
  }
}
