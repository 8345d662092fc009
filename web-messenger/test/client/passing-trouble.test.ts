/** Trouble that passes: whatever the server did in between, the client goes on by itself and in order. */
import { beforeEach, describe, expect, it } from "vitest";
import { fromBinary } from "@bufbuild/protobuf";
import { OuterHeaderSchema } from "#wire/envelope_pb.js";
import { uuid } from "../../src/bytes/text.js";
import { messageName } from "../../src/client/records.js";
import { RequestError } from "../../src/connection/ports.js";
import { MINUTE, SECOND } from "../../src/protocol/time.js";
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

describe("a busy server", () => {
  it("gets what it refused before what was written later", async () => {
    const { id } = await alice.with("bob");
    server.refusals.push({ code: "busy", retryAfterMs: 0 });
    await alice.tab.send(id, "one", DAYLONG);
    await until(() => server.submitAttempts === 1, "refused");
    await alice.tab.send(id, "two", DAYLONG);
    await alice.tab.send(id, "three", DAYLONG);
    await untilInTime(timers, () => bob.texts().length === 3, "all arrive");
    const written = alice.messages().map((message) => message.id);
    const headers = server.submissions.map(({ header }) => fromBinary(OuterHeaderSchema, header));
    const accepted = headers.map(({ senderUser, messageId }) => messageName(senderUser, messageId));
    expect(accepted.filter((message) => written.includes(message))).toEqual(written);
  });

  it("is left alone for as long as it asked, whatever is written meanwhile", async () => {
    const { id } = await alice.with("bob");
    server.refusals.push({ code: "busy", retryAfterMs: MINUTE });
    await alice.tab.send(id, "one", DAYLONG);
    await until(() => server.submitAttempts === 1, "refused");
    await alice.tab.send(id, "two", DAYLONG);
    await timers.advance(50 * SECOND);
    expect(server.submitAttempts).toBe(1);
    await bob.receives();
    await untilInTime(timers, () => bob.texts().length === 2, "all arrive");
    expect(bob.texts()).toEqual(["one", "two"]);
  });
});

describe("a dial that fails", () => {
  it.each(["throws", "silent", "silent-after-challenge"] as const)("is followed by another one: %s", async (how) => {
    server.dialling = how;
    server.cut("alice");
    const before = server.dials;
    await untilInTime(timers, () => server.dials >= before + 2, "dialled again and again");
    expect(alice.tab.connection.kind).not.toBe("connected");
    server.dialling = "answered";
    await untilInTime(timers, () => alice.tab.connection.kind === "connected", "connected");
    const { id } = await alice.with("bob");
    await alice.tab.send(id, "back", DAYLONG);
    await bob.receives("back");
  });

  it.each(["busy", "rate-limited", "internal"])("leaves the conversations open where the log-in was refused as %s", async (code) => {
    server.refuseLogIn = { code, retryAfterMs: 0 };
    server.cut("alice");
    const before = server.dials;
    await untilInTime(timers, () => server.dials >= before + 3 && alice.tab.connection.kind === "offline", "tried again");
    expect(alice.tab.stage.kind).toBe("open");
    server.refuseLogIn = undefined;
    await untilInTime(timers, () => alice.tab.connection.kind === "connected", "connected");
  });

  it("is not repeated before the time that a busy server asked for", async () => {
    server.refuseLogIn = { code: "busy", retryAfterMs: 2 * MINUTE };
    server.cut("alice");
    const before = server.dials;
    await untilInTime(timers, () => server.dials === before + 1 && alice.tab.connection.kind === "offline", "refused");
    await timers.advance(MINUTE);
    expect(server.dials).toBe(before + 1);
    server.refuseLogIn = undefined;
    await untilInTime(timers, () => alice.tab.connection.kind === "connected", "connected");
  });
});

describe("a device list that can't be had at the moment", () => {
  it("delays what needs it, in order, and nobody else, on the same connection", async () => {
    const carol = await new Profile("carol", server, timers).enrol();
    const known = await carol.with("bob");
    await carol.tab.send(known.id, "known already", DAYLONG);
    await bob.receives("known already");
    const claimed = server.claimLog.length;
    const { id } = await alice.with("bob");
    await until(() => server.claimLog.length > claimed, "alice has bob's list and keys; bob has not hers");
    const dials = server.dials;
    server.restFailure = "rate-limited";
    await alice.tab.send(id, "first of a stranger", DAYLONG);
    await alice.tab.send(id, "second of a stranger", DAYLONG);
    await until(() => server.submissions.length >= 3, "both are at the server");
    await carol.tab.send(known.id, "in between", DAYLONG);
    await bob.receives("in between");
    expect(bob.texts()).not.toContain("first of a stranger");
    server.restFailure = undefined;
    await untilInTime(timers, () => bob.texts().length === 4, "all arrive");
    await until(() => server.named("bob").only.mailbox.length === 0, "all acknowledged");
    expect(bob.tab.warnings()).toEqual([]);
    expect(server.dials).toBe(dials);
  });
});

describe("what changed while the server could not be asked", () => {
  it("is asked for again on the same connection: a device that waits to be let in is seen", async () => {
    const waitingDevice = server.rest.waitingDevice.bind(server.rest);
    server.rest.waitingDevice = () => Promise.reject(new RequestError("busy"));
    const waits = await new Profile("alice", server, timers).start();
    await waits.tab.signIn({ networkName: "Lab", userName: "alice" }, PASSPHRASE);
    await timers.advance(SECOND);
    expect(alice.tab.waitingDevice).toBeUndefined();
    const { online } = server.named("alice").only;
    server.rest.waitingDevice = waitingDevice;
    await untilInTime(timers, () => alice.tab.waitingDevice !== undefined, "seen");
    expect(server.named("alice").only.online).toBe(online);
  });

  it("gives a stranger the name later that the directory did not give in time", async () => {
    const { id } = await alice.with("bob");
    const directory = server.rest.directory.bind(server.rest);
    server.rest.directory = () => Promise.reject(new RequestError("busy"));
    await alice.tab.send(id, "who is it?", DAYLONG);
    await bob.receives("who is it?");
    expect(bob.tab.conversations()[0]?.peer.name).toBe(uuid(server.named("alice").id));
    server.rest.directory = directory;
    server.cut("bob");
    await untilInTime(timers, () => bob.tab.conversations()[0]?.peer.name === "alice", "named");
  });

  it("does not fail a message for good: lists newer than it was sealed for are asked for again", async () => {
    const { id } = await alice.with("bob");
    await alice.tab.send(id, "before", DAYLONG);
    await bob.receives("before");
    server.restFailure = "busy";
    for (let i = 0; i < 5; i++) server.refusals.push({ code: "stale-device-list", retryAfterMs: 0 });
    await alice.tab.send(id, "sealed for old lists", DAYLONG);
    await untilInTime(timers, () => server.refusals.length === 0, "refused again and again");
    server.restFailure = undefined;
    await untilInTime(timers, () => bob.texts().includes("sealed for old lists"), "arrives");
  });
});

describe("an enrolment without an answer", () => {
  it("that is refused for good after the person came in leaves nothing to be in", async () => {
    const invitation = server.invite("carol");
    const carol = await new Profile("carol", server, timers).start();
    await carol.tab.openInvitation(invitation);
    server.restFailure = "busy";
    await expect(carol.tab.enrol(invitation, PASSPHRASE)).rejects.toMatchObject({ code: "busy" });
    await carol.start();
    await carol.tab.unlock(PASSPHRASE);
    server.restFailure = "forbidden";
    await untilInTime(timers, () => carol.tab.stage.kind === "broken", "told");
    expect(carol.tab.stage).toEqual({ kind: "broken", code: "forbidden" });
    const { dials } = server;
    await timers.advance(10 * MINUTE);
    expect(server.dials).toBe(dials);
  });

  it.each(["rate-limited", "busy", "internal"])("costs no device where the next try is answered %s", async (code) => {
    const invitation = server.invite("carol");
    const carol = await new Profile("carol", server, timers).start();
    await carol.tab.openInvitation(invitation);
    server.loseEnrolmentAnswer = true;
    await expect(carol.tab.enrol(invitation, PASSPHRASE)).rejects.toMatchObject({ code: "offline" });
    await carol.start();
    expect(carol.tab.stage.kind).toBe("locked");
    server.restFailure = code;
    await carol.tab.unlock(PASSPHRASE);
    await carol.connected();
    expect(carol.tab.stage.kind).toBe("open");
  });
});
