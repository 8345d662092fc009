import type { Bytes } from "../bytes/bytes.js";

/** Time as the connection and the client see it; tests move it by hand. */
export interface Timers {
  /** The clock of the machine, ms UTC. */
  wallClock(): number;
  /** Ms that never jump. */
  elapsed(): number;
  /** Returns how to cancel. */
  after(ms: number, work: () => void): () => void;
}

/** One open socket. */
export interface Wire {
  send(message: Bytes): void;
  close(): void;
}

export interface WireEvents {
  message(message: Bytes): void;
  /** Once, at the end, whoever ended it. */
  closed(code: number): void;
}

export type Dial = (events: WireEvents) => Wire;

/** A request the server did not carry out, or the connection lost it. Codes: docs/refusals.md, and `offline`. */
export class RequestError extends Error {
  constructor(
    readonly code: string,
    readonly retryAfterMs = 0,
    /** Whom it is about: of `stale-device-list`, whose lists are newer. */
    readonly users: readonly Bytes[] = [],
  ) {
    super(code);
    this.name = "RequestError";
  }
}
