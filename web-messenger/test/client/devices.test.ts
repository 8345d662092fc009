import { beforeEach, describe, expect, it } from "vitest";
import { fromBinary } from "@bufbuild/protobuf";
import { OuterHeaderSchema } from "#wire/envelope_pb.js";
import { DeviceListSchema } from "#wire/keys_pb.js";
import { base64url, fromUuid, hex } from "../../src/bytes/text.js";
import { decode } from "../../src/codec/canonical.js";
import { parseWrap } from "../../src/protocol/wrap.js";
import { DAY, HOUR, SECOND } from "../../src/protocol/time.js";
import { ManualTimers, until, untilInTime } from "../manual-timers.js";
import { DAYLONG, PASSPHRASE, Profile } from "../profile.js";
import { ServerDouble } from "../server-double.js";

let timers: ManualTimers;
let server: ServerDouble;
/** anna's devices. */
let laptop: Profile;
let phone: Profile;
let bob: Profile;

const ANNA = { networkName: "Lab", userName: "anna" };

beforeEach(async () => {
  timers = new ManualTimers();
  server = new ServerDouble(timers);
  laptop = await new Profile("anna", server, timers).enrol();
  bob = await new Profile("bob", server, timers).enrol();
  phone = new Profile("anna", server, timers);
  await timers.advance(SECOND);
});

describe("a further device", () => {
  it("waits with a code until another approves exactly that, and shows nothing of the past", async () => {
    const { id } = await laptop.with("bob");
    await laptop.tab.send(id, "before", DAYLONG);
    await phone.start();
    await phone.tab.signIn(ANNA, PASSPHRASE, "Phone");
    const { stage } = phone.tab;
    if (stage.kind !== "waiting-for-approval") throw new Error(stage.kind);
    expect(stage.code).toMatch(/^\d{25}$/);
    await until(() => laptop.tab.waitingDevice !== undefined, "the laptop is told");
    expect(laptop.tab.waitingDevice!.name).toBe("Phone");
    await expect(laptop.tab.approveDevice("1".repeat(25))).rejects.toMatchObject({ code: "wrong-device-code" });
    expect(server.named("anna").lists).toHaveLength(1);
    await laptop.tab.approveDevice(stage.code.replace(/(.{5})/gu, "$1 "));
    await untilInTime(timers, () => phone.tab.stage.kind === "open", "let in");
    expect(laptop.tab.waitingDevice).toBeUndefined();
    expect(phone.texts()).toEqual([]);
    const devices = await laptop.tab.devices();
    expect(devices.map(({ name, current }) => [name, current])).toEqual([[undefined, true], ["Phone", false]]);
  });

  it("waits on after its tab was closed, and can be refused", async () => {
    await phone.start();
    await phone.tab.signIn(ANNA, PASSPHRASE);
    await phone.tab.lock();
    await phone.tab.unlock(PASSPHRASE);
    expect(phone.tab.stage.kind).toBe("waiting-for-approval");
    await until(() => laptop.tab.waitingDevice !== undefined, "the laptop is told");
    await laptop.tab.refuseDevice();
    await expect(laptop.tab.approveDevice("1".repeat(25))).rejects.toMatchObject({ code: "no-waiting-device" });
    await timers.advance(DAY + HOUR);
    await until(() => phone.tab.stage.kind === "not-enrolled", "given up");
    expect(phone.rows.living.size).toBe(0);
  });

  it("is listed at once where the network asks for no approval", async () => {
    server.policy = { ...server.policy, deviceApproval: false };
    await phone.join(laptop);
    expect((await phone.tab.devices()).map(({ current }) => current)).toEqual([false, true]);
  });

  it("needs the right names and passphrase, of which nobody says which is wrong, and leaves nothing otherwise", async () => {
    await phone.start();
    for (const names of [{ ...ANNA, userName: "anne" }, { ...ANNA, networkName: "Labor" }]) {
      await expect(phone.tab.signIn(names, PASSPHRASE)).rejects.toMatchObject({ code: "wrong-credentials" });
    }
    await expect(phone.tab.signIn(ANNA, `${PASSPHRASE}!`)).rejects.toMatchObject({ code: "wrong-credentials" });
    server.policy = { ...server.policy, devicesMaximum: 1 };
    await expect(phone.tab.signIn(ANNA, PASSPHRASE)).rejects.toMatchObject({ code: "too-many-devices" });
    expect(phone.tab.stage.kind).toBe("not-enrolled");
    expect(phone.rows.living.size).toBe(0);
  });

  it("that the server puts in the place of the one that waits is not approved by its code", async () => {
    await phone.start();
    await phone.tab.signIn(ANNA, PASSPHRASE);
    const { stage } = phone.tab;
    if (stage.kind !== "waiting-for-approval") throw new Error(stage.kind);
    const other = await new Profile("anna", server, timers).start();
    await other.tab.signIn(ANNA, PASSPHRASE);
    await expect(laptop.tab.approveDevice(stage.code)).rejects.toMatchObject({ code: "wrong-device-code" });
    expect(server.named("anna").lists).toHaveLength(1);
  });
});

describe("two devices of one person", () => {
  beforeEach(async () => {
    await phone.join(laptop, "Phone");
  });

  it("are told of: the first, the colleague, and the further one of the past that it has not", async () => {
    const { id } = await bob.with("anna");
    const kinds = ({ tab }: Profile): readonly string[] => tab.notices().map(({ kind }) => kind);
    await until(() => kinds(laptop).includes("own-device-added"), "the first is told");
    expect(kinds(phone)).toEqual(["past-not-here"]);
    // Whoever meets her with two devices has nothing to compare.
    expect(kinds(bob)).toEqual([]);
    await bob.tab.send(id, "hello", DAYLONG);
    await phone.receives("hello");
    const other = (await laptop.tab.devices()).find(({ current }) => !current)!;
    await laptop.tab.revokeDevice(other.id, PASSPHRASE);
    await until(() => kinds(bob).includes("peer-device-removed"), "the colleague is told");
    expect(bob.tab.notices()).toMatchObject([{ person: { name: "anna" } }]);
    await bob.tab.lock();
    await bob.tab.unlock(PASSPHRASE);
    await bob.tab.dismissNotice(bob.tab.notices()[0]!.id);
    expect(bob.tab.notices()).toEqual([]);
  });

  it("both get what a colleague writes, and show what the other writes as the person's own", async () => {
    const { id } = await bob.with("anna");
    await bob.tab.send(id, "to both", DAYLONG);
    await Promise.all([laptop.receives("to both"), phone.receives("to both")]);
    await laptop.tab.send(id, "from the laptop", DAYLONG);
    await Promise.all([bob.receives("from the laptop"), phone.receives("from the laptop")]);
    const copy = phone.messages().find(({ text }) => text === "from the laptop")!;
    expect([copy.mine, copy.author.name]).toEqual([true, "anna"]);
    await phone.delivery("from the laptop", "delivered");
    await phone.tab.send(id, "from the phone", DAYLONG);
    await Promise.all([bob.receives("from the phone"), laptop.receives("from the phone")]);
    await bob.delivery("to both", "delivered");
    for (const each of [laptop, phone, bob]) expect(each.tab.warnings()).toEqual([]);
    expect(new Set(server.claimLog).size).toBe(server.claimLog.length);
    // Receipts of receipts come to an end, however many devices there are.
    let before = -1;
    while (before !== server.submissions.length) {
      before = server.submissions.length;
      expect(before).toBeLessThan(60);
      await timers.advance(5 * SECOND);
      await until(() => server.named("anna").waiting + server.named("bob").waiting === 0, "all read");
      await timers.advance(5 * SECOND);
      await until(() => server.named("anna").waiting + server.named("bob").waiting === 0, "all read");
    }
    await timers.advance(600 * SECOND);
    expect(server.submissions).toHaveLength(before);
  });

  it("burn a message at the same time, whichever it was read on", async () => {
    const { id } = await bob.with("anna");
    await bob.tab.send(id, "burn", { expiresAfterSeconds: 3_600, burnAfterSeconds: 30 });
    await until(() => laptop.messages().length + phone.messages().length === 2, "both have it");
    await phone.tab.displayed(phone.messages()[0]!.id);
    await until(() => [laptop, bob].every((each) => each.messages()[0]?.burnsAt !== undefined), "all are told");
    expect(laptop.messages()[0]!.burnsAt).toBe(phone.messages()[0]!.burnsAt);
    await timers.advance(30 * SECOND);
    await until(() => [laptop, phone, bob].every((each) => each.messages().length === 0), "burnt");
  });

  it("that only ever send each other receipts have a confirmed link after a while, and stop spending a key of each type", async () => {
    const { id } = await bob.with("anna");
    const [one, two] = server.named("anna").devices.map(({ device }) => device);
    const between = (): readonly string[] =>
      server.submissions.flatMap(({ header, wraps }) => {
        const { senderDevice } = fromBinary(OuterHeaderSchema, header);
        const [from, to] = [hex(senderDevice), [hex(one!), hex(two!)].find((each) => each !== hex(senderDevice))!];
        const own = [hex(one!), hex(two!)].includes(from);
        return own ? wraps.filter(({ device }) => hex(device) === to).map(({ wrap }) => parseWrap(wrap).state) : [];
      });
    await bob.tab.send(id, "one", DAYLONG);
    await untilInTime(timers, () => between().includes("fresh"), "one of them confirms by a link that is confirmed");
    const before = between().length;
    await bob.tab.send(id, "two", DAYLONG);
    await untilInTime(timers, () => between().length >= before + 2, "both confirm it");
    expect(between().slice(before)).toEqual(["fresh", "fresh"]);
  });

  it("are named, renamed and listed with the same names, which the server can't read", async () => {
    const [first] = await laptop.tab.devices();
    await phone.tab.renameDevice(first!.id, "Büro");
    expect((await laptop.tab.devices()).map(({ name }) => name)).toEqual(["Büro", "Phone"]);
    const sealed = server.named("anna").device(fromUuid(first!.id))!.name!;
    expect(base64url(sealed)).toHaveLength(123);
    await expect(laptop.tab.renameDevice(first!.id, "x".repeat(65))).rejects.toMatchObject({ code: "device-name-too-long" });
  });

  it("that has no keys left gets a text later, alone, once, under its first id", async () => {
    const [, second] = await laptop.tab.devices();
    const account = server.named("anna").device(fromUuid(second!.id))!;
    await phone.tab.lock();
    for (const pool of Object.values(account.pools)) pool.length = 0;
    const { id } = await bob.with("anna");
    await bob.tab.send(id, "for all", DAYLONG);
    await laptop.receives("for all");
    await bob.delivery("for all", "delivered");
    expect(server.submissions.flatMap(({ wraps }) => wraps).some(({ device }) => hex(device) === hex(account.device))).toBe(false);
    await phone.tab.unlock(PASSPHRASE);
    await untilInTime(timers, () => phone.texts().includes("for all"), "it comes later");
    expect(phone.messages()[0]!.id).toBe(laptop.messages()[0]!.id);
    expect(phone.messages()[0]!.expiresAt).toBe(laptop.messages()[0]!.expiresAt);
    const resent = server.submissions.filter(({ wraps }) => wraps.length === 1 && hex(wraps[0]!.device) === hex(account.device));
    expect(resent).toHaveLength(1);
    await timers.advance(10 * SECOND);
    expect([laptop.texts(), phone.texts()]).toEqual([["for all"], ["for all"]]);
    for (const each of [laptop, phone, bob]) expect(each.tab.warnings()).toEqual([]);
  });

  it("of which one is revoked: it reads nothing new, and is refused what it still sends", async () => {
    const { id } = await bob.with("anna");
    await bob.tab.send(id, "before", DAYLONG);
    await Promise.all([laptop.receives("before"), phone.receives("before")]);
    const devices = await laptop.tab.devices();
    const [own, other] = [devices.find(({ current }) => current)!, devices.find(({ current }) => !current)!];
    await expect(laptop.tab.revokeDevice(own.id, PASSPHRASE)).rejects.toMatchObject({ code: "own-device" });
    await expect(laptop.tab.revokeDevice(other.id, "another one altogether")).rejects.toMatchObject({ code: "wrong-credentials" });
    // What the revoked one sealed before, and the server held back until now.
    server.hold("bob");
    await phone.tab.send(id, "too late", DAYLONG);
    await phone.delivery("too late", "sent");
    const stages = new Set<string>();
    phone.tab.subscribe(() => stages.add(phone.tab.stage.kind));
    await laptop.tab.revokeDevice(other.id, PASSPHRASE);
    await bob.tab.send(id, "after", DAYLONG);
    await laptop.receives("after");
    server.release("bob");
    await until(() => bob.tab.warnings().length > 0, "warned");
    expect(bob.texts()).not.toContain("too late");
    expect(bob.tab.warnings()).toMatchObject([{ code: "unknown-device" }]);
    expect(phone.texts()).not.toContain("after");
    const last = server.submissions.filter(({ wraps }) => wraps.some(({ device }) => hex(device) === hex(fromUuid(other.id))));
    expect(server.submissions.indexOf(last.at(-1)!)).toBeLessThan(server.submissions.length - 1);
    expect((await laptop.tab.devices()).map(({ id: each }) => each)).toEqual([own.id]);
    await untilInTime(timers, () => phone.tab.stage.kind === "broken", "told");
    expect(phone.tab.stage).toEqual({ kind: "broken", code: "unauthenticated" });
    expect(stages.has("suspended")).toBe(false);
  });

  it("a server that keeps silent about a newer list is told by the refusal, and what was refused leaves anew", async () => {
    const { id } = await bob.with("anna");
    await bob.tab.send(id, "one", DAYLONG);
    await phone.receives("one");
    const third = new Profile("anna", server, timers);
    const announce = server.announce.bind(server);
    server.announce = () => undefined;
    await third.join(laptop);
    server.announce = announce;
    const attempts = server.submitAttempts;
    await bob.tab.send(id, "two", DAYLONG);
    await third.receives("two");
    expect(server.submitAttempts - attempts).toBeGreaterThan(1);
    for (const each of [laptop, phone, third, bob]) expect(each.tab.warnings()).toEqual([]);
  });
});

describe("a server that lies about lists", () => {
  it("does not bring a ghost device in: nobody writes to it", async () => {
    const { id } = await bob.with("anna");
    await bob.tab.send(id, "one", DAYLONG);
    await laptop.receives("one");
    const mallory = await new Profile("mallory", server, timers).enrol();
    const [anna, ghost] = [server.named("anna"), server.named("mallory")];
    server.publish("anna", { ...ghost.list!, identityKey: anna.list!.identityKey });
    await bob.tab.send(id, "two", DAYLONG);
    await untilInTime(timers, () => bob.messages().some(({ text, delivery }) => text === "two" && delivery === "failed"), "refused");
    const wrapped = server.submissions.flatMap(({ wraps }) => wraps.map(({ device }) => hex(device)));
    expect(wrapped).not.toContain(hex(ghost.only.device));
    expect(mallory.texts()).toEqual([]);
  });

  it("does not take a list back: bob goes on writing to the device that is listed, the revoked one stays out", async () => {
    await phone.join(laptop);
    const { id } = await bob.with("anna");
    await bob.tab.send(id, "one", DAYLONG);
    await Promise.all([laptop.receives("one"), phone.receives("one")]);
    const [, other] = await laptop.tab.devices();
    await laptop.tab.revokeDevice(other!.id, PASSPHRASE);
    await until(() => server.named("anna").lists.length === 3, "revoked");
    const anna = server.named("anna");
    // Ahead of the server's own count: nothing that it shows from now on is newer than what bob has seen.
    await untilInTime(timers, () => bob.tab.connection.kind === "connected", "connected");
    await bob.tab.send(id, "two", DAYLONG);
    await laptop.receives("two");
    anna.lists = anna.lists.slice(0, 2);
    await timers.advance(DAY + HOUR);
    await bob.tab.send(id, "three", DAYLONG);
    await untilInTime(timers, () => server.submissions.length > 0 && bob.texts().includes("three"), "sent");
    // A day later the laptop may be between two connections.
    await untilInTime(timers, () => laptop.texts().includes("three"), "received");
    const since = server.submissions.slice(-1).flatMap(({ wraps }) => wraps.map(({ device }) => hex(device)));
    expect(since).not.toContain(hex(fromUuid(other!.id)));
  });

  it("can't make a device sign over a history that is behind its own", async () => {
    await phone.join(laptop);
    server.recovery.tamper = (answer) => ({ ...answer, lists: answer.lists.slice(0, 1) });
    const [, other] = await laptop.tab.devices();
    await expect(laptop.tab.revokeDevice(other!.id, PASSPHRASE)).rejects.toMatchObject({ code: "recovery-damaged" });
    expect(server.named("anna").lists.map(({ list }) => decode(DeviceListSchema, list).devices.length)).toEqual([1, 2]);
  });
});
