import { beforeEach, expect, it } from "vitest";
import { SECOND } from "../../src/protocol/time.js";
import { ManualTimers } from "../manual-timers.js";
import { further, person, successor, type Person } from "../people.js";
import { DAYLONG, Profile } from "../profile.js";
import { ServerDouble } from "../server-double.js";

let timers: ManualTimers;
let server: ServerDouble;
let anna: Profile;
let bob: Profile;

beforeEach(async () => {
  timers = new ManualTimers();
  server = new ServerDouble(timers);
  anna = await new Profile("anna", server, timers).enrol();
  bob = await new Profile("bob", server, timers).enrol();
  await timers.advance(SECOND);
});

/** Somebody who, with the server's help, lists a device under the id of one of that person. */
async function impostor(of: string): Promise<Person> {
  const { device } = server.named(of).only;
  const mallory = await person(server.network, undefined, device);
  await server.settle("mallory", { ...mallory, uploads: [] });
  return mallory;
}

/** Whether a list of them is in force at bob's. */
async function isKnown(name: string): Promise<boolean> {
  const { id } = await bob.with(name);
  return bob.tab.safetyNumber(id).then(
    () => true,
    () => false,
  );
}

it("a colleague's device stays theirs: a list of somebody else that names it is not taken", async () => {
  const { id } = await bob.with("anna");
  await bob.tab.send(id, "one", DAYLONG);
  await anna.receives("one");
  await impostor("anna");
  expect(await isKnown("mallory")).toBe(false);
  await bob.tab.send(id, "two", DAYLONG);
  await anna.receives("two");
});

it("nor is one that names a device of one's own", async () => {
  await impostor("bob");
  expect(await isKnown("mallory")).toBe(false);
});

it("who came first with a device has it for good, also when their list no longer names it", async () => {
  const mallory = await impostor("anna");
  expect(await isKnown("mallory")).toBe(true);
  const moved = await further(mallory);
  server.publish("mallory", moved.list.signed);
  server.publish("mallory", (await successor(moved, { removed: [mallory.device] })).signed);
  expect(await isKnown("anna")).toBe(false);
});
