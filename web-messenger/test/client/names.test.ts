/** A directory is the server's word: it may give anybody the name of somebody who is known. */
import { beforeEach, expect, it } from "vitest";
import type { Conversation } from "../../src/client/api.js";
import type { LiveSelf } from "../../src/client/records.js";
import { RequestError } from "../../src/connection/ports.js";
import { uuid } from "../../src/bytes/text.js";
import { ManualTimers, until, untilInTime } from "../manual-timers.js";
import { PASSPHRASE, Profile } from "../profile.js";
import { ServerDouble } from "../server-double.js";
import { Stranger } from "../stranger.js";

let timers: ManualTimers;
let server: ServerDouble;
let alice: Profile;
let stranger: Stranger;
let directory: ServerDouble["rest"]["directory"];

beforeEach(async () => {
  timers = new ManualTimers();
  server = new ServerDouble(timers);
  alice = await new Profile("alice", server, timers).enrol();
  await new Profile("bob", server, timers).enrol();
  await alice.with("bob");
  stranger = await Stranger.settle("carol", server, timers);
  directory = server.rest.directory.bind(server.rest);
});

/** From now on the server calls the stranger so. */
function called(name: string): void {
  server.rest.directory = async (token) =>
    (await directory(token)).map((entry) => (uuid(entry.id) === uuid(stranger.person.user) ? { ...entry, name } : entry));
}

const listOf = ({ tab }: Profile) => (tab as unknown as { account: { self: LiveSelf } }).account.self.list;

const strangers = (): Conversation | undefined => alice.tab.conversations().find(({ peer }) => peer.id === uuid(stranger.person.user));

async function strangerWrites(): Promise<void> {
  await server.deliverAgain(await stranger.write("alice", listOf(alice), "it is me"), "alice");
  await until(() => strangers() !== undefined, "it came");
}

it.each(["bob", " Bob", "ｂｏｂ", "alice"])("a stranger who is called %j is marked as another than who is known by that name", async (name) => {
  called(name);
  await strangerWrites();
  expect(strangers()).toMatchObject({ peer: { name }, namesake: true });
  expect(alice.tab.conversations().filter(({ namesake }) => namesake === true)).toHaveLength(1);
});

it("a stranger of a name of their own is not marked", async () => {
  await strangerWrites();
  expect(strangers()?.namesake).toBeUndefined();
});

it("a known name that is found in the directory with somebody else marks that one, for as long as no number was compared", async () => {
  called("bob");
  const found = (await alice.tab.findPeople("bob")).find(({ id }) => id === uuid(stranger.person.user))!;
  const { id } = await alice.tab.converse(found);
  expect(strangers()?.namesake).toBe(true);
  await alice.tab.lock();
  await alice.start();
  await alice.tab.unlock(PASSPHRASE);
  await alice.connected();
  expect(strangers()?.namesake).toBe(true);
  const { digits } = await alice.tab.safetyNumber(id);
  await alice.tab.verify(id, digits);
  expect(strangers()?.namesake).toBeUndefined();
});

it("a stranger who gets a known name only later is marked then", async () => {
  server.rest.directory = () => Promise.reject(new RequestError("busy"));
  await strangerWrites();
  expect(strangers()?.namesake).toBeUndefined();
  called("bob");
  server.cut("alice");
  await untilInTime(timers, () => strangers()?.peer.name === "bob", "named");
  expect(strangers()?.namesake).toBe(true);
});
