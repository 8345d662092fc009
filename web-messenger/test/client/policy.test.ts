/** What the person hears of a changed policy: once, and not less because the browser was closed in between. */
import { beforeEach, expect, it } from "vitest";
import type { Policy } from "../../src/client/api.js";
import { DAY } from "../../src/protocol/time.js";
import { ManualTimers, until, untilInTime } from "../manual-timers.js";
import { PASSPHRASE, Profile } from "../profile.js";
import { ServerDouble } from "../server-double.js";

let timers: ManualTimers;
let server: ServerDouble;
let alice: Profile;

beforeEach(async () => {
  timers = new ManualTimers();
  server = new ServerDouble(timers);
  alice = await new Profile("alice", server, timers).enrol();
});

const told = (): readonly string[] => alice.tab.notices().map(({ kind }) => kind);

/** The server's policy from now on; `alice` hears of it with her next log-in. */
function decide(changed: Partial<Policy>): void {
  server.policy = { ...server.policy, ...changed, version: server.policy.version + 1 };
}

async function push(changed: Partial<Policy>): Promise<void> {
  decide(changed);
  const { version, ...policy } = server.policy;
  server.push("alice", { case: "policy", value: { version: BigInt(version), ...policy } });
  await until(() => alice.tab.policy.version === version, "policy");
}

async function reload(): Promise<void> {
  await alice.tab.lock();
  alice = await alice.anew().start();
  await alice.tab.unlock(PASSPHRASE);
  await alice.connected();
}

it("that changed identities pass is told until the person has seen it, after a lock, a reload and a month too", async () => {
  await push({ identityChangeBlocks: false });
  await until(() => told().join() === "identities-pass", "told");
  await alice.tab.lock();
  await alice.tab.unlock(PASSPHRASE);
  expect(told()).toEqual(["identities-pass"]);
  await reload();
  expect(told()).toEqual(["identities-pass"]);
  await timers.advance(31 * DAY);
  expect(told()).toEqual(["identities-pass"]);
  await alice.tab.dismissNotice(alice.tab.notices()[0]!.id);
  expect(told()).toEqual([]);
  await push({ burnDefault: 30 });
  await reload();
  expect(told()).toEqual([]);
});

it("that changed identities pass is told where it was decided while the browser was closed", async () => {
  await alice.tab.lock();
  decide({ identityChangeBlocks: false });
  await alice.tab.unlock(PASSPHRASE);
  await untilInTime(timers, () => told().join() === "identities-pass", "told");
});

it("that changed identities pass is no news any more once they stop again, and is when they pass anew", async () => {
  await push({ identityChangeBlocks: false });
  await until(() => told().length === 1, "told");
  await push({ identityChangeBlocks: true });
  await until(() => told().length === 0, "no news");
  await push({ identityChangeBlocks: false });
  await until(() => told().length === 1, "told anew");
});

it("what held when this browser was enrolled is no news", async () => {
  decide({ identityChangeBlocks: false });
  const bob = await new Profile("bob", server, timers).enrol();
  await until(() => !bob.tab.policy.identityChangeBlocks, "policy");
  expect(bob.tab.notices()).toEqual([]);
});
