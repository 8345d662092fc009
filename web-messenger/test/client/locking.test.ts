/** Locking: what is in memory goes, what is under way is not lost. */
import { beforeEach, describe, expect, it } from "vitest";
import { PrekeyType } from "#wire/keys_pb.js";
import type { Bytes } from "../../src/bytes/bytes.js";
import type { Book } from "../../src/client/book.js";
import { KEM_PREKEY, PREKEY, SENDING } from "../../src/client/records.js";
import { SEALED_HERE, type WrapSealing } from "../../src/client/wrap-pool.js";
import type { WrapJob } from "../../src/protocol/wrap-sealing.js";
import { breath, ManualTimers, until, untilInTime } from "../manual-timers.js";
import { DAYLONG, PASSPHRASE, Profile } from "../profile.js";
import { ServerDouble } from "../server-double.js";

let timers: ManualTimers;
let server: ServerDouble;
let alice: Profile;
let bob: Profile;

beforeEach(async () => {
  timers = new ManualTimers();
  server = new ServerDouble(timers);
  alice = await new Profile("alice", server, timers).enrol();
  bob = await new Profile("bob", server, timers).enrol();
});

function bookOf({ tab }: Profile): Book {
  return (tab as unknown as { book: Book }).book;
}

describe("locking", () => {
  it("overwrites the keys that were in memory, and drops what was shown", async () => {
    const { id } = await alice.with("bob");
    await alice.tab.send(id, "before", DAYLONG);
    await bob.receives("before");
    const book = bookOf(alice);
    const keys: Bytes[] = [
      ...[...book.all(PREKEY).values()].map(({ pkcs8 }) => pkcs8),
      ...[...book.all(KEM_PREKEY).values()].map(({ seed }) => seed),
      ...bytesIn([...book.all(SENDING).values()]),
    ];
    expect(keys.length).toBeGreaterThan(200);
    await alice.tab.lock();
    expect(keys.filter((key) => key.some((byte) => byte !== 0))).toEqual([]);
    expect(alice.tab.stage).toEqual({ kind: "locked" });
    expect(alice.tab.conversations()).toEqual([]);
    expect(book.all(PREKEY).size).toBe(0);
  });

  it("loses no message whose answer was still on its way, in either direction", async () => {
    const { id } = await alice.with("bob");
    server.hold("alice");
    await bob.tab.send((await bob.with("alice")).id, "to alice", DAYLONG);
    server.loseReceipts = 1;
    await alice.tab.send(id, "to bob", DAYLONG);
    await alice.tab.lock();
    server.release("alice");
    await alice.tab.unlock(PASSPHRASE);
    await untilInTime(timers, () => bob.texts().includes("to bob"), "bob receives");
    await alice.delivery("to bob", "delivered");
    await alice.receives("to alice");
    expect(bob.texts().filter((text) => text === "to bob")).toEqual(["to bob"]);
    expect(alice.texts().filter((text) => text === "to alice")).toEqual(["to alice"]);
    expect([...alice.tab.warnings(), ...bob.tab.warnings()]).toEqual([]);
  });

  it("stops what was being made: nothing is written behind the back of who unlocks next", async () => {
    const { id } = await alice.with("bob");
    server.push("alice", { case: "prekeysLow", value: { type: PrekeyType.P521, prekeysLeft: 10 } });
    await alice.tab.lock();
    const atLock = new Set(alice.rows.living.keys());
    await alice.tab.unlock(PASSPHRASE);
    await alice.connected();
    await alice.tab.send(id, "after", DAYLONG);
    await bob.receives("after");
    await alice.tab.lock();
    await alice.tab.unlock(PASSPHRASE);
    expect(alice.texts()).toContain("after");
    expect(atLock.size).toBeGreaterThan(0);
  });

  it("stops what was being sealed; the message goes after the next unlocking, once", async () => {
    const { id } = await alice.with("bob");
    const stuck = new StuckSealing();
    alice.wraps = stuck;
    await alice.tab.lock();
    await alice.tab.unlock(PASSPHRASE);
    await alice.connected();
    await alice.tab.send(id, "interrupted", DAYLONG);
    await until(() => stuck.jobs.length > 0, "sealing");
    const secrets = stuck.jobs.map(({ message }) => message.wrapped);
    await alice.tab.lock();
    expect(alice.tab.stage).toEqual({ kind: "locked" });
    expect(stuck.stopped).toBe(true);
    await breath();
    expect(secrets.filter((key) => key.some((byte) => byte !== 0))).toEqual([]);
    alice.wraps = SEALED_HERE;
    await alice.tab.unlock(PASSPHRASE);
    await alice.delivery("interrupted", "delivered");
    expect(bob.texts()).toEqual(["interrupted"]);
    expect([...alice.tab.warnings(), ...bob.tab.warnings()]).toEqual([]);
  });

  it("does not wait for a server that doesn't answer", async () => {
    let asked = false;
    server.rest.deviceList = () => {
      asked = true;
      return new Promise(() => undefined);
    };
    await alice.tab.send((await alice.with("bob")).id, "waits", DAYLONG);
    await until(() => asked, "asks for the list");
    await alice.tab.lock();
    expect(alice.tab.stage).toEqual({ kind: "locked" });
    await alice.tab.unlock(PASSPHRASE);
    expect(alice.texts()).toEqual(["waits"]);
  });

  it("locks on a full disk too", async () => {
    alice.file.failWrites = true;
    alice.rows.failCommits = true;
    await alice.tab.lock();
    expect(alice.tab.stage).toEqual({ kind: "locked" });
  });

  it("takes the screen away before anything else", async () => {
    const stages: string[] = [];
    await alice.tab.setLockAfterMinutes(1);
    await breath();
    alice.tab.subscribe(() => stages.push(alice.tab.stage.kind));
    const locked = alice.tab.lock();
    await locked;
    expect(stages).toEqual(["starting", "locked"]);
  });
});

describe("the time until it locks by itself", () => {
  it("is 15 minutes, and what the person chose after a restart too", async () => {
    expect(alice.tab.lockAfterMinutes).toBe(15);
    await alice.tab.setLockAfterMinutes(5);
    await alice.tab.lock();
    await alice.tab.unlock(PASSPHRASE);
    expect(alice.tab.lockAfterMinutes).toBe(5);
  });
});

/** Is asked, and never done. */
class StuckSealing implements WrapSealing {
  readonly jobs: WrapJob[] = [];
  stopped = false;
  private fail: () => void = () => undefined;

  readonly seal = (jobs: readonly WrapJob[]): Promise<never> => {
    this.jobs.push(...jobs);
    return new Promise((_, reject) => (this.fail = () => reject(new Error("stopped"))));
  };

  expect(): void {
    // Nothing to get ready.
  }

  stop(): void {
    this.stopped = true;
    this.fail();
  }
}

function bytesIn(value: unknown): readonly Bytes[] {
  if (value instanceof Uint8Array) return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(bytesIn) : [];
}
