/** Requests and answers in JSON. Everything rejects with RequestError. */
import type { Bytes } from "../bytes/bytes.js";
import { base64url } from "../bytes/text.js";
import { RequestError } from "./ports.js";

const ANSWER_WITHIN = 30_000;

export type Fetch = (path: string, init: RequestInit) => Promise<Response>;

export class Http {
  constructor(private readonly fetch: Fetch) {}

  get(path: string, token: Bytes): Promise<unknown> {
    return this.ask(path, { method: "GET", headers: bearer(token) });
  }

  post(path: string, body: unknown, token?: Bytes): Promise<unknown> {
    return this.send("POST", path, body, token);
  }

  /** `device`: the token of a device that agrees to what the bearer does. */
  put(path: string, body: unknown, token: Bytes, device?: Bytes): Promise<unknown> {
    return this.send("PUT", path, body, token, device);
  }

  delete(path: string, token: Bytes, device?: Bytes): Promise<unknown> {
    return this.ask(path, { method: "DELETE", headers: { ...bearer(token), ...agreement(device) } });
  }

  private send(method: string, path: string, body: unknown, token?: Bytes, device?: Bytes): Promise<unknown> {
    const tokens = { ...(token === undefined ? {} : bearer(token)), ...agreement(device) };
    const headers = { "Content-Type": "application/json", ...tokens };
    return this.ask(path, { method, headers, body: JSON.stringify(body) });
  }

  /** Nothing where the answer has no body. */
  private async ask(path: string, init: RequestInit): Promise<unknown> {
    const always = { credentials: "omit", cache: "no-store", redirect: "error", referrerPolicy: "no-referrer" } as const;
    const signal = AbortSignal.timeout(ANSWER_WITHIN);
    const response = await this.fetch(path, { ...init, ...always, signal }).catch(() => {
      throw new RequestError("offline");
    });
    // A connection that ends within the answer is a lost answer, not a malformed one: that would be for good.
    const body = await response.text().catch(() => {
      throw new RequestError("offline");
    });
    const answer = parsed(body);
    if (response.ok) return answer;
    const retryAfter = Number(response.headers.get("Retry-After") ?? "0");
    const code = typeof answer === "object" && answer !== null && "code" in answer ? answer.code : undefined;
    const known = typeof code === "string" ? code : withoutCode(response.status);
    throw new RequestError(known, Number.isFinite(retryAfter) ? 1_000 * retryAfter : 0);
  }
}

/** Nothing where it is no JSON: an empty answer, or the error page of something in between. */
function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

function withoutCode(status: number): string {
  return status >= 500 ? "busy" : "malformed";
}

function bearer(token: Bytes) {
  return { Authorization: `Bearer ${base64url(token)}` };
}

function agreement(device: Bytes | undefined) {
  return device === undefined ? {} : { "Device-Authorization": `Bearer ${base64url(device)}` };
}

export function fields(value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value !== "object" || value === null) throw new RequestError("malformed");
  return value as Readonly<Record<string, unknown>>;
}

export function text(value: unknown): string {
  if (typeof value !== "string") throw new RequestError("malformed");
  return value;
}

export function number(value: unknown): number {
  if (typeof value !== "number" || !Number.isFinite(value)) throw new RequestError("malformed");
  return value;
}
