/** What a device can't open comes once more, and the person learns of it: "Asking again" in docs/protocol.md, from end to end. */
import { beforeEach, describe, expect, it } from "vitest";
import { PrekeyType } from "#wire/keys_pb.js";
import type { Submit } from "#wire/socket_pb.js";
import { equal } from "../../src/bytes/bytes.js";
import { drop, type Book, type Kind } from "../../src/client/book.js";
import { ASKED, CLAIMED, EPOCH, KEM_PREKEY, OUTGOING, OWED, PREKEY, REPLY_KEY, SENT_TEXT } from "../../src/client/records.js";
import { HOUR, MINUTE, SECOND } from "../../src/protocol/time.js";
import { parseWrap } from "../../src/protocol/wrap.js";
import { ManualTimers, untilInTime } from "../manual-timers.js";
import { DAYLONG, PASSPHRASE, Profile } from "../profile.js";
import { ServerDouble } from "../server-double.js";

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
  await alice.tab.send(conversation, "opened", DAYLONG);
  await alice.delivery("opened", "delivered");
  await quiet();
});

/** Receipts beget receipts, until both links are confirmed. */
async function quiet(): Promise<void> {
  const busy = (): boolean =>
    [alice, bob].some((each) => bookOf(each).all(OUTGOING).size + bookOf(each).all(OWED).size + server.named(each.name).waiting > 0);
  for (let looks = 0; looks < 4; looks++) {
    await untilInTime(timers, () => !busy(), "quiet");
    await timers.advance(SECOND);
  }
}

function bookOf({ tab }: Profile): Book {
  return (tab as unknown as { book: Book }).book;
}

/** As a store does that lost slots, or was put back from a copy. */
async function loses(profile: Profile, ...kinds: readonly Kind<never, unknown>[]): Promise<void> {
  const book = bookOf(profile);
  await book.commit(...kinds.flatMap((kind) => [...book.all(kind).keys()].map((id) => drop(kind, id))));
}

const LINKS = [EPOCH] as unknown as readonly Kind<never, unknown>[];
const KEYS = [PREKEY, REPLY_KEY, KEM_PREKEY] as unknown as readonly Kind<never, unknown>[];

const CLAIMS = [CLAIMED] as unknown as readonly Kind<never, unknown>[];

const deviceOf = (name: string) => server.named(name).only.device;

/** What was sent to the devices of that person alone. */
function sentTo(name: string): readonly Submit[] {
  return server.submissions.filter(({ wraps }) => wraps.every(({ device }) => equal(device, deviceOf(name))));
}

const stateOf = ({ wraps }: Submit) => wraps.map(({ wrap }) => parseWrap(wrap).state);

describe("a text that the recipient's device can't open", () => {
  it("is asked for, sent again by START and shown once; the warning is there in between alone", async () => {
    await loses(bob, ...LINKS);
    server.hold("alice");
    const [toAlice, toBob] = [sentTo("alice").length, sentTo("bob").length];
    await alice.tab.send(conversation, "lost at first", DAYLONG);
    await untilInTime(timers, () => sentTo("alice").length > toAlice, "asked");
    expect(bob.tab.warnings()).toMatchObject([{ code: "key-unavailable", asked: true }]);
    expect(bob.texts()).toEqual(["opened"]);
    expect(sentTo("alice").slice(toAlice).map(stateOf)).toEqual([["start"]]);
    server.release("alice");
    await bob.receives("lost at first");
    expect(bob.tab.warnings()).toEqual([]);
    expect(bob.texts()).toEqual(["opened", "lost at first"]);
    expect(stateOf(sentTo("bob").slice(toBob)[1]!)).toEqual(["start"]);
    await alice.delivery("lost at first", "delivered");
    await alice.tab.send(conversation, "and on it goes", DAYLONG);
    await alice.delivery("and on it goes", "delivered");
    expect([...bob.tab.warnings(), ...alice.tab.warnings()]).toEqual([]);
    expect(bookOf(alice).all(SENT_TEXT).size).toBe(0);
  });

  it("is asked for once, though it comes again, and after a restart too", async () => {
    await loses(bob, ...LINKS);
    server.hold("alice");
    const before = sentTo("alice").length;
    await alice.tab.send(conversation, "lost", DAYLONG);
    await untilInTime(timers, () => sentTo("alice").length > before, "asked");
    const mail = server.submissions.findLast(({ wraps }) => wraps.some(({ device }) => equal(device, deviceOf("bob"))))!;
    await bob.tab.lock();
    await bob.tab.unlock(PASSPHRASE);
    await bob.connected();
    await server.deliverAgain(mail, "bob");
    await untilInTime(timers, () => server.named("bob").only.mailbox.length === 0, "acknowledged");
    await timers.advance(MINUTE);
    expect(sentTo("alice").length).toBe(before + 1);
    expect(bookOf(bob).all(ASKED).size).toBe(1);
  });

  it("is asked for when there are keys again, and the question holds up nothing meanwhile", async () => {
    const back = (await bob.with("alice")).id;
    await bob.tab.send(back, "a link to alice", DAYLONG);
    await bob.delivery("a link to alice", "delivered");
    await quiet();
    const { pools } = server.named("alice").only;
    const kept = { p521: pools[PrekeyType.P521].splice(0), kem: pools[PrekeyType.MLKEM1024].splice(0) };
    await loses(bob, ...LINKS, ...CLAIMS);
    await alice.tab.send(conversation, "lost", DAYLONG);
    await untilInTime(timers, () => bob.tab.warnings().length === 1, "warned");
    await bob.tab.send(back, "this one goes by CHAIN or FRESH", DAYLONG);
    await alice.receives("this one goes by CHAIN or FRESH");
    expect(bob.texts()).not.toContain("lost");
    pools[PrekeyType.P521].push(...kept.p521);
    pools[PrekeyType.MLKEM1024].push(...kept.kem);
    await untilInTime(timers, () => bob.texts().includes("lost"), "comes");
  });

  it("is not asked for again where the answer can't be opened either", async () => {
    await loses(bob, ...LINKS, ...KEYS);
    const before = sentTo("alice").length;
    await alice.tab.send(conversation, "lost for good", DAYLONG);
    await untilInTime(timers, () => bob.tab.warnings().length === 2, "neither opens");
    await timers.advance(HOUR);
    await quiet();
    // About the answer, a START within the minute, bob does not ask; and alice would not send it a third time.
    expect(sentTo("alice").length).toBe(before + 1);
    expect(bob.tab.warnings().map(({ asked }) => asked === true).sort()).toEqual([false, true]);
  });

  it("is sent again after newer lists made the server refuse the first try", async () => {
    await loses(bob, ...LINKS);
    await alice.tab.send(conversation, "lost", DAYLONG);
    await untilInTime(timers, () => bob.tab.warnings().length === 1, "warned");
    server.refusals.push({ code: "stale-device-list", retryAfterMs: 0 }, { code: "stale-device-list", retryAfterMs: 0 });
    await untilInTime(timers, () => bob.texts().includes("lost"), "comes");
    expect(server.refusals).toEqual([]);
    expect(bob.tab.warnings()).toEqual([]);
  });
});
