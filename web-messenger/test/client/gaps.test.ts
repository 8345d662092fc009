/** "Gaps" of docs/protocol.md: what a colleague's device sealed for this one and what never came. */
import { beforeEach, describe, expect, it } from "vitest";
import { hex } from "../../src/bytes/text.js";
import { put, type Book } from "../../src/client/book.js";
import { GAPS_AT_MOST } from "../../src/client/gaps.js";
import { endLinks } from "../../src/client/links.js";
import { GAP, MISSING, OUTGOING, OWED, OWNER, SELF, SKIPPED, skippedName } from "../../src/client/records.js";
import { DAY, HOUR, MINUTE, SECOND } from "../../src/protocol/time.js";
import type { DeviceAccount, Mail } from "../accounts.js";
import { ManualTimers, until, untilInTime } from "../manual-timers.js";
import { PASSPHRASE, Profile } from "../profile.js";
import { ServerDouble } from "../server-double.js";

const WEEK = { expiresAfterSeconds: 604_800, burnAfterSeconds: 0 };

let timers: ManualTimers;
let server: ServerDouble;
let alice: Profile;
let bob: Profile;
let conversation: string;

beforeEach(async () => {
  timers = new ManualTimers();
  server = new ServerDouble(timers);
  alice = await new Profile("alice", server, timers).enrol();
  bob = await new Profile("bob", server, timers).enrol();
  conversation = (await alice.with("bob")).id;
  await alice.tab.send(conversation, "first", WEEK);
  await alice.delivery("first", "delivered");
  await settled(alice, bob);
});

function bookOf({ tab }: Profile): Book {
  return (tab as unknown as { book: Book }).book;
}

/** What a person reads: from whom, and how many. */
function told({ tab }: Profile): readonly string[] {
  return tab.notices().flatMap((notice) => (notice.kind === "missing" ? [`${notice.count} from ${notice.person.name}`] : []));
}

/** Nothing is under way, receipts neither. */
function settled(...all: readonly Profile[]): Promise<void> {
  const owes = (each: Profile): boolean => [OUTGOING, OWED].some((of) => bookOf(each).all(of as typeof OWED).size > 0);
  const mail = (): boolean => [...server.users.values()].some(({ waiting }) => waiting > 0);
  return untilInTime(timers, () => !all.some(owes) && !mail(), "settled");
}

function passedOver(of: Profile): number {
  return bookOf(of).all(SKIPPED).size;
}

/** The server keeps these texts of alice's to itself, and what that device of the person would get of them. */
async function keepBack(person: string, texts: readonly string[], from: DeviceAccount = server.named(person).only): Promise<readonly Mail[]> {
  await settled(alice, bob);
  server.hold(person);
  for (const text of texts) await alice.tab.send(conversation, text, WEEK);
  await until(() => texts.every((text) => alice.messages().some((m) => m.text === text && m.delivery !== "queued")), "at the server");
  const kept = from.mailbox;
  from.mailbox = [];
  server.release(person);
  return kept;
}

async function missed(...texts: readonly string[]): Promise<readonly Mail[]> {
  const [before, kept] = [passedOver(bob), await keepBack("bob", texts)];
  await alice.tab.send(conversation, `after ${texts.join()}`, WEEK);
  await bob.receives(`after ${texts.join()}`);
  expect(passedOver(bob)).toBe(before + texts.length);
  return kept;
}

/** The envelopes come, on a new connection. */
async function handOver(mails: readonly Mail[]): Promise<void> {
  server.named("bob").only.mailbox.push(...mails);
  server.cut("bob");
  await untilInTime(timers, () => bob.tab.connection.kind === "connected", "connected");
}

const toldIs = (...words: readonly string[]): Promise<void> =>
  untilInTime(timers, () => told(bob).join() === words.join(), `bob is told: ${words.join()}`);

describe("a message that never came", () => {
  it("is told of a minute after it was passed over, not before", async () => {
    await missed("lost");
    const { now } = timers;
    await timers.advance(59 * SECOND);
    expect(told(bob)).toEqual([]);
    await toldIs("1 from alice");
    expect(timers.now).toBeGreaterThanOrEqual(now + MINUTE);
  });

  it("is told of once, and several together, until the person has seen it", async () => {
    await missed("one", "two");
    await toldIs("2 from alice");
    await missed("three");
    await toldIs("3 from alice");
    await timers.advance(HOUR);
    expect(told(bob)).toEqual(["3 from alice"]);
    for (const { id } of bob.tab.notices()) await bob.tab.dismissNotice(id);
    await timers.advance(HOUR);
    expect(told(bob)).toEqual([]);
    await missed("four");
    await toldIs("1 from alice");
  });

  it("is told of after a restart, and after the next one neither twice nor no more", async () => {
    await missed("lost");
    const restart = async (): Promise<void> => {
      await bob.tab.lock();
      await bob.start();
      await bob.tab.unlock(PASSPHRASE);
      await bob.connected();
    };
    await restart();
    expect(told(bob)).toEqual([]);
    await toldIs("1 from alice");
    await restart();
    expect(told(bob)).toEqual(["1 from alice"]);
    await timers.advance(HOUR);
    expect(told(bob)).toEqual(["1 from alice"]);
    await bookOf(bob).sweep(timers.now + 30 * DAY);
    expect(told(bob)).toEqual([]);
  });

  it("that comes in time is never told of", async () => {
    const mails = await missed("late");
    await handOver(mails);
    await bob.receives("late");
    await timers.advance(HOUR);
    expect(told(bob)).toEqual([]);
    expect(bookOf(bob).all(GAP).size).toBe(0);
  });

  it("that comes after the person was told is shown, and missing no longer", async () => {
    const [, second] = await missed("one", "two");
    await toldIs("2 from alice");
    await handOver([second!]);
    await bob.receives("two");
    expect(told(bob)).toEqual(["1 from alice"]);
    expect(bob.tab.warnings()).toEqual([]);
  });
});

describe("the notice", () => {
  it("that is put aside takes nothing with it of which the person was told after they saw it", async () => {
    const [one] = await missed("one", "two");
    await toldIs("2 from alice");
    const [shown] = bob.tab.notices();
    await missed("three");
    await toldIs("3 from alice");
    await bob.tab.dismissNotice(shown!.id);
    expect(told(bob)).toEqual(["1 from alice"]);
    await handOver([one!]);
    await bob.receives("one");
    expect(told(bob)).toEqual(["1 from alice"]);
    // A second press on what is gone.
    await bob.tab.dismissNotice(shown!.id);
    expect(told(bob)).toEqual(["1 from alice"]);
  });

  it("is one record, however much is missing, and what was told makes room for more", async () => {
    await passedOverUntold(GAPS_AT_MOST);
    await toldIs(`${GAPS_AT_MOST} from alice`);
    expect(bookOf(bob).all(GAP).size).toBe(0);
    expect(bookOf(bob).all(MISSING).size).toBe(1);
    await missed("lost");
    await toldIs(`${GAPS_AT_MOST + 1} from alice`);
  });

  it("counts no more than 1,000 places of a device that wait to be told", async () => {
    await passedOverUntold(GAPS_AT_MOST - 1);
    await missed("one", "two");
    await toldIs(`${GAPS_AT_MOST} from alice`);
  });
});

/** Bob passed so many places over, in an epoch that is gone. */
function passedOverUntold(count: number): Promise<void> {
  const { device } = server.named("alice").only;
  const user = bookOf(bob).get(OWNER, hex(device))!.user;
  const indexes = Array.from({ length: count }, (_, index) => index);
  return bookOf(bob).commit(put(GAP, skippedName(device, { epoch: new Uint8Array(32), index: 0 }), { user, at: timers.now, indexes }));
}

describe("a server that does not say that nothing waits any more", () => {
  beforeEach(async () => {
    server.saysDrained = false;
    server.cut("bob");
    await untilInTime(timers, () => bob.tab.connection.kind === "connected", "connected");
    await missed("lost");
    await timers.advance(10 * MINUTE);
    expect(told(bob)).toEqual([]);
  });

  it("is waited for: what is missing may wait there still", async () => {
    server.push("bob", { case: "drained", value: {} });
    await toldIs("1 from alice");
  });

  it("is not waited for longer than a day: it may be the one that keeps something back", async () => {
    await timers.advance(23 * HOUR);
    expect(told(bob)).toEqual([]);
    await timers.advance(HOUR);
    await toldIs("1 from alice");
  });
});

it("a link that ended before the person was told takes the keys of what is missing with it, not the notice", async () => {
  await missed("lost");
  await bookOf(bob).commit(...endLinks(bookOf(bob), [server.named("alice").only.device]));
  expect(passedOver(bob)).toBe(0);
  await toldIs("1 from alice");
});

it("of what an own other device wrote there is nothing to tell: it can be read there", async () => {
  const other = await new Profile("alice", server, timers).join(alice);
  const account = server.named("alice").device(bookOf(other).get(SELF, "0")!.device)!;
  await alice.tab.send(conversation, "to both", WEEK);
  await other.receives("to both");
  await settled(alice, bob, other);
  await keepBack("alice", ["elsewhere alone"], account);
  await alice.tab.send(conversation, "to both again", WEEK);
  await other.receives("to both again");
  expect(passedOver(other)).toBe(1);
  await timers.advance(2 * DAY);
  expect(told(other)).toEqual([]);
});
