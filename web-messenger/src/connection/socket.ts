/** The socket to the server: log-in, requests and their answers, heartbeat, and coming back after a loss. */
import {
  ClientFramesSchema,
  ServerFramesSchema,
  type Challenge,
  type ClientFrame,
  type Deliver,
  type DevicesChanged,
  type LoggedIn,
  type PolicyInForce,
  type PrekeysLow,
  type ServerFrame,
} from "#wire/socket_pb.js";
import type { MessageInitShape } from "@bufbuild/protobuf";
import { utf8, type Bytes } from "../bytes/bytes.js";
import { u64 } from "../bytes/integers.js";
import { decode, encode } from "../codec/canonical.js";
import { randomFraction } from "../crypto/random.js";
import type { SigningKey } from "../crypto/signature.js";
import { CLOCK_TOLERANCE, MINUTE, SECOND } from "../protocol/time.js";
import { RequestError, type Dial, type Timers, type Wire } from "./ports.js";

const HEARTBEAT = 30 * SECOND;
const ANSWER_WITHIN = 60 * SECOND;
const LONGEST_PAUSE = MINUTE;
/** Of what a server may ask for. */
const LONGEST_WAIT = 15 * MINUTE;

/** Refusals of a log-in that say nothing of this device: as if the server could not be reached. */
const PASSING = new Set(["offline", "busy", "rate-limited", "internal"]);

export type SocketState =
  | { readonly kind: "connecting" }
  | { readonly kind: "connected" }
  | { readonly kind: "offline"; readonly retryAt: number }
  | { readonly kind: "clock-off"; readonly differenceMs: number }
  /** The server won't have this device: `suspended`, `unauthenticated`, `wrong-server`. Asked again all the same. */
  | { readonly kind: "refused"; readonly code: string };

export interface Credentials {
  readonly network: Bytes;
  readonly user: Bytes;
  readonly device: Bytes;
  readonly key: SigningKey;
  /** The clock that lives are judged by: never behind the machine's. */
  now(): number;
  /** Durable before it is used. */
  nextGeneration(): Promise<number>;
}

export interface SocketEvents {
  state(state: SocketState): void;
  loggedIn(loggedIn: LoggedIn): void;
  deliver(deliver: Deliver, acknowledge: () => void): void;
  /** All that waited at the log-in has been delivered, as the server says. */
  drained(): void;
  policy(policy: PolicyInForce): void;
  prekeysLow(low: PrekeysLow): void;
  devicesChanged(changed: DevicesChanged): void;
  /** One of the own user waits for approval, or no longer does. */
  deviceWaiting(): void;
}

type RequestBody = NonNullable<MessageInitShape<typeof ClientFramesSchema>["frames"]>[number]["body"];
type Answer = ServerFrame["body"];
type AnswerOf<Case> = Extract<Answer, { case: Case }>["value"];

interface Waiter {
  done(answer: Answer): void;
  failed(reason: RequestError): void;
  forget(): void;
}

export class ServerSocket {
  private wire: Wire | undefined;
  private connection = 0;
  private lastRequest = 0;
  private readonly waiters = new Map<number, Waiter>();
  private failures = 0;
  private heard = false;
  private ready = false;
  private running = false;
  private stopTimer: () => void = () => undefined;
  private refusal: SocketState | undefined;
  /** Ms that the server asked for before the next log-in. */
  private asked = 0;

  constructor(
    private readonly dial: Dial,
    private readonly timers: Timers,
    private readonly serverName: string,
    private readonly credentials: Credentials,
    private readonly events: SocketEvents,
  ) {}

  get connected(): boolean {
    return this.ready;
  }

  start(): void {
    if (this.running) return;
    this.running = true;
    this.connect();
  }

  stop(): void {
    this.running = false;
    this.stopTimer();
    this.drop();
  }

  /** Tries at once, after a change of the network or at a person's wish. */
  reconnect(): void {
    if (!this.running) return;
    this.failures = 0;
    this.stopTimer();
    this.drop();
    this.connect();
  }

  /** Rejects with RequestError: the server's code, or `offline` where no answer came. */
  async request<Case extends Answer["case"] & string>(body: RequestBody, answer: Case): Promise<AnswerOf<Case>> {
    if (!this.ready) throw new RequestError("offline");
    const got = await this.ask(body);
    if (got.case !== answer) throw new RequestError("malformed");
    return got.value as AnswerOf<Case>;
  }

  private ask(body: RequestBody): Promise<Answer> {
    const request = ++this.lastRequest;
    return new Promise((done, failed) => {
      const forget = this.timers.after(ANSWER_WITHIN, () => this.lost());
      this.waiters.set(request, { done, failed, forget });
      this.send(request, body);
    });
  }

  private send(request: number, body: RequestBody): void {
    const frame: MessageInitShape<typeof ClientFramesSchema> = {
      frames: [{ request, body: body as NonNullable<ClientFrame["body"]> }],
    };
    this.wire?.send(encode(ClientFramesSchema, frame));
  }

  private connect(): void {
    const connection = ++this.connection;
    const current = (): boolean => connection === this.connection;
    this.refusal = undefined;
    this.asked = 0;
    // Whatever becomes of the dial and of the log-in: this ends it.
    this.stopTimer = this.timers.after(HEARTBEAT, () => this.lost());
    this.events.state({ kind: "connecting" });
    try {
      this.wire = this.dial({
        message: (message) => {
          if (current()) this.arrived(message);
        },
        closed: (code) => {
          if (!current()) return;
          // Of one that was logged in it may be the person or this device alone: the next log-in tells.
          if (code === 4403 && !this.ready) this.refusal = { kind: "refused", code: "suspended" };
          this.lost();
        },
      });
    } catch {
      this.lost();
    }
  }

  private arrived(message: Bytes): void {
    this.heard = true;
    try {
      for (const frame of decode(ServerFramesSchema, message).frames) this.take(frame);
    } catch {
      // A server that sends what is no frame can't be talked with: begin anew.
      this.lost();
    }
  }

  private take({ request, body }: ServerFrame): void {
    if (body.case === "heartbeat") this.compareClocks(Number(body.value.time));
    if (request !== 0) {
      this.answered(request, body);
      return;
    }
    switch (body.case) {
      case "challenge": {
        const { connection } = this;
        this.logIn(body.value).catch((failure: unknown) => {
          // The end of an earlier connection is no reason to give up the one that came after it.
          if (connection !== this.connection) return;
          if (failure instanceof RequestError) this.refusedLogIn(failure.code, failure.retryAfterMs);
          this.lost();
        });
        return;
      }
      case "deliver": {
        const { value } = body;
        const { connection } = this;
        this.events.deliver(value, () => {
          if (connection !== this.connection || !this.ready) return;
          this.send(++this.lastRequest, { case: "acknowledge", value: { deliveries: [value.delivery] } });
        });
        return;
      }
      case "drained":
        this.events.drained();
        return;
      case "policy":
        this.events.policy(body.value);
        return;
      case "prekeysLow":
        this.events.prekeysLow(body.value);
        return;
      case "devicesChanged":
        this.events.devicesChanged(body.value);
        return;
      case "deviceWaiting":
        this.events.deviceWaiting();
        return;
      case "refused":
        this.refusedLogIn(body.value.code, Number(body.value.retryAfterMs));
        return;
      default:
        return;
    }
  }

  private answered(request: number, body: Answer): void {
    const waiter = this.waiters.get(request);
    if (waiter === undefined) return;
    this.waiters.delete(request);
    waiter.forget();
    if (body.case !== "refused") {
      waiter.done(body);
      return;
    }
    const { code, retryAfterMs, users } = body.value;
    waiter.failed(new RequestError(code, Number(retryAfterMs), users));
  }

  private refusedLogIn(code: string, retryAfterMs: number): void {
    this.asked = retryAfterMs;
    if (code === "clock-off") this.refusal ??= { kind: "clock-off", differenceMs: CLOCK_TOLERANCE };
    else if (!this.ready && !PASSING.has(code)) this.refusal = { kind: "refused", code };
  }

  private async logIn(challenge: Challenge): Promise<void> {
    if (challenge.serverName !== this.serverName || challenge.nonce.length !== 32) {
      throw new RequestError("wrong-server");
    }
    const connection = this.connection;
    this.compareClocks(Number(challenge.serverTime));
    const { network, user, device, key } = this.credentials;
    const generation = await this.credentials.nextGeneration();
    const time = this.timers.wallClock();
    const fields = [utf8(this.serverName), user, device, challenge.nonce, u64(time), u64(generation)];
    const signature = await key.sign("msgr/v1/login", network, ...fields);
    if (connection !== this.connection) return;
    const storeGeneration = BigInt(generation);
    const value = { network, user, device, time: BigInt(time), storeGeneration, signature };
    const answer = await this.ask({ case: "logIn", value });
    if (answer.case !== "loggedIn") throw new RequestError("malformed");
    // It sets the clock that lives are judged by, for good: one wrong number would erase everything.
    this.compareClocks(Number(answer.value.serverTime));
    this.ready = true;
    this.failures = 0;
    this.stopTimer();
    this.beat();
    this.events.loggedIn(answer.value);
    this.events.state({ kind: "connected" });
    if (answer.value.policy !== undefined) this.events.policy(answer.value.policy);
  }

  /**
   * Throws where a clock is off: the machine's, or the one that lives are judged by, which stays ahead once it was. What is
   * dated ahead nobody would take, and what arrives would end too early.
   */
  private compareClocks(serverTime: number): void {
    const differences = [this.timers.wallClock(), this.credentials.now()].map((time) => time - serverTime);
    const differenceMs = differences.find((difference) => Math.abs(difference) > CLOCK_TOLERANCE);
    if (differenceMs === undefined) return;
    this.refusal = { kind: "clock-off", differenceMs };
    throw new RequestError("clock-off");
  }

  /** A heartbeat that nothing answers within its interval is a dead connection. */
  private beat(): void {
    this.heard = false;
    this.send(++this.lastRequest, { case: "heartbeat", value: { time: BigInt(this.timers.wallClock()) } });
    this.stopTimer = this.timers.after(HEARTBEAT, () => {
      if (this.heard) this.beat();
      else this.lost();
    });
  }

  private drop(): void {
    this.connection++;
    this.ready = false;
    const { wire } = this;
    this.wire = undefined;
    wire?.close();
    const waiters = [...this.waiters.values()];
    this.waiters.clear();
    waiters.forEach((waiter) => {
      waiter.forget();
      waiter.failed(new RequestError("offline"));
    });
  }

  private lost(): void {
    this.stopTimer();
    this.drop();
    if (!this.running) return;
    const exponent = Math.min(this.failures++, 6);
    const usual = Math.min(SECOND * 2 ** exponent, LONGEST_PAUSE) * (0.5 + randomFraction() / 2);
    const pause = Math.ceil(Math.max(usual, Math.min(this.asked, LONGEST_WAIT)));
    this.stopTimer = this.timers.after(pause, () => this.connect());
    this.events.state(this.refusal ?? { kind: "offline", retryAt: this.timers.wallClock() + pause });
  }
}
