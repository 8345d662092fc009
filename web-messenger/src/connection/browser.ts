import type { Dial, Timers } from "./ports.js";

export const browserTimers: Timers = {
  wallClock: () => Date.now(),
  elapsed: () => performance.now(),
  after: (ms, work) => {
    const timer = setTimeout(work, ms);
    return () => clearTimeout(timer);
  },
};

/** Dials the socket of the server this page came from. */
export function browserDial(origin: string): Dial {
  return (events) => {
    const socket = new WebSocket(`${origin.replace(/^http/, "ws")}/api/v1/socket`, "mayfly.v1");
    socket.binaryType = "arraybuffer";
    socket.onmessage = ({ data }) => events.message(data instanceof ArrayBuffer ? new Uint8Array(data) : new Uint8Array(0));
    socket.onclose = ({ code }) => events.closed(code);
    return {
      send: (message) => socket.send(message as Uint8Array<ArrayBuffer>),
      close: () => socket.close(),
    };
  };
}
