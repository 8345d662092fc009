import { describe, expect, it } from "vitest";
import { ClientFramesSchema, ServerFramesSchema } from "#wire/socket_pb.js";
import { decode, encode } from "../../src/codec/canonical.js";
import type { Dial, WireEvents } from "../../src/connection/ports.js";
import { ServerSocket, type SocketState } from "../../src/connection/socket.js";
import { randomBytes } from "../../src/crypto/random.js";
import { newSigningKey } from "../../src/crypto/signature.js";
import { breath, ManualTimers, until } from "../manual-timers.js";

const NAME = "https://mayfly.example";

interface Dialled {
  readonly events: WireEvents;
  readonly sent: string[];
  open: boolean;
}

describe("a connection that ends during its log-in", () => {
  const begun = async () => {
    const timers = new ManualTimers();
    const dialled: Dialled[] = [];
    const states: SocketState[] = [];
    const dial: Dial = (events) => {
      const one: Dialled = { events, sent: [], open: true };
      dialled.push(one);
      return {
        send: (message) => one.sent.push(...decode(ClientFramesSchema, message).frames.map(({ body }) => body.case ?? "")),
        close: () => (one.open = false),
      };
    };
    const key = await newSigningKey();
    const nextGeneration = (): Promise<number> => Promise.resolve(dialled.length);
    const now = (): number => timers.now;
    const who = { network: randomBytes(16), user: randomBytes(16), device: randomBytes(16), key, nextGeneration, now };
    const socket = new ServerSocket(dial, timers, NAME, who, {
      state: (state) => states.push(state),
      loggedIn: () => undefined,
      deliver: () => undefined, drained: () => undefined,
      policy: () => undefined,
      prekeysLow: () => undefined, devicesChanged: () => undefined, deviceWaiting: () => undefined,
    });
    socket.start();
    const value = { nonce: randomBytes(32), serverName: NAME, serverTime: BigInt(timers.now) };
    dialled[0]!.events.message(encode(ServerFramesSchema, { frames: [{ request: 0, body: { case: "challenge", value } }] }));
    await until(() => dialled[0]!.sent.includes("logIn"), "the log-in is under way");
    return { socket, dialled, states, timers };
  };

  it("does not end the one that came after it", async () => {
    const { socket, dialled, states } = await begun();
    socket.reconnect();
    await breath();
    expect(dialled.map(({ open }) => open)).toEqual([false, true]);
    expect(states.map(({ kind }) => kind)).toEqual(["connecting", "connecting"]);
  });

  it("is lost once, not twice", async () => {
    const { dialled, states, timers } = await begun();
    dialled[0]!.events.closed(1006);
    await breath();
    expect(states.map(({ kind }) => kind)).toEqual(["connecting", "offline"]);
    await timers.advance(1_000);
    expect(dialled).toHaveLength(2);
  });

  it("is not waited for beyond its time", async () => {
    const { dialled, timers } = await begun();
    await timers.advance(32_000);
    expect(dialled.length).toBeGreaterThan(1);
    expect(dialled[0]!.open).toBe(false);
  });
});
