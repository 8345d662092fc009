import type { Bytes } from "../bytes/bytes.js";
import { base64url, fromBase64url, fromUuid, uuid } from "../bytes/text.js";
import type { SignedList } from "../protocol/device-list.js";
import type { FirstPrekeys, Upload } from "../protocol/prekeys.js";
import { RequestError } from "./ports.js";

const ANSWER_WITHIN = 30_000;

/** Seconds. */
export interface RestPolicy {
  readonly version: number;
  readonly expirationMinimum: number;
  readonly expirationDefault: number;
  readonly expirationMaximum: number;
  readonly burnDefault: number;
  readonly burnMaximum: number;
  readonly userMayChoose: boolean;
  readonly classicalSuiteAllowed: boolean;
  readonly deviceApproval: boolean;
  readonly devicesMaximum: number;
  readonly lastSeenAllowed: boolean;
  readonly recoveryKeyAllowed: boolean;
  readonly identityChangeBlocks: boolean;
}

export interface OpenedInvitation {
  readonly network: { readonly id: Bytes; readonly name: string };
  readonly user: { readonly id: Bytes; readonly name: string };
  readonly expires: number;
  readonly policy: RestPolicy;
}

/** One version of a user's list; the identity key is the same for all. */
export type SignedVersion = Omit<SignedList, "identityKey">;

/** `/api/v1` as docs/api.md describes it. Rejects with RequestError. */
export interface Rest {
  openInvitation(code: string): Promise<OpenedInvitation>;
  enrol(code: string, list: SignedList, prekeys: FirstPrekeys): Promise<void>;
  directory(token: Bytes): Promise<readonly { readonly id: Bytes; readonly name: string }[]>;
  deviceList(token: Bytes, user: Bytes): Promise<SignedList>;
  /** Ascending, above `after`; not always all of them. */
  deviceLists(token: Bytes, user: Bytes, after: number): Promise<readonly SignedVersion[]>;
}

export type Fetch = (path: string, init: RequestInit) => Promise<Response>;

export class FetchRest implements Rest {
  constructor(private readonly fetch: Fetch) {}

  async openInvitation(code: string): Promise<OpenedInvitation> {
    const answer = fields(await this.post("/api/v1/invitations/open", { code }));
    const [network, user, policy] = [fields(answer["network"]), fields(answer["user"]), fields(answer["policy"])];
    return {
      network: { id: fromUuid(text(network["id"])), name: text(network["name"]) },
      user: { id: fromUuid(text(user["id"])), name: text(user["name"]) },
      expires: number(answer["expires"]),
      policy: policyOf(policy),
    };
  }

  async enrol(code: string, list: SignedList, { agreement, kem }: FirstPrekeys): Promise<void> {
    await this.post("/api/v1/enrolments", {
      code,
      identityKey: base64url(list.identityKey),
      deviceList: base64url(list.list),
      deviceListSignature: base64url(list.signature),
      prekeyBatch: base64url(agreement.batch),
      prekeyBatchSignature: base64url(agreement.signature),
      prekeys: published(agreement),
      kemPrekeyBatch: base64url(kem.batch),
      kemPrekeyBatchSignature: base64url(kem.signature),
      kemPrekeys: published(kem),
    });
  }

  async directory(token: Bytes) {
    const answer = await this.get("/api/v1/directory", token);
    if (!Array.isArray(answer)) throw new RequestError("malformed");
    return answer.map(fields).map((entry) => ({ id: fromUuid(text(entry["id"])), name: text(entry["name"]) }));
  }

  async deviceList(token: Bytes, user: Bytes): Promise<SignedList> {
    const answer = fields(await this.get(`/api/v1/users/${uuid(user)}/device-list`, token));
    return {
      identityKey: fromBase64url(text(answer["identityKey"])),
      list: fromBase64url(text(answer["list"])),
      signature: fromBase64url(text(answer["signature"])),
    };
  }

  async deviceLists(token: Bytes, user: Bytes, after: number): Promise<readonly SignedVersion[]> {
    return versions(await this.get(`/api/v1/users/${uuid(user)}/device-lists?after=${after}`, token));
  }

  private get(path: string, token: Bytes): Promise<unknown> {
    return this.ask(path, { method: "GET", headers: { Authorization: `Bearer ${base64url(token)}` } });
  }

  private post(path: string, body: unknown): Promise<unknown> {
    return this.ask(path, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(body),
    });
  }

  private async ask(path: string, init: RequestInit): Promise<unknown> {
    const always = { credentials: "omit", cache: "no-store", redirect: "error", referrerPolicy: "no-referrer" } as const;
    const signal = AbortSignal.timeout(ANSWER_WITHIN);
    const response = await this.fetch(path, { ...init, ...always, signal }).catch(() => {
      throw new RequestError("offline");
    });
    const answer: unknown = await response.json().catch(() => undefined);
    if (response.ok) return answer;
    const retryAfter = Number(response.headers.get("Retry-After") ?? "0");
    const code = typeof answer === "object" && answer !== null && "code" in answer ? answer.code : undefined;
    const known = typeof code === "string" ? code : response.status >= 500 ? "busy" : "malformed";
    throw new RequestError(known, Number.isFinite(retryAfter) ? 1_000 * retryAfter : 0);
  }
}

function versions(answer: unknown): readonly SignedVersion[] {
  if (!Array.isArray(answer)) throw new RequestError("malformed");
  return answer.map(fields).map((each) => ({
    list: fromBase64url(text(each["list"])),
    signature: fromBase64url(text(each["signature"])),
  }));
}

function policyOf(policy: Readonly<Record<string, unknown>>): RestPolicy {
  return {
    version: number(policy["version"]),
    expirationMinimum: number(policy["expirationMinimum"]),
    expirationDefault: number(policy["expirationDefault"]),
    expirationMaximum: number(policy["expirationMaximum"]),
    burnDefault: number(policy["burnDefault"]),
    burnMaximum: number(policy["burnMaximum"]),
    userMayChoose: policy["userMayChoose"] === true,
    classicalSuiteAllowed: policy["classicalSuiteAllowed"] === true,
    deviceApproval: policy["deviceApproval"] !== false,
    devicesMaximum: number(policy["devicesMaximum"] ?? 5),
    lastSeenAllowed: policy["lastSeenAllowed"] === true,
    recoveryKeyAllowed: policy["recoveryKeyAllowed"] !== false,
    identityChangeBlocks: policy["identityChangeBlocks"] !== false,
  };
}

function published({ prekeys }: Upload) {
  return prekeys.map(({ id, key }) => ({ id: uuid(id), key: base64url(key) }));
}

function fields(value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value !== "object" || value === null) throw new RequestError("malformed");
  return value as Readonly<Record<string, unknown>>;
}

function text(value: unknown): string {
  if (typeof value !== "string") throw new RequestError("malformed");
  return value;
}

function number(value: unknown): number {
  if (typeof value !== "number" || !Number.isFinite(value)) throw new RequestError("malformed");
  return value;
}
