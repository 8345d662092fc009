import type { Bytes } from "../bytes/bytes.js";
import { base64url, fromBase64url, fromUuid, uuid } from "../bytes/text.js";
import type { SignedList } from "../protocol/device-list.js";
import type { FirstPrekeys } from "../protocol/prekeys.js";
import { policyOf, versions, type RestPolicy, type SignedVersion } from "./forms.js";
import { fields, Http, number, text, type Fetch } from "./http.js";
import { RequestError } from "./ports.js";
import { FetchRecovery, newDevice, sealedIdentity, type RecoveryRest, type SealedIdentity } from "./recovery-rest.js";

export interface OpenedInvitation {
  readonly network: { readonly id: Bytes; readonly name: string };
  readonly user: { readonly id: Bytes; readonly name: string };
  readonly expires: number;
  readonly policy: RestPolicy;
}

/** `/api/v1` as docs/api.md describes it. Rejects with RequestError. */
export interface Rest {
  openInvitation(code: string): Promise<OpenedInvitation>;
  enrol(code: string, list: SignedList, prekeys: FirstPrekeys, recovery: SealedIdentity): Promise<void>;
  directory(token: Bytes): Promise<readonly { readonly id: Bytes; readonly name: string }[]>;
  deviceList(token: Bytes, user: Bytes): Promise<SignedList>;
  /** Ascending, above `after`; not always all of them. */
  deviceLists(token: Bytes, user: Bytes, after: number): Promise<readonly SignedVersion[]>;
  /** What the server keeps of the own devices besides the list. */
  ownDevices(token: Bytes): Promise<readonly KeptDevice[]>;
  nameDevice(token: Bytes, device: Bytes, name: Bytes): Promise<void>;
  waitingDevice(token: Bytes): Promise<WaitingList | undefined>;
  approveDevice(token: Bytes, listHash: Bytes): Promise<void>;
  refuseDevice(token: Bytes): Promise<void>;
  readonly recovery: RecoveryRest;
}

export interface KeptDevice {
  readonly device: Bytes;
  readonly name?: Bytes;
  readonly lastSeen?: number;
}

/** A list that adds a device, not yet in force. */
export interface WaitingList extends SignedVersion {
  readonly name?: Bytes;
  readonly expires: number;
}

export class FetchRest implements Rest {
  readonly recovery: RecoveryRest;
  private readonly http: Http;

  constructor(fetch: Fetch) {
    this.http = new Http(fetch);
    this.recovery = new FetchRecovery(this.http);
  }

  async openInvitation(code: string): Promise<OpenedInvitation> {
    const answer = fields(await this.http.post("/api/v1/invitations/open", { code }));
    const [network, user, policy] = [fields(answer["network"]), fields(answer["user"]), fields(answer["policy"])];
    return {
      network: { id: fromUuid(text(network["id"])), name: text(network["name"]) },
      user: { id: fromUuid(text(user["id"])), name: text(user["name"]) },
      expires: number(answer["expires"]),
      policy: policyOf(policy),
    };
  }

  async enrol(code: string, list: SignedList, prekeys: FirstPrekeys, recovery: SealedIdentity): Promise<void> {
    const identityKey = base64url(list.identityKey);
    const body = { code, identityKey, ...newDevice(list, prekeys), recovery: sealedIdentity(recovery) };
    await this.http.post("/api/v1/enrolments", body);
  }

  async directory(token: Bytes) {
    const answer = await this.http.get("/api/v1/directory", token);
    if (!Array.isArray(answer)) throw new RequestError("malformed");
    return answer.map(fields).map((entry) => ({ id: fromUuid(text(entry["id"])), name: text(entry["name"]) }));
  }

  async deviceList(token: Bytes, user: Bytes): Promise<SignedList> {
    const answer = fields(await this.http.get(`/api/v1/users/${uuid(user)}/device-list`, token));
    return {
      identityKey: fromBase64url(text(answer["identityKey"])),
      list: fromBase64url(text(answer["list"])),
      signature: fromBase64url(text(answer["signature"])),
    };
  }

  async deviceLists(token: Bytes, user: Bytes, after: number): Promise<readonly SignedVersion[]> {
    return versions(await this.http.get(`/api/v1/users/${uuid(user)}/device-lists?after=${after}`, token));
  }

  async ownDevices(token: Bytes): Promise<readonly KeptDevice[]> {
    const answer = await this.http.get("/api/v1/devices", token);
    if (!Array.isArray(answer)) throw new RequestError("malformed");
    return answer.map(fields).map(({ device, name, lastSeen }) => ({
      device: fromUuid(text(device)),
      ...(name === undefined || name === null ? {} : { name: fromBase64url(text(name)) }),
      ...(lastSeen === undefined || lastSeen === null ? {} : { lastSeen: number(lastSeen) }),
    }));
  }

  async nameDevice(token: Bytes, device: Bytes, name: Bytes): Promise<void> {
    await this.http.put(`/api/v1/devices/${uuid(device)}/name`, { name: base64url(name) }, token);
  }

  async waitingDevice(token: Bytes): Promise<WaitingList | undefined> {
    const answer = await this.http.get("/api/v1/devices/waiting", token);
    if (answer === undefined) return undefined;
    const { deviceList, deviceListSignature, name, expires } = fields(answer);
    return {
      list: fromBase64url(text(deviceList)),
      signature: fromBase64url(text(deviceListSignature)),
      expires: number(expires),
      ...(name === undefined || name === null ? {} : { name: fromBase64url(text(name)) }),
    };
  }

  async approveDevice(token: Bytes, listHash: Bytes): Promise<void> {
    await this.http.post("/api/v1/devices/waiting/approve", { listHash: base64url(listHash) }, token);
  }

  async refuseDevice(token: Bytes): Promise<void> {
    await this.http.post("/api/v1/devices/waiting/refuse", {}, token);
  }
}
