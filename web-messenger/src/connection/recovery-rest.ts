/** The calls of a person who comes back: docs/api.md, "Recovery". */
import type { Bytes } from "../bytes/bytes.js";
import { base64url, fromBase64url, fromUuid, uuid } from "../bytes/text.js";
import type { SignedList } from "../protocol/device-list.js";
import type { FirstPrekeys, Upload } from "../protocol/prekeys.js";
import { policyOf, versions, type RestPolicy, type SignedVersion } from "./forms.js";
import { fields, number, text, type Http } from "./http.js";
import { RequestError } from "./ports.js";

/** Names as the person typed them, or the code of an invitation. */
export type Whose = { readonly network: string; readonly user: string } | { readonly code: string };

export interface Evaluation {
  readonly challenge: Bytes;
  readonly seedId: Bytes;
  readonly evaluated?: Bytes;
}

export interface RecoveryProof {
  readonly network: string;
  readonly user: string;
  readonly way: "passphrase" | "recovery-key";
  readonly challenge: Bytes;
  readonly time: number;
  readonly signature: Bytes;
}

export interface SignedIn {
  readonly network: { readonly id: Bytes; readonly name: string };
  readonly user: { readonly id: Bytes; readonly name: string };
  /** Of the way that was used. */
  readonly bundle: Bytes;
  readonly bundleVersion: number;
  /** Way "passphrase". */
  readonly seedId?: Bytes;
  /** 0: there is none. */
  readonly versions: { readonly passphrase: number; readonly recoveryKey: number };
  readonly identityKey: Bytes;
  /** All, from the first. */
  readonly lists: readonly SignedVersion[];
  readonly token: Bytes;
  readonly policy: RestPolicy;
}

/** A bundle and what proves that one can open it. */
export interface SealedIdentity {
  readonly bundle: Bytes;
  readonly logInKey: Bytes;
  /** Way "passphrase". */
  readonly seedId?: Bytes;
}

/** All reject with RequestError; none tells whether an account exists. */
export interface RecoveryRest {
  /**
   * `blinded`: the passphrase's, for that way. With the token of a recovery log-in, for a new bundle: under the newest of the
   * server's keys; else under the one that the stored bundle was made with. With a device's token it counts apart from what
   * strangers ask.
   */
  evaluate(whose: Whose, blinded?: Bytes, token?: Bytes): Promise<Evaluation>;
  logIn(proof: RecoveryProof): Promise<SignedIn>;
  /** `device`: the token of a listed device of the account; the server asks for it where a passphrase alone gets no device in. */
  putBundle(token: Bytes, way: "passphrase" | "recovery-key", version: number, sealed: SealedIdentity, device?: Bytes): Promise<void>;
  deleteRecoveryKey(token: Bytes, device?: Bytes): Promise<void>;
  addDevice(token: Bytes, list: SignedList, prekeys: FirstPrekeys, name?: Bytes): Promise<"active" | "waiting">;
  /** One that only removes. */
  publishList(token: Bytes, list: SignedList): Promise<void>;
  deleteAccount(token: Bytes): Promise<void>;
}

export class FetchRecovery implements RecoveryRest {
  constructor(private readonly http: Http) {}

  async evaluate(whose: Whose, blinded?: Bytes, token?: Bytes): Promise<Evaluation> {
    const body = { ...whose, ...(blinded === undefined ? {} : { blinded: base64url(blinded) }) };
    const { challenge, seedId, evaluated } = fields(await this.http.post("/api/v1/recovery/evaluations", body, token));
    const kept = { challenge: fromBase64url(text(challenge)), seedId: seed(seedId) };
    return evaluated === undefined || evaluated === null ? kept : { ...kept, evaluated: fromBase64url(text(evaluated)) };
  }

  async logIn({ challenge, signature, ...proof }: RecoveryProof): Promise<SignedIn> {
    const body = { ...proof, challenge: base64url(challenge), signature: base64url(signature) };
    const answer = fields(await this.http.post("/api/v1/recovery/log-ins", body));
    const [network, user, kept] = [fields(answer["network"]), fields(answer["user"]), fields(answer["versions"])];
    const { seedId } = answer;
    return {
      network: { id: fromUuid(text(network["id"])), name: text(network["name"]) },
      user: { id: fromUuid(text(user["id"])), name: text(user["name"]) },
      bundle: fromBase64url(text(answer["bundle"])),
      bundleVersion: number(answer["bundleVersion"]),
      ...(seedId === undefined || seedId === null ? {} : { seedId: seed(seedId) }),
      versions: { passphrase: number(kept["passphrase"]), recoveryKey: number(kept["recoveryKey"]) },
      identityKey: fromBase64url(text(answer["identityKey"])),
      lists: versions(answer["lists"]),
      token: fromBase64url(text(answer["token"])),
      policy: policyOf(fields(answer["policy"])),
    };
  }

  async putBundle(
    token: Bytes, way: "passphrase" | "recovery-key", version: number, sealed: SealedIdentity, device?: Bytes,
  ): Promise<void> {
    await this.http.put(`/api/v1/recovery/bundles/${way}`, { version, ...sealedIdentity(sealed) }, token, device);
  }

  async deleteRecoveryKey(token: Bytes, device?: Bytes): Promise<void> {
    await this.http.delete("/api/v1/recovery/bundles/recovery-key", token, device);
  }

  async addDevice(token: Bytes, list: SignedList, prekeys: FirstPrekeys, name?: Bytes): Promise<"active" | "waiting"> {
    const named = name === undefined ? {} : { name: base64url(name) };
    const { state } = fields(await this.http.post("/api/v1/recovery/devices", { ...newDevice(list, prekeys), ...named }, token));
    if (state !== "active" && state !== "waiting") throw new RequestError("malformed");
    return state;
  }

  async publishList(token: Bytes, list: SignedList): Promise<void> {
    await this.http.post("/api/v1/recovery/lists", signedList(list), token);
  }

  async deleteAccount(token: Bytes): Promise<void> {
    await this.http.delete("/api/v1/recovery/account", token);
  }
}

/** 16 bytes: as an id, or as bytes. */
function seed(value: unknown): Bytes {
  const written = text(value);
  return written.length === 36 ? fromUuid(written) : fromBase64url(written);
}

export function sealedIdentity({ bundle, logInKey, seedId }: SealedIdentity) {
  const named = seedId === undefined ? {} : { seedId: uuid(seedId) };
  return { bundle: base64url(bundle), logInKey: base64url(logInKey), ...named };
}

function signedList({ list, signature }: SignedList) {
  return { deviceList: base64url(list), deviceListSignature: base64url(signature) };
}

export function newDevice(list: SignedList, { agreement, kem }: FirstPrekeys) {
  return {
    ...signedList(list),
    prekeyBatch: base64url(agreement.batch),
    prekeyBatchSignature: base64url(agreement.signature),
    prekeys: published(agreement),
    kemPrekeyBatch: base64url(kem.batch),
    kemPrekeyBatchSignature: base64url(kem.signature),
    kemPrekeys: published(kem),
  };
}

function published({ prekeys }: Upload) {
  return prekeys.map(({ id, key }) => ({ id: uuid(id), key: base64url(key) }));
}
