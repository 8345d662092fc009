/** A message ends on the disk when its time is over, whatever the disk does in between. */
import { beforeEach, describe, expect, it } from "vitest";
import { MINUTE, SECOND } from "../../src/protocol/time.js";
import { HEAD_LENGTH, SLOT_LENGTH } from "../../src/store/slots.js";
import { breath, ManualTimers, untilInTime } from "../manual-timers.js";
import { PASSPHRASE, Profile } from "../profile.js";
import { ServerDouble } from "../server-double.js";

const BRIEF = { expiresAfterSeconds: 60, burnAfterSeconds: 0 };

let timers: ManualTimers;
let server: ServerDouble;
let alice: Profile;

beforeEach(async () => {
  timers = new ManualTimers();
  server = new ServerDouble(timers);
  alice = await new Profile("alice", server, timers).enrol();
  await new Profile("bob", server, timers).enrol();
  const { id } = await alice.with("bob");
  server.reachable = false;
  server.cut();
  await alice.tab.send(id, "gone in a minute", BRIEF);
});

/** Records on the disk whose time is over. */
function overdue(): number {
  return [...alice.rows.living.values()].filter(({ eraseAt }) => eraseAt > 0 && eraseAt <= timers.now).length;
}

/** Keys of records on the disk that no row names: who has an old copy of the rows could read those with them. */
function strayKeys(): number {
  const { bytes } = alice.file;
  const slots = Array.from({ length: Math.ceil((bytes.length - HEAD_LENGTH) / SLOT_LENGTH) }, (_, slot) => slot);
  return slots.filter((slot) => {
    const from = HEAD_LENGTH + SLOT_LENGTH * slot;
    return !alice.rows.living.has(slot) && bytes.subarray(from, from + SLOT_LENGTH).some((byte) => byte !== 0);
  }).length;
}

async function pass(ms: number): Promise<void> {
  await timers.advance(ms);
  await breath();
}

describe("while it is open", () => {
  it("erases again and again where the disk refuses, and tells the person until it succeeded", async () => {
    alice.rows.failCommits = true;
    await pass(61 * SECOND);
    expect(overdue()).toBeGreaterThan(0);
    expect(alice.tab.erasingFails).toBe(false);
    await untilInTime(timers, () => alice.tab.erasingFails, "the person is told");
    alice.rows.failCommits = false;
    await untilInTime(timers, () => overdue() === 0, "erased");
    await untilInTime(timers, () => !alice.tab.erasingFails, "the person is told no more");
  });

  it("overwrites later the keys that the disk refused to overwrite when their rows were gone already", async () => {
    alice.file.failWrites = true;
    await pass(61 * SECOND);
    await untilInTime(timers, () => overdue() === 0, "the rows are gone");
    expect(strayKeys()).toBeGreaterThan(0);
    await untilInTime(timers, () => alice.tab.erasingFails, "the person is told");
    alice.file.failWrites = false;
    await untilInTime(timers, () => strayKeys() === 0 && !alice.tab.erasingFails, "overwritten");
  });
});

describe("while it is locked", () => {
  beforeEach(() => alice.tab.lock());

  it("erases again and again where the disk refuses, and tells the person until it succeeded", async () => {
    alice.rows.failCommits = true;
    await untilInTime(timers, () => alice.tab.erasingFails, "the person is told");
    expect(overdue()).toBeGreaterThan(0);
    alice.rows.failCommits = false;
    await untilInTime(timers, () => overdue() === 0 && !alice.tab.erasingFails, "erased");
  });

  it("goes on erasing after somebody mistyped the passphrase just when it was due", async () => {
    const mistyped = alice.tab.unlock(`${PASSPHRASE}?`).catch(() => undefined);
    await pass(15 * SECOND);
    await mistyped;
    await pass(MINUTE);
    await untilInTime(timers, () => overdue() === 0, "erased");
  });
});
