/** The policy against a clock that was moved, a tab that slept, a device that was off: no life is longer for it. */
import { beforeEach, describe, expect, it } from "vitest";
import { DAY, HOUR, MINUTE, SECOND } from "../../src/protocol/time.js";
import { ManualTimers, until, untilInTime } from "../manual-timers.js";
import { PASSPHRASE, Profile } from "../profile.js";
import { ServerDouble } from "../server-double.js";

const LIVES_A_MINUTE = { expiresAfterSeconds: 60, burnAfterSeconds: 0 };
const LIVES_A_WEEK = { expiresAfterSeconds: 604_800, burnAfterSeconds: 0 };
const BURNS = { expiresAfterSeconds: 604_800, burnAfterSeconds: 60 };

let timers: ManualTimers;
let server: ServerDouble;
let alice: Profile;
let bob: Profile;
/** Bob's own clock and timers: alice and the server have the true time. */
let his: ManualTimers;

beforeEach(async () => {
  timers = new ManualTimers();
  his = new ManualTimers();
  server = new ServerDouble(timers);
  alice = await new Profile("alice", server, timers).enrol();
  bob = await new Profile("bob", server, his).enrol();
});

async function bobGets(text: string, life: typeof LIVES_A_MINUTE): Promise<void> {
  const before = bob.messages().length;
  await alice.tab.send((await alice.with("bob")).id, text, life);
  await until(() => bob.messages().length > before, "bob receives");
}

/** Time that passes for all, while bob's timers run. */
async function pass(ms: number): Promise<void> {
  timers.now += ms;
  await his.advance(ms);
}

/** Records on bob's disk that ended before then. */
function endedBefore(time: number): number {
  return [...bob.rows.living.values()].filter(({ eraseAt }) => eraseAt > 0 && eraseAt <= time).length;
}

/** The tab is gone without a word: the machine was switched off. */
async function switchedOn(): Promise<void> {
  bob = await bob.anew().start();
}

describe("a tab that slept for days", () => {
  it("shows nothing that ended meanwhile, before any timer has run, and erases it with the next one", async () => {
    await bobGets("short", LIVES_A_MINUTE);
    await bobGets("long", LIVES_A_WEEK);
    timers.now += 3 * DAY;
    his.now += 3 * DAY;
    expect(bob.texts()).toEqual(["long"]);
    expect(bob.tab.conversations()[0]!.newest?.text).toBe("long");
    expect(endedBefore(his.now)).toBeGreaterThan(0);
    await untilInTime(his, () => endedBefore(his.now) === 0, "erased");
    expect(bob.texts()).toEqual(["long"]);
  });

  it("the same where its own timers stood still with it", async () => {
    await bobGets("short", LIVES_A_MINUTE);
    timers.now += 3 * DAY;
    his.skew = 3 * DAY;
    expect(bob.texts()).toEqual([]);
    await untilInTime(his, () => endedBefore(timers.now) === 0, "erased");
  });

  it("burns what was displayed before, however long it slept", async () => {
    await bobGets("burns", BURNS);
    await bob.tab.displayed(bob.messages()[0]!.id);
    expect(bob.texts()).toEqual(["burns"]);
    timers.now += HOUR;
    his.now += HOUR;
    expect(bob.messages()).toEqual([]);
  });
});

describe("a device that was off", () => {
  it("has erased what ended meanwhile before anybody unlocks it", async () => {
    await bobGets("short", LIVES_A_MINUTE);
    await bobGets("long", LIVES_A_WEEK);
    timers.now += 3 * DAY;
    his.now += 3 * DAY;
    await switchedOn();
    expect(bob.tab.stage).toEqual({ kind: "locked" });
    expect(endedBefore(his.now)).toBe(0);
    await bob.tab.unlock(PASSPHRASE);
    expect(bob.texts()).toEqual(["long"]);
  });

  it("takes in nothing that ended meanwhile, though the server delivers it", async () => {
    await bobGets("before", LIVES_A_WEEK);
    server.hold("bob");
    await alice.tab.send((await alice.with("bob")).id, "late", LIVES_A_MINUTE);
    await until(() => server.named("bob").only.mailbox.length > 0, "it waits for bob");
    await pass(HOUR);
    server.release("bob");
    await untilInTime(his, () => server.named("bob").only.mailbox.length === 0, "acknowledged");
    expect(bob.texts()).toEqual(["before"]);
  });
});

describe("a clock that was set back", () => {
  it("lengthens nothing while the tab is open", async () => {
    await bobGets("short", LIVES_A_MINUTE);
    his.skew = -DAY;
    await pass(2 * MINUTE);
    expect(bob.texts()).toEqual([]);
    await untilInTime(his, () => endedBefore(timers.now) === 0, "erased");
  });

  it("by less than the server would notice: the log-in tells the true time", async () => {
    await bobGets("short", LIVES_A_MINUTE);
    server.reachable = false;
    server.cut();
    timers.now += 2 * MINUTE;
    his.now += 2 * MINUTE;
    his.skew = -4 * MINUTE;
    await switchedOn();
    await bob.tab.unlock(PASSPHRASE);
    expect(bob.texts()).toEqual(["short"]);
    server.reachable = true;
    await untilInTime(his, () => bob.tab.connection.kind === "connected", "connected");
    expect(bob.texts()).toEqual([]);
    await untilInTime(his, () => endedBefore(timers.now) === 0, "erased");
  });

  it("while it was off brings nothing back that its highest time has seen end", async () => {
    await bobGets("short", LIVES_A_MINUTE);
    await pass(2 * MINUTE);
    await untilInTime(his, () => endedBefore(timers.now) === 0, "erased");
    his.skew = -DAY;
    await switchedOn();
    await bob.tab.unlock(PASSPHRASE);
    expect(bob.texts()).toEqual([]);
  });
});

describe("a clock that was set ahead, and right again", () => {
  beforeEach(async () => {
    await bobGets("short", LIVES_A_MINUTE);
    await bobGets("long", LIVES_A_WEEK);
    his.skew = 2 * HOUR;
    await pass(MINUTE + SECOND);
    his.skew = 0;
  });

  it("has ended lives too early, and ends no other one too late", async () => {
    expect(bob.texts()).toEqual(["long"]);
    await bob.tab.lock();
    await bob.tab.unlock(PASSPHRASE);
    expect(bob.texts()).toEqual(["long"]);
    await pass(7 * DAY - 3 * HOUR);
    expect(bob.texts()).toEqual(["long"]);
    await pass(3 * HOUR);
    expect(bob.texts()).toEqual([]);
  });

  it("sends and takes in nothing until that time has come: what it dated ahead, nobody would take, and what comes would end too early", async () => {
    await untilInTime(his, () => bob.tab.connection.kind === "clock-off", "told");
    await expect(bob.tab.send(bob.tab.conversations()[0]!.id, "no", LIVES_A_WEEK)).rejects.toMatchObject({ code: "clock-off" });
    await alice.tab.send((await alice.with("bob")).id, "waits", LIVES_A_WEEK);
    await until(() => server.named("bob").only.mailbox.length > 0, "it waits for bob");
    await pass(2 * HOUR);
    await untilInTime(his, () => bob.texts().includes("waits"), "taken in");
    timers.now = his.now;
    await bob.tab.send(bob.tab.conversations()[0]!.id, "back in time", LIVES_A_WEEK);
    await alice.receives("back in time");
    expect([...alice.tab.warnings(), ...bob.tab.warnings()]).toEqual([]);
  });
});
