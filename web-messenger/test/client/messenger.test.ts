import { beforeEach, describe, expect, it } from "vitest";
import { fromBinary } from "@bufbuild/protobuf";
import { OuterHeaderSchema } from "#wire/envelope_pb.js";
import type { Deliver } from "#wire/socket_pb.js";
import { encode } from "../../src/codec/canonical.js";
import { wrapLeaf } from "../../src/protocol/envelope.js";
import { merklePath } from "../../src/protocol/merkle.js";
import { DAY, HOUR, MINUTE, SECOND } from "../../src/protocol/time.js";
import { ManualTimers, until, untilInTime } from "../manual-timers.js";
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

describe("two people", () => {
  it("exchange messages, which are delivered, in order and once", async () => {
    const { id } = await alice.with("bob");
    for (const text of ["one", "two", "three"]) await alice.tab.send(id, text, DAYLONG);
    await bob.receives("one", "two", "three");
    expect(bob.texts()).toEqual(["one", "two", "three"]);
    await alice.delivery("three", "delivered");
    await bob.tab.send(id, "four", DAYLONG);
    await alice.receives("four");
    await bob.delivery("four", "delivered");
    expect(alice.tab.warnings()).toEqual([]);
    expect(bob.tab.warnings()).toEqual([]);
    expect(new Set(server.claimLog).size).toBe(server.claimLog.length);
  });

  it("see the same safety number, and remember that it was compared", async () => {
    const [mine, theirs] = [await alice.with("bob"), await bob.with("alice")];
    const { digits } = await alice.tab.safetyNumber(mine.id);
    expect(digits).toMatch(/^\d{60}$/);
    expect(await bob.tab.safetyNumber(theirs.id)).toEqual({ digits });
    await alice.tab.verify(mine.id, digits);
    expect(alice.tab.conversations()[0]!.trust).toEqual({ kind: "verified" });
    await alice.tab.unverify(mine.id);
    expect(alice.tab.conversations()[0]!.trust).toEqual({ kind: "unverified" });
  });

  it("are not verified by a number that is not theirs", async () => {
    const { id } = await alice.with("bob");
    const { digits } = await alice.tab.safetyNumber(id);
    const other = digits.replace(/^./u, (digit) => String((Number(digit) + 1) % 10));
    await expect(alice.tab.verify(id, other)).rejects.toMatchObject({ code: "number-changed" });
    expect(alice.tab.conversations()[0]!.trust).toEqual({ kind: "unverified" });
  });

  it("count what is unread until it is displayed", async () => {
    const { id } = await alice.with("bob");
    await alice.tab.send(id, "read me", DAYLONG);
    await bob.receives("read me");
    expect(bob.tab.conversations()[0]!.unread).toBe(1);
    await bob.tab.displayed(bob.messages()[0]!.id);
    expect(bob.tab.conversations()[0]!.unread).toBe(0);
  });
});

describe("ephemerality", () => {
  it("a message ends on both sides at its expiry, its keys with it", async () => {
    const { id } = await alice.with("bob");
    await alice.tab.send(id, "short", { expiresAfterSeconds: 10, burnAfterSeconds: 0 });
    await bob.receives("short");
    await timers.advance(10 * SECOND);
    await until(() => alice.texts().length + bob.texts().length === 0, "gone");
  });

  it("a message that expired while the tab was closed is erased before anything is shown", async () => {
    const { id } = await alice.with("bob");
    await alice.tab.send(id, "short", { expiresAfterSeconds: 60, burnAfterSeconds: 0 });
    await bob.receives("short");
    await bob.tab.lock();
    const rows = bob.rows.living.size;
    await timers.advance(61 * SECOND);
    await bob.start();
    expect(bob.tab.stage).toEqual({ kind: "locked" });
    expect(bob.rows.living.size).toBeLessThan(rows);
    await bob.tab.unlock(PASSPHRASE);
    expect(bob.texts()).toEqual([]);
  });

  it("burn-on-read covers the text, then ends it at both ends", async () => {
    const { id } = await alice.with("bob");
    await alice.tab.send(id, "burn", { expiresAfterSeconds: 3600, burnAfterSeconds: 30 });
    await until(() => bob.messages().length === 1, "arrives");
    expect(bob.texts()).toEqual([undefined]);
    await bob.tab.displayed(bob.messages()[0]!.id);
    expect(bob.texts()).toEqual(["burn"]);
    await until(() => alice.messages()[0]?.burnsAt !== undefined, "the author is told");
    expect(alice.messages()[0]!.burnsAt).toBe(bob.messages()[0]!.burnsAt);
    await timers.advance(30 * SECOND);
    await until(() => alice.texts().length + bob.texts().length === 0, "burnt");
  });

  it("a life is cut to the policy in force", async () => {
    server.push("alice", {
      case: "policy",
      value: {
        version: 2n, expirationMinimum: 60, expirationDefault: 600, expirationMaximum: 3600, burnDefault: 0,
        burnMaximum: 0, userMayChoose: true,
      },
    });
    await until(() => alice.tab.policy.version === 2, "policy");
    const { id } = await alice.with("bob");
    await alice.tab.send(id, "long", { expiresAfterSeconds: 2_592_000, burnAfterSeconds: 0 });
    expect(alice.messages()[0]!.ephemerality).toEqual({ expiresAfterSeconds: 3600, burnAfterSeconds: 0 });
  });
});

describe("away and back", () => {
  it("what is sent offline leaves in order when the connection is back", async () => {
    const { id } = await alice.with("bob");
    server.reachable = false;
    server.cut();
    await until(() => alice.tab.connection.kind === "offline", "offline");
    for (const text of ["a", "b", "c"]) await alice.tab.send(id, text, DAYLONG);
    expect(alice.messages().map(({ delivery }) => delivery)).toEqual(["queued", "queued", "queued"]);
    server.reachable = true;
    await untilInTime(timers, () => bob.texts().length === 3, "all arrive");
    expect(bob.texts()).toEqual(["a", "b", "c"]);
  });

  it("a lost receipt leads to the same envelope again, shown once", async () => {
    const { id } = await alice.with("bob");
    server.loseReceipts = 1;
    await alice.tab.send(id, "once", DAYLONG);
    await bob.receives("once");
    await alice.delivery("once", "delivered");
    expect(bob.texts()).toEqual(["once"]);
    expect(bob.tab.warnings()).toEqual([]);
  });

  it("an envelope delivered again after an eaten acknowledgement is shown once", async () => {
    const { id } = await alice.with("bob");
    await alice.tab.send(id, "again", DAYLONG);
    await bob.receives("again");
    const user = server.named("bob").only;
    const submit = server.submissions[0]!;
    // The mailbox is as if the acknowledgement had been lost.
    const path = await merklePath([await wrapLeaf(user.device, submit.wraps[0]!.wrap)], 0);
    const { header, ciphertext, signature } = submit;
    const mail = { header, ciphertext, signature, wrap: submit.wraps[0]!.wrap, path, sequence: 9_999 };
    user.mailbox.push(mail);
    server.cut("bob");
    await untilInTime(timers, () => user.mailbox.length === 0, "acknowledged again");
    expect(bob.texts()).toEqual(["again"]);
    expect(bob.tab.warnings()).toEqual([]);
  });

  it("a receipt that comes too late for a short life takes no other with it", async () => {
    const { id } = await alice.with("bob");
    await alice.tab.send(id, "short", { expiresAfterSeconds: 10, burnAfterSeconds: 0 });
    await alice.tab.send(id, "long", DAYLONG);
    await bob.receives("short", "long");
    await bob.tab.lock();
    await timers.advance(9.5 * SECOND);
    await bob.tab.unlock(PASSPHRASE);
    await alice.delivery("long", "delivered");
  });

  it("history and trust survive a restart under the passphrase, and no other opens it", async () => {
    const { id } = await alice.with("bob");
    await alice.tab.send(id, "kept", DAYLONG);
    await bob.receives("kept");
    await bob.tab.lock();
    await bob.start();
    await expect(bob.tab.unlock("wrong")).rejects.toMatchObject({ code: "wrong-passphrase" });
    await bob.tab.unlock(PASSPHRASE);
    expect(bob.texts()).toEqual(["kept"]);
    await bob.connected();
    await alice.tab.send(id, "after", DAYLONG);
    await bob.receives("after");
  });

  it("without keys messages wait, say so, and all arrive after the recipient returns; no key is used twice", async () => {
    const { id } = await alice.with("bob");
    await bob.tab.lock();
    const count = 230;
    for (let i = 0; i < count; i++) await alice.tab.send(id, `m${i}`, DAYLONG);
    const waiting = (): number => alice.messages().filter(({ delivery }) => delivery === "waiting-for-keys").length;
    const sent = (): number => alice.messages().filter(({ delivery }) => delivery === "sent").length;
    await until(() => waiting() + sent() === count && waiting() > 0, "accepted and waiting are all");
    expect(sent()).toBeLessThanOrEqual(200);
    await bob.tab.unlock(PASSPHRASE);
    await bob.connected();
    await untilInTime(timers, () => bob.texts().length === count, "all arrive");
    expect(new Set(bob.texts()).size).toBe(count);
    expect(new Set(server.claimLog).size).toBe(server.claimLog.length);
    expect(bob.tab.warnings()).toEqual([]);
  }, 120_000);
});

describe("when something is wrong", () => {
  it("a flipped bit is shown as a warning, and never as a message", async () => {
    const { id } = await alice.with("bob");
    server.tamper = (deliver: Deliver) => ({ ...deliver, ciphertext: deliver.ciphertext.map((b, i) => (i === 3 ? b ^ 1 : b)) });
    await alice.tab.send(id, "changed on the way", DAYLONG);
    await until(() => bob.tab.warnings().length === 1, "a warning");
    expect(bob.tab.warnings()[0]).toMatchObject({ code: "bad-signature", claimedAuthor: { name: "alice" } });
    expect(bob.texts()).toEqual([]);
    expect(server.named("bob").only.mailbox).toEqual([]);
    await bob.tab.dismissWarning(bob.tab.warnings()[0]!.id);
    expect(bob.tab.warnings()).toEqual([]);
  });

  it("a message in nobody's name is a warning that names nobody, and holds up nothing", async () => {
    const { id } = await alice.with("bob");
    server.tamper = (deliver) => {
      server.tamper = (untouched) => untouched;
      const { senderUser, ...header } = fromBinary(OuterHeaderSchema, deliver.header);
      const nobody = senderUser.map((byte, i) => (i === 0 ? byte ^ 1 : byte));
      return { ...deliver, header: encode(OuterHeaderSchema, { ...header, senderUser: nobody }) };
    };
    await alice.tab.send(id, "from nobody", DAYLONG);
    await alice.tab.send(id, "from alice", DAYLONG);
    await bob.receives("from alice");
    expect(bob.tab.warnings()).toMatchObject([{ code: "unknown-device" }]);
    expect(bob.tab.warnings()[0]).not.toHaveProperty("claimedAuthor");
    expect(bob.texts()).toEqual(["from alice"]);
    await until(() => server.named("bob").only.mailbox.length === 0, "both acknowledged");
  });

  it("another server name stops the log-in", async () => {
    server.name = "https://elsewhere.example";
    server.cut("alice");
    await untilInTime(timers, () => alice.tab.stage.kind === "broken", "broken");
    expect(alice.tab.stage).toEqual({ kind: "broken", code: "wrong-server" });
  });

  it("a clock that is off by more than 5 minutes refuses sending and says by how much", async () => {
    const { id } = await alice.with("bob");
    timers.skew = -6 * MINUTE;
    server.cut("alice");
    await untilInTime(timers, () => alice.tab.connection.kind === "clock-off", "clock-off");
    expect(alice.tab.connection).toEqual({ kind: "clock-off", differenceMs: -6 * MINUTE });
    await expect(alice.tab.send(id, "no", DAYLONG)).rejects.toMatchObject({ code: "clock-off" });
  });

  it("a suspended person is told, and goes on when that ends", async () => {
    server.named("alice").suspended = true;
    server.cut("alice");
    await untilInTime(timers, () => alice.tab.stage.kind === "suspended", "suspended");
    server.named("alice").suspended = false;
    await untilInTime(timers, () => alice.tab.stage.kind === "open", "open");
  });

  it("a final refusal fails the message, which can be sent again without a longer life", async () => {
    const { id } = await alice.with("bob");
    server.refuseSubmit = "expired";
    await alice.tab.send(id, "refused", DAYLONG);
    await until(() => alice.messages()[0]?.delivery === "failed", "failed");
    expect(alice.messages()[0]).toMatchObject({ failure: "expired" });
    const { expiresAt } = alice.messages()[0]!;
    server.refuseSubmit = undefined;
    await timers.advance(HOUR);
    await alice.tab.retry(alice.messages()[0]!.id);
    await bob.receives("refused");
    expect(bob.messages()[0]!.expiresAt).toBe(expiresAt);
  });

  it("another identity key stops sending until the person accepts it", async () => {
    const { id } = await alice.with("bob");
    await alice.tab.send(id, "before", DAYLONG);
    await bob.receives("before");
    const { digits: former } = await alice.tab.safetyNumber(id);
    const code = server.impersonate("bob");
    const mallory = new Profile("mallory", server, timers);
    await mallory.start();
    await mallory.tab.openInvitation(code);
    await mallory.tab.enrol(code, PASSPHRASE);
    await mallory.connected();
    const back = await mallory.with("alice");
    await mallory.tab.send(back.id, "it is me", DAYLONG);
    await until(() => alice.tab.conversations()[0]?.trust.kind === "identity-changed", "noticed");
    await until(() => alice.tab.warnings().length > 0, "warned");
    expect(alice.texts()).toEqual(["before"]);
    expect(alice.tab.warnings()).toMatchObject([{ code: "unknown-device" }]);
    await expect(alice.tab.send(id, "secret", DAYLONG)).rejects.toMatchObject({ code: "identity-changed" });
    // The number that is compared now is that of the new identity.
    expect(await alice.tab.safetyNumber(id)).toEqual(await mallory.tab.safetyNumber(back.id));
    await expect(alice.tab.verify(id, former)).rejects.toMatchObject({ code: "number-changed" });
    expect(alice.tab.conversations()[0]!.trust).toEqual({ kind: "identity-changed", stops: true });
    await alice.tab.acceptIdentity(id);
    await alice.receives("it is me");
    expect(alice.tab.conversations()[0]!.trust).toEqual({ kind: "unverified" });
  });

  it("another identity key stops nothing where the network says so, but stays marked until the person has looked at it", async () => {
    const { version, ...policy } = server.policy;
    server.push("alice", { case: "policy", value: { version: BigInt(version + 1), ...policy, identityChangeBlocks: false } });
    await until(() => !alice.tab.policy.identityChangeBlocks, "policy");
    const { id } = await alice.with("bob");
    await alice.tab.send(id, "before", DAYLONG);
    await bob.receives("before");
    const code = server.impersonate("bob");
    const anew = await new Profile("bob", server, timers).start();
    await anew.tab.openInvitation(code);
    await anew.tab.enrol(code, PASSPHRASE);
    await anew.connected();
    await anew.tab.send((await anew.with("alice")).id, "it is me", DAYLONG);
    await alice.receives("it is me");
    expect(alice.tab.conversations()[0]!.trust).toEqual({ kind: "identity-changed", stops: false });
    await alice.tab.send(id, "is it?", DAYLONG);
    await anew.receives("is it?");
    expect(alice.tab.conversations()[0]!.trust).toEqual({ kind: "identity-changed", stops: false });
    await alice.tab.verify(id, (await alice.tab.safetyNumber(id)).digits);
    expect(alice.tab.conversations()[0]!.trust).toEqual({ kind: "verified" });
    expect(alice.tab.warnings()).toEqual([]);
  });

  it("an unusable invitation leaves nothing behind", async () => {
    const carol = await new Profile("carol", server, timers).start();
    const code = server.invite("carol");
    await carol.tab.openInvitation(code);
    server.named("carol").code = undefined;
    await expect(carol.tab.enrol(code, PASSPHRASE)).rejects.toMatchObject({ code: "invitation-unusable" });
    expect(carol.rows.living.size).toBe(0);
    expect(carol.file.bytes.length).toBe(0);
    expect(carol.tab.stage).toEqual({ kind: "not-enrolled" });
  });

  it("drafts survive a restart, sealed", async () => {
    const { id } = await alice.with("bob");
    await alice.tab.keepDraft(id, "not yet said");
    await alice.tab.lock();
    await alice.start();
    await alice.tab.unlock(PASSPHRASE);
    expect(alice.tab.conversations()[0]!.draft).toBe("not yet said");
    const disk = Buffer.concat([alice.file.bytes, ...alice.rows.everWritten.map((row) => row.sealed)]);
    expect(disk.includes("not yet said")).toBe(false);
  });

  it("a clock set back a day brings no expired message back", async () => {
    const { id } = await alice.with("bob");
    await alice.tab.send(id, "short", { expiresAfterSeconds: 60, burnAfterSeconds: 0 });
    await bob.receives("short");
    await timers.advance(2 * MINUTE);
    await until(() => bob.texts().length === 0, "gone");
    await bob.tab.lock();
    timers.skew = -DAY;
    await bob.start();
    await bob.tab.unlock(PASSPHRASE);
    expect(bob.texts()).toEqual([]);
  });
});
