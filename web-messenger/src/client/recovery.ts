/**
 * What a person does with the passphrase of the account, or the printed key: for minutes the identity key is open. Large
 * (elliptic curves, Argon2id): import it lazily.
 */
import { equal, erase, type Bytes } from "../bytes/bytes.js";
import { RequestError } from "../connection/ports.js";
import type { SealedIdentity, SignedIn, Whose } from "../connection/recovery-rest.js";
import type { Rest } from "../connection/rest.js";
import { UnopenableError } from "../crypto/aead.js";
import { NoElementError } from "../crypto/oprf.js";
import type { Stretcher } from "../crypto/passphrase.js";
import type { SigningKey } from "../crypto/signature.js";
import { deviceNameKey } from "../protocol/device-name.js";
import { judgeChain, listedDevice, type TrustedList } from "../protocol/device-list.js";
import { nextList } from "../protocol/list-signing.js";
import {
  ask, logInKey, openBundle, passphraseSecret, sealBundle, signingKeyOf, signLogIn, type BundleContext, type Way,
} from "../protocol/recovery.js";
import { newRecoveryKey, printed, recoveryKeySecret, typed } from "../protocol/recovery-key.js";
import type { AccountNames } from "./api.js";
import { refused } from "./errors.js";

export interface RecoveryWorld {
  readonly rest: Rest;
  readonly stretch: Stretcher;
  readonly serverName: string;
  now(): number;
}

/** What the person knows, or has on paper. */
export type Proof =
  | { readonly way: "passphrase"; readonly passphrase: string }
  | { readonly way: "recovery-key"; readonly recoveryKey: string };

/** The identity, sealed under a passphrase that the server hardens. `context` says for whom. */
export async function sealUnderPassphrase(
  { rest, stretch }: RecoveryWorld,
  whose: Whose,
  passphrase: string,
  context: Omit<BundleContext, "way" | "seedId">,
  scalar: Bytes,
  token?: Bytes,
): Promise<SealedIdentity> {
  const question = ask(passphrase);
  const { evaluated, seedId } = await rest.recovery.evaluate(whose, question.element, token);
  const secret = await passphraseSecret(stretch, question, evaluated ?? noAnswer()).catch(orMalformed);
  const sealed = await sealUnder(secret, { ...context, way: "passphrase", seedId }, scalar);
  erase(secret);
  return { ...sealed, seedId };
}

async function sealUnder(secret: Bytes, context: BundleContext, scalar: Bytes): Promise<SealedIdentity> {
  return { bundle: await sealBundle(secret, context, scalar), logInKey: (await logInKey(secret)).publicKey };
}

/**
 * Rejects with `wrong-credentials` where names or proof are wrong: the server doesn't say which. `device`: the token of a device
 * of the account, with which it is not kept out by strangers who use up what the server allows for a name.
 */
export async function openSession(world: RecoveryWorld, names: AccountNames, proof: Proof, device?: Bytes): Promise<RecoverySession> {
  const [network, user] = [names.networkName.trim(), names.userName.trim()];
  const { rest, serverName } = world;
  const { secret, challenge } = await secretOf(world, { network, user }, proof, device);
  try {
    const time = world.now();
    const { way } = proof;
    const named = { serverName, challenge, networkName: network, userName: user, way, time };
    const signature = await signLogIn(await logInKey(secret), named);
    const signedIn = await rest.recovery.logIn({ network, user, way, challenge, time, signature });
    const lists = await trustedLists(signedIn);
    const scalar = await openBundle(secret, { ...contextOf(signedIn), way, version: signedIn.bundleVersion }, signedIn.bundle);
    const session = new RecoverySession(world, { network, user }, signedIn, lists, scalar, await signingKeyOf(scalar));
    // What the person came for does not wait for it: the next log-in tries again.
    if (proof.way === "passphrase") await session.renew(proof.passphrase).catch(() => undefined);
    return session;
  } catch (failure) {
    // The log-in key was right, so this bundle is none that was sealed under it.
    if (failure instanceof UnopenableError) refused("recovery-damaged");
    throw failure;
  } finally {
    erase(secret);
  }
}

async function secretOf({ rest, stretch }: RecoveryWorld, whose: Whose, proof: Proof, device?: Bytes) {
  if (proof.way === "recovery-key") {
    const key = typed(proof.recoveryKey) ?? refused("malformed-recovery-key");
    const { challenge } = await rest.recovery.evaluate(whose);
    const secret = await recoveryKeySecret(key);
    erase(key);
    return { challenge, secret };
  }
  const question = ask(proof.passphrase);
  const asStranger = () => rest.recovery.evaluate(whose, question.element);
  const asked = device === undefined ? asStranger() : rest.recovery.evaluate(whose, question.element, device).catch(orEnded(asStranger));
  const { challenge, evaluated } = await asked;
  const secret = await passphraseSecret(stretch, question, evaluated ?? noAnswer()).catch(orMalformed);
  return { challenge, secret };
}

/** The token of the device has ended. */
function orEnded<T>(otherwise: () => Promise<T>): (failure: unknown) => Promise<T> {
  return (failure) => {
    if (failure instanceof RequestError && failure.code === "unauthenticated") return otherwise();
    throw failure;
  };
}

function contextOf({ network, user, identityKey, seedId }: SignedIn) {
  return { network: network.id, user: user.id, identityKey, ...(seedId === undefined ? {} : { seedId }) };
}

/** From the first version on, each the successor of the one before. */
async function trustedLists({ network, user, identityKey, lists }: SignedIn): Promise<readonly TrustedList[]> {
  const signed = lists.map((each) => ({ identityKey, ...each }));
  return (await judgeChain(network.id, user.id, signed, undefined)) ?? refused("recovery-damaged");
}

/** Signed in with the identity key at hand. Close it, whatever happens. */
export class RecoverySession {
  private passphraseVersion: number;

  constructor(
    private readonly world: RecoveryWorld,
    private readonly whose: Whose,
    readonly signedIn: SignedIn,
    private readonly lists: readonly TrustedList[],
    private readonly scalar: Uint8Array,
    readonly identity: SigningKey,
  ) {
    this.passphraseVersion = signedIn.versions.passphrase;
  }

  /** The newest. */
  get list(): TrustedList {
    return this.lists.at(-1) ?? refused("recovery-damaged");
  }

  get hasRecoveryKey(): boolean {
    return this.signedIn.versions.recoveryKey > 0;
  }

  close(): void {
    erase(this.scalar);
  }

  nameKey(): Promise<Uint8Array> {
    return deviceNameKey(this.scalar);
  }

  /**
   * What a device has seen of its own user has to be part of this history: else the server shows an older one, and the next
   * list would take back what the person did since, a revocation for example.
   */
  demandContinues(known: TrustedList): void {
    const same = this.lists.some(({ hash }) => equal(hash, known.hash));
    if (!same || !equal(this.identity.publicKey, known.identityKey)) refused("recovery-damaged");
  }

  async putPassphrase(passphrase: string): Promise<void> {
    const version = this.passphraseVersion + 1;
    const { token } = this.signedIn;
    const sealed = await sealUnderPassphrase(this.world, this.whose, passphrase, this.context(version), this.scalar, token);
    await this.world.rest.recovery.putBundle(token, "passphrase", version, sealed);
    this.passphraseVersion = version;
  }

  /** Seals the identity anew where the server has a newer key than the one it is sealed under, so that the old one can go. */
  async renew(passphrase: string): Promise<void> {
    const { token, seedId } = this.signedIn;
    const newest = await this.world.rest.recovery.evaluate(this.whose, undefined, token);
    if (seedId === undefined || !equal(newest.seedId, seedId)) await this.putPassphrase(passphrase);
  }

  /** As it is printed. `device`: the token of the device at which the person is. */
  async makeRecoveryKey(device: Bytes): Promise<string> {
    const version = this.signedIn.versions.recoveryKey + 1;
    const key = newRecoveryKey();
    const secret = await recoveryKeySecret(key);
    const sealed = await sealUnder(secret, { ...this.context(version), way: "recovery-key" }, this.scalar);
    await this.world.rest.recovery.putBundle(this.signedIn.token, "recovery-key", version, sealed, device);
    const text = printed(key);
    [key, secret].forEach(erase);
    return text;
  }

  removeRecoveryKey(device: Bytes): Promise<void> {
    return this.world.rest.recovery.deleteRecoveryKey(this.signedIn.token, device);
  }

  async revoke(device: Bytes): Promise<void> {
    if (listedDevice(this.list, device) === undefined) refused("unknown-device");
    const list = await nextList(this.signedIn.network.id, this.list, this.identity, { removed: [device] });
    await this.world.rest.recovery.publishList(this.signedIn.token, list);
  }

  deleteAccount(): Promise<void> {
    return this.world.rest.recovery.deleteAccount(this.signedIn.token);
  }

  private context(version: number): Omit<BundleContext, "way"> {
    const { network, user, identityKey } = this.signedIn;
    return { network: network.id, user: user.id, identityKey, version };
  }
}

export type { Way };

function noAnswer(): never {
  throw new RequestError("malformed");
}

function orMalformed(failure: unknown): never {
  if (failure instanceof NoElementError) throw new RequestError("malformed");
  throw failure;
}
