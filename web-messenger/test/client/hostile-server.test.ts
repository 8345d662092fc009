/** What a server may say at any time, and what it does not get by it. */
import { fromBinary } from "@bufbuild/protobuf";
import { beforeEach, expect, it } from "vitest";
import { OuterHeaderSchema } from "#wire/envelope_pb.js";
import type { Book } from "../../src/client/book.js";
import { KEM_PREKEY, PREKEY, WARNING, type LiveSelf } from "../../src/client/records.js";
import { encode } from "../../src/codec/canonical.js";
import { randomBytes } from "../../src/crypto/random.js";
import { DAY, MINUTE } from "../../src/protocol/time.js";
import { ManualTimers, until, untilInTime } from "../manual-timers.js";
import { DAYLONG, PASSPHRASE, Profile } from "../profile.js";
import { ServerDouble } from "../server-double.js";
import { Stranger } from "../stranger.js";

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
});

function bookOf({ tab }: Profile): Book {
  return (tab as unknown as { book: Book }).book;
}

const listOf = ({ tab }: Profile) => (tab as unknown as { account: { self: LiveSelf } }).account.self.list;

it.each([365 * DAY, 6 * MINUTE])("a log-in whose time is off by %i ms is none: nothing is erased, and nothing of it is kept", async (ahead) => {
  await alice.tab.send(conversation, "kept", { expiresAfterSeconds: 300, burnAfterSeconds: 0 });
  await alice.delivery("kept", "delivered");
  const keys = (): number => bookOf(alice).all(PREKEY).size + bookOf(alice).all(KEM_PREKEY).size;
  const before = keys();
  server.ahead = ahead;
  server.cut("alice");
  await untilInTime(timers, () => alice.tab.connection.kind === "clock-off", "clock-off");
  expect(alice.tab.connection).toMatchObject({ differenceMs: -ahead });
  expect([alice.texts(), keys()]).toEqual([["kept"], before]);
  await alice.tab.lock();
  server.ahead = 0;
  await alice.start();
  await alice.tab.unlock(PASSPHRASE);
  await alice.connected();
  expect(alice.texts()).toEqual(["kept"]);
  await alice.tab.send(conversation, "and on", DAYLONG);
  await alice.delivery("and on", "delivered");
});

it("any number of envelopes that no key opens leaves one warning that counts them, and ends", async () => {
  const carol = await Stranger.settle("carol", server, timers);
  await alice.with("carol");
  for (let count = 0; count < 12; count++) {
    await server.deliverAgain(await carol.write("alice", listOf(alice), "junk", randomBytes(16), true), "alice");
  }
  await until(() => server.named("alice").waiting === 0, "all acknowledged");
  const counted = (): readonly unknown[] => alice.tab.warnings().map(({ asked, times, code }) => [code, asked === true, times ?? 1]);
  expect(counted()).toHaveLength(2);
  // The first was asked for again.
  expect(counted()).toEqual(expect.arrayContaining([["key-unavailable", true, 1], ["key-unavailable", false, 11]]));
  await bookOf(alice).sweep(timers.now + 30 * DAY);
  expect(bookOf(alice).all(WARNING).size).toBe(0);
});

it("envelopes in ever other names leave one warning for each check, not for each name", async () => {
  const carol = await Stranger.settle("carol", server, timers);
  for (let count = 0; count < 6; count++) {
    const mail = await carol.write("alice", listOf(alice), "junk", randomBytes(16), true);
    const header = fromBinary(OuterHeaderSchema, mail.header);
    const { id } = count % 2 === 0 ? { id: randomBytes(16) } : server.named("bob");
    const forged = { ...header, senderUser: id, senderDevice: randomBytes(16) };
    await server.deliverAgain({ ...mail, header: encode(OuterHeaderSchema, forged) }, "alice");
  }
  await until(() => server.named("alice").waiting === 0, "all acknowledged");
  expect(alice.tab.warnings().map(({ code, times }) => [code, times])).toEqual([["unknown-device", 3], ["unknown-device", 3]]);
});

it("a policy that lengthens the life a person chose, or stops its burning, sends nothing until they agree", async () => {
  const [chosen, longer] = [{ expiresAfterSeconds: 60, burnAfterSeconds: 10 }, { expiresAfterSeconds: 2_592_000, burnAfterSeconds: 0 }];
  const push = async (changed: Partial<typeof server.policy>): Promise<void> => {
    const { version, ...policy } = { ...server.policy, ...changed };
    server.policy = { version: version + 1, ...policy };
    server.push("alice", { case: "policy", value: { version: BigInt(version + 1), ...policy } });
    await until(() => alice.tab.policy.version === version + 1, "policy");
  };
  const refused = { code: "life-longer" };
  await push({ burnMaximum: 0 });
  await expect(alice.tab.send(conversation, "no longer burns", chosen)).rejects.toMatchObject(refused);
  await push({ burnMaximum: 3_600, expirationMinimum: 2_592_000 });
  await expect(alice.tab.send(conversation, "lives longer", chosen)).rejects.toMatchObject(refused);
  await push({ expirationMinimum: 5, userMayChoose: false, burnDefault: 20, expirationDefault: 60 });
  await expect(alice.tab.send(conversation, "burns later", chosen)).rejects.toMatchObject(refused);
  await push({ userMayChoose: true, expirationMinimum: 2_592_000, burnMaximum: 0, burnDefault: 0 });
  expect(alice.texts()).toEqual([]);
  await alice.tab.send(conversation, "agreed", longer);
  await bob.receives("agreed");
  await push({ expirationMinimum: 5, expirationMaximum: 30 });
  await alice.tab.send(conversation, "stricter", { expiresAfterSeconds: 60, burnAfterSeconds: 0 });
  await bob.receives("stricter");
});
