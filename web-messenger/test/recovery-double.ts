/** The server's side of recovery and of own devices, in memory. */
import { p521_oprf } from "@noble/curves/nist.js";
import { DeviceListSchema } from "#wire/keys_pb.js";
import { equal, utf8, type Bytes } from "../src/bytes/bytes.js";
import { u64, u8 } from "../src/bytes/integers.js";
import { hex } from "../src/bytes/text.js";
import { decode } from "../src/codec/canonical.js";
import { RequestError } from "../src/connection/ports.js";
import type { RecoveryRest, SealedIdentity, SignedIn, Whose } from "../src/connection/recovery-rest.js";
import type { RestPolicy } from "../src/connection/forms.js";
import type { Rest } from "../src/connection/rest.js";
import { sha512 } from "../src/crypto/hash.js";
import { randomBytes } from "../src/crypto/random.js";
import { verify } from "../src/crypto/signature.js";
import type { SignedList } from "../src/protocol/device-list.js";
import type { FirstPrekeys } from "../src/protocol/prekeys.js";
import { DAY } from "../src/protocol/time.js";
import { DeviceAccount, type UserAccount } from "./accounts.js";
import { SERVER, type ServerDouble } from "./server-double.js";

type Way = "passphrase" | "recovery-key";

interface Waiting {
  readonly list: SignedList;
  readonly prekeys: FirstPrekeys;
  readonly name: Bytes | undefined;
  readonly expires: number;
}

/** What it keeps of one user besides devices. */
interface Kept {
  /** By seed. */
  readonly keys: Map<string, Bytes>;
  readonly versions: Record<Way, number>;
  bundles: Partial<Record<Way, SealedIdentity>>;
  waiting?: Waiting;
}

const LATER_WAITS = DAY;

export class RecoveryDouble {
  seedId = randomBytes(16);
  /** Every element that was evaluated. */
  readonly evaluations: Bytes[] = [];
  /** What a log-in answers instead of the truth. */
  tamper: (answer: SignedIn) => SignedIn = (answer) => answer;
  /** Evaluations that strangers used up the quota of. */
  namesExhausted = false;
  private readonly kept = new Map<UserAccount, Kept>();
  private readonly challenges = new Set<string>();
  private readonly sessions = new Map<string, { readonly user: UserAccount; readonly way: Way }>();

  constructor(
    private readonly server: ServerDouble,
    private readonly policy: () => RestPolicy,
    private readonly now: () => number,
  ) {}

  of(user: UserAccount): Kept {
    const known = this.kept.get(user);
    if (known !== undefined) return known;
    const made: Kept = { keys: new Map(), versions: { passphrase: 0, "recovery-key": 0 }, bundles: {} };
    this.kept.set(user, made);
    return made;
  }

  /** The server's key of that user under a seed. */
  keyOf(user: UserAccount, seedId: Bytes): Bytes {
    const { keys } = this.of(user);
    const key = keys.get(hex(seedId)) ?? p521_oprf.oprf.generateKeyPair().secretKey;
    keys.set(hex(seedId), key);
    return key;
  }

  readonly calls: RecoveryRest = {
    evaluate: async (whose, blinded, token) => {
      const user = this.find(whose);
      const challenge = randomBytes(32);
      this.challenges.add(hex(challenge));
      const returned = token !== undefined && this.sessions.has(hex(token));
      const device = token !== undefined && !returned && this.server.owner(token) === user;
      if (blinded === undefined) return { challenge, seedId: this.seedId };
      if (this.namesExhausted && !returned && !device) throw new RequestError("rate-limited");
      this.evaluations.push(blinded);
      const stored = user === undefined || returned ? undefined : this.of(user).bundles.passphrase?.seedId;
      const seedId = stored ?? this.seedId;
      const key = user === undefined ? p521_oprf.oprf.generateKeyPair().secretKey : this.keyOf(user, seedId);
      return { challenge, seedId, evaluated: p521_oprf.oprf.blindEvaluate(key, blinded) };
    },
    logIn: async ({ network, user: name, way, challenge, time, signature }) => {
      const user = this.find({ network, user: name });
      const sealed = user === undefined ? undefined : this.of(user).bundles[way];
      if (user === undefined || sealed === undefined || !this.challenges.delete(hex(challenge))) throw new RequestError("wrong-credentials");
      const fields = [utf8(SERVER), await sha512(challenge), utf8(network), utf8(name), u8(way === "passphrase" ? 1 : 2), u64(time)];
      const good = await verify(sealed.logInKey, signature, "msgr/v1/recover", new Uint8Array(16), ...fields);
      if (!good) throw new RequestError("wrong-credentials");
      const token = randomBytes(32);
      this.sessions.set(hex(token), { user, way });
      const { versions } = this.of(user);
      return this.tamper({
        network: { id: this.server.network, name: "Lab" },
        user: { id: user.id, name: user.name },
        bundle: sealed.bundle,
        bundleVersion: versions[way],
        ...(sealed.seedId === undefined ? {} : { seedId: sealed.seedId }),
        versions: { passphrase: versions.passphrase, recoveryKey: versions["recovery-key"] },
        identityKey: user.list!.identityKey,
        lists: user.lists.map(({ list, signature: signed }) => ({ list, signature: signed })),
        token,
        policy: this.policy(),
      });
    },
    putBundle: async (token, way, version, sealed, device) => {
      const { user } = this.session(token);
      if (way === "recovery-key") this.demandAgreement(token, device);
      const kept = this.of(user);
      if (version !== kept.versions[way] + 1) throw new RequestError("conflicting-version");
      if (sealed.bundle.length !== 94 || sealed.logInKey.length !== 133) throw new RequestError("malformed");
      kept.versions[way] = version;
      kept.bundles[way] = sealed;
    },
    deleteRecoveryKey: async (token, device) => {
      this.demandAgreement(token, device);
      const kept = this.of(this.session(token).user);
      kept.bundles = { passphrase: kept.bundles.passphrase! };
      kept.versions["recovery-key"] = 0;
    },
    addDevice: async (token, list, prekeys, name) => {
      const { user, way } = this.session(token);
      const { devices } = this.next(user, list);
      if (devices.length !== user.devices.length + 1) throw new RequestError("malformed");
      if (devices.length > this.policy().devicesMaximum) throw new RequestError("too-many-devices");
      const waiting = { list, prekeys, name, expires: this.now() + LATER_WAITS };
      if (way === "recovery-key" || !this.policy().deviceApproval) {
        await this.let(user, waiting);
        return "active";
      }
      this.of(user).waiting = waiting;
      this.tell(user, waiting);
      return "waiting";
    },
    publishList: async (token, list) => {
      const { user } = this.session(token);
      const { devices } = this.next(user, list);
      if (devices.length >= user.devices.length) throw new RequestError("malformed");
      this.server.publish(user.name, list);
    },
    deleteAccount: async (token) => {
      const { user } = this.session(token);
      user.devices.forEach((device) => this.server.end(device));
      user.devices = [];
      this.kept.delete(user);
    },
  };

  /** As the REST calls of a device answer. */
  readonly deviceCalls: Pick<Rest, "ownDevices" | "nameDevice" | "waitingDevice" | "approveDevice" | "refuseDevice"> = {
    ownDevices: async (token) =>
      this.server.owner(token).devices.map(({ device, name }) => (name === undefined ? { device } : { device, name })),
    nameDevice: async (token, id, name) => {
      this.server.owner(token).device(id)!.name = name;
    },
    waitingDevice: async (token) => {
      const { waiting } = this.of(this.server.owner(token));
      if (waiting === undefined || waiting.expires <= this.now()) return undefined;
      const { list: { list, signature }, name, expires } = waiting;
      return name === undefined ? { list, signature, expires } : { list, signature, expires, name };
    },
    approveDevice: async (token, listHash) => {
      const user = this.server.owner(token);
      const { waiting } = this.of(user);
      if (waiting === undefined || !equal(listHash, await sha512(waiting.list.list))) throw new RequestError("conflicting-version");
      delete this.of(user).waiting;
      await this.let(user, waiting);
      this.tell(user, waiting);
    },
    refuseDevice: async (token) => {
      delete this.of(this.server.owner(token)).waiting;
    },
  };

  enrolled(user: UserAccount, sealed: SealedIdentity): void {
    const kept = this.of(user);
    kept.versions.passphrase = 1;
    kept.bundles.passphrase = sealed;
  }

  private tell(user: UserAccount, { list }: Waiting): void {
    this.server.push(user.name, { case: "deviceWaiting", value: { device: decode(DeviceListSchema, list.list).devices[0]!.device } });
  }

  private async let(user: UserAccount, { list, prekeys, name }: Waiting): Promise<void> {
    const known = user.devices.map(({ device }) => hex(device));
    const added = decode(DeviceListSchema, list.list).devices.find(({ device }) => !known.includes(hex(device)))!;
    const account = new DeviceAccount(added.device, added.signingKey);
    account.name = name;
    user.devices.push(account);
    await this.server.store(account, prekeys.agreement);
    await this.server.store(account, prekeys.kem);
    this.server.publish(user.name, list);
  }

  private next(user: UserAccount, { list }: SignedList) {
    const next = decode(DeviceListSchema, list);
    if (Number(next.version) !== user.lists.length + 1) throw new RequestError("conflicting-version");
    return next;
  }

  private find(whose: Whose): UserAccount | undefined {
    const all = [...this.server.users.values()];
    if ("code" in whose) return all.find(({ code }) => code === whose.code) ?? gone();
    return whose.network === "Lab" ? all.find(({ name }) => name === whose.user) : undefined;
  }

  private demandAgreement(token: Bytes, device?: Bytes): void {
    const { user, way } = this.session(token);
    const agrees = device !== undefined && this.server.owner(device) === user;
    if (!agrees && way === "passphrase" && this.policy().deviceApproval) throw new RequestError("forbidden");
  }

  private session(token: Bytes) {
    return this.sessions.get(hex(token)) ?? unauthenticated();
  }
}

export function unauthenticated(): never {
  throw new RequestError("unauthenticated");
}

function gone(): never {
  throw new RequestError("invitation-unusable");
}
