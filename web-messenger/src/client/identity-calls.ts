/** What needs the passphrase of the account anew: it opens the identity key, for no longer than that. */
import { fromUuid } from "../bytes/text.js";
import { VaultError } from "../store/ports.js";
import type { Account } from "./account.js";
import { AccountCalls } from "./account-calls.js";
import { ClientError, type Id, type Policy } from "./api.js";
import type { RecoverySession, RecoveryWorld } from "./recovery.js";
import { demandStrong } from "./strength.js";

export abstract class IdentityCalls extends AccountCalls {
  abstract readonly policy: Policy;
  hasRecoveryKey: boolean | undefined;

  abstract forget(): Promise<void>;

  revokeDevice(device: Id, passphrase: string): Promise<void> {
    return this.withIdentity(passphrase, async (session, account) => {
      const id = fromUuid(device);
      if (account.isThis(id)) throw new ClientError("own-device");
      await session.revoke(id);
      await account.listChanged();
    });
  }

  changePassphrase(passphrase: string, newPassphrase: string): Promise<void> {
    return this.withIdentity(passphrase, async (session, { identity }) => {
      await demandStrong(newPassphrase, [identity.networkName, identity.userName]);
      await session.putPassphrase(newPassphrase);
      // Where the account's passphrase was changed on another device before, this store has one of its own, and keeps it.
      await this.changeStorePassphrase(passphrase, newPassphrase).catch((failure: unknown) => {
        if (!(failure instanceof VaultError && failure.code === "wrong-passphrase")) throw failure;
      });
    });
  }

  async makeRecoveryKey(passphrase: string): Promise<string> {
    if (!this.policy.recoveryKeyAllowed) throw new ClientError("recovery-key-not-allowed");
    const key = await this.withIdentity(passphrase, (session, account) => session.makeRecoveryKey(account.requireToken()));
    this.hasRecoveryKey = true;
    return key;
  }

  async removeRecoveryKey(passphrase: string): Promise<void> {
    await this.withIdentity(passphrase, (session, account) => session.removeRecoveryKey(account.requireToken()));
    this.hasRecoveryKey = false;
  }

  async deleteAccount(passphrase: string): Promise<void> {
    await this.withIdentity(passphrase, (session) => session.deleteAccount());
    await this.forget();
  }

  /** Not beside enrolling, locking and the like. */
  protected abstract alone<T>(work: () => Promise<T>): Promise<T>;
  protected abstract recoveryWorld(): RecoveryWorld;
  protected abstract changeStorePassphrase(passphrase: string, newPassphrase: string): Promise<void>;

  private withIdentity<T>(passphrase: string, work: (session: RecoverySession, account: Account) => Promise<T>): Promise<T> {
    return this.alone(async () => {
      const account = this.open();
      const { openSession } = await import("./recovery.js");
      const session = await openSession(this.recoveryWorld(), account.identity, { way: "passphrase", passphrase }, account.token);
      try {
        session.demandContinues(account.identity.list);
        this.hasRecoveryKey = session.hasRecoveryKey;
        return await work(session, account);
      } finally {
        session.close();
      }
    });
  }
}
