import { beforeAll, describe, expect, it } from "vitest";
import { PayloadSchema } from "#wire/sealed_pb.js";
import type { Bytes } from "../../src/bytes/bytes.js";
import { encode } from "../../src/codec/canonical.js";
import { randomBytes } from "../../src/crypto/random.js";
import { directConversation, rosterHash } from "../../src/protocol/conversation.js";
import { pad } from "../../src/protocol/padding.js";
import { receive } from "../../src/protocol/receive.js";
import { deviceOf, NOON, person, type Device, type Person } from "../people.js";
import { forge, type Forgery } from "./forgery.js";

let alice: Person;
let bob: Device;

beforeAll(async () => {
  alice = await person();
  bob = deviceOf(await person()).knows(alice);
});

type Change = (payload: { context: Awaited<ReturnType<typeof context>>; content?: { kind: typeof HELLO } }) => void;

const HELLO = { case: "text" as const, value: { body: "hello" } };
let counter = 0;

async function context() {
  return {
    conversation: await directConversation(alice.network, alice.user, bob.user),
    counter: BigInt(++counter),
    sentAt: BigInt(NOON),
    ephemerality: { expiresAfterSeconds: 3_600, burnAfterSeconds: 0 },
    senderIdentityFingerprint: alice.list.fingerprint,
    senderListVersion: 1n,
    senderListHash: alice.list.hash,
    rosterHash: await rosterHash([alice.list, bob.list]),
  };
}

async function payload(change: Change = () => undefined): Promise<Bytes> {
  const fields: Parameters<Change>[0] = { context: await context(), content: { kind: HELLO } };
  change(fields);
  return encode(PayloadSchema, fields);
}

async function verdict(forgery: Forgery): Promise<string> {
  const outcome = await receive(bob, await forge(alice, bob, forgery));
  return outcome.kind === "arrived" ? "arrived" : outcome.check;
}

describe("a signed envelope with one thing wrong inside", () => {
  it("arrives where nothing is wrong", async () => {
    expect(await verdict({ padded: pad(await payload()) })).toBe("arrived");
  });

  it("R1: is refused where its ciphertext has a length that none can have", async () => {
    expect(await verdict({ padded: new Uint8Array(511) })).toBe("R1");
    expect(await verdict({ padded: new Uint8Array(262_144 - 15) })).toBe("R1");
    expect(await verdict({ padded: new Uint8Array(262_144 - 16) })).toBe("R13");
  });

  it("R11: does not open where the wrap is bound to another header", async () => {
    expect(await verdict({ padded: pad(await payload()), boundTo: randomBytes(90) })).toBe("R11");
  });

  it("R12: is refused where the header commits to another key", async () => {
    expect(await verdict({ padded: pad(await payload()), committedTo: randomBytes(32) })).toBe("R12");
  });

  it("R13: is refused where its padding or its encoding is not the one there is", async () => {
    const good = await payload();
    const notZero = pad(good);
    notZero[notZero.length - 1] = 1;
    expect(await verdict({ padded: notZero })).toBe("R13");
    expect(await verdict({ padded: new Uint8Array([...pad(good), ...new Uint8Array(64)]) })).toBe("R13");
    expect(await verdict({ padded: pad(new Uint8Array([...good, 0x18, 1])) })).toBe("R13");
    expect(await verdict({ padded: pad(good.slice(0, -1)) })).toBe("R13");
  });

  it.each<[string, Change]>([
    ["a conversation id of 31 bytes", ({ context: c }) => (c.conversation = c.conversation.slice(1))],
    ["no counter", ({ context: c }) => (c.counter = 0n)],
    ["a counter of 2^63", ({ context: c }) => (c.counter = 2n ** 63n)],
    ["list version 0", ({ context: c }) => (c.senderListVersion = 0n)],
    ["no sent time", ({ context: c }) => (c.sentAt = 0n)],
    ["a sent time after the year 9999", ({ context: c }) => (c.sentAt = 253_402_300_800_000n)],
    ["a life without end", ({ context: c }) => (c.ephemerality.expiresAfterSeconds = 0)],
  ])("R13: is refused with %s", async (_name, change) => {
    expect(await verdict({ padded: pad(await payload(change)) })).toBe("R13");
  });

  it("R17: is refused without content", async () => {
    expect(await verdict({ padded: pad(await payload((fields) => delete fields.content)) })).toBe("R17");
  });
});
