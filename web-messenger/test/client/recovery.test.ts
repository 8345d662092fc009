import { beforeEach, describe, expect, it } from "vitest";
import { p521_oprf } from "@noble/curves/nist.js";
import { equal } from "../../src/bytes/bytes.js";
import { RequestError } from "../../src/connection/ports.js";
import { UnopenableError } from "../../src/crypto/aead.js";
import { randomBytes } from "../../src/crypto/random.js";
import { ask, openBundle, passphraseInput, passphraseSecret } from "../../src/protocol/recovery.js";
import { SECOND } from "../../src/protocol/time.js";
import { ManualTimers, until } from "../manual-timers.js";
import { DAYLONG, PASSPHRASE, Profile } from "../profile.js";
import { unauthenticated } from "../recovery-double.js";
import { ServerDouble } from "../server-double.js";
import { quickStretch } from "../store/memory.js";

let timers: ManualTimers;
let server: ServerDouble;
let laptop: Profile;
let other: Profile;

const ANNA = { networkName: "Lab", userName: "anna" };
const NEW_PASSPHRASE = "otter marble quiet lantern five";

beforeEach(async () => {
  timers = new ManualTimers();
  server = new ServerDouble(timers);
  laptop = await new Profile("anna", server, timers).enrol();
  other = new Profile("anna", server, timers);
  await timers.advance(SECOND);
});

describe("the passphrase of an account", () => {
  it("never reaches the server, not even the same blinded form twice", async () => {
    await other.start();
    await other.tab.signIn(ANNA, PASSPHRASE);
    const [one, two] = server.recovery.evaluations;
    expect(equal(one!, two!)).toBe(false);
    expect(server.recovery.evaluations.every((each) => each.length === 67 && !equal(each, passphraseInput(PASSPHRASE)))).toBe(true);
  });

  it("opens the bundle only together with the server's key: a stolen database alone lets nobody guess", async () => {
    const anna = server.named("anna");
    const { bundle, seedId } = server.recovery.of(anna).bundles.passphrase!;
    const key = server.recovery.keyOf(anna, seedId!);
    const context = { way: "passphrase", network: server.network, user: anna.id, identityKey: anna.list!.identityKey, version: 1, seedId: seedId! } as const;
    const opened = async (serverKey: typeof key) => {
      const question = ask(PASSPHRASE);
      const evaluated = p521_oprf.oprf.blindEvaluate(serverKey, question.element);
      return openBundle(await passphraseSecret(quickStretch, question, evaluated), context, bundle);
    };
    expect((await opened(key)).length).toBe(66);
    await expect(opened(p521_oprf.oprf.generateKeyPair().secretKey)).rejects.toThrow(UnopenableError);
  });

  it("is changed for the account and for this browser; the former is good for neither any more", async () => {
    await expect(laptop.tab.changePassphrase(PASSPHRASE, "short")).rejects.toMatchObject({ code: "weak-passphrase" });
    await expect(laptop.tab.changePassphrase(PASSPHRASE, "passwordpassword")).rejects.toMatchObject({ code: "weak-passphrase" });
    await expect(laptop.tab.changePassphrase("not the right one", NEW_PASSPHRASE)).rejects.toMatchObject({ code: "wrong-credentials" });
    await laptop.tab.changePassphrase(PASSPHRASE, NEW_PASSPHRASE);
    await laptop.tab.lock();
    await expect(laptop.tab.unlock(PASSPHRASE)).rejects.toMatchObject({ code: "wrong-passphrase" });
    await laptop.tab.unlock(NEW_PASSPHRASE);
    await other.start();
    await expect(other.tab.signIn(ANNA, PASSPHRASE)).rejects.toMatchObject({ code: "wrong-credentials" });
    await other.tab.signIn(ANNA, NEW_PASSPHRASE);
    expect(other.tab.stage.kind).toBe("waiting-for-approval");
  });

  it("moves to the server's newest seed when it is changed, and opens what was sealed under the one before until then", async () => {
    server.recovery.seedId = randomBytes(16);
    await laptop.tab.changePassphrase(PASSPHRASE, NEW_PASSPHRASE);
    expect(server.recovery.of(server.named("anna")).bundles.passphrase!.seedId).toEqual(server.recovery.seedId);
    await laptop.tab.changePassphrase(NEW_PASSPHRASE, PASSPHRASE);
  });

  it("has to be strong at enrolment too, whatever the screen let through", async () => {
    const code = server.invite("carl");
    const carl = await new Profile("carl", server, timers).start();
    await expect(carl.tab.enrol(code, "carlcarlcarl")).rejects.toMatchObject({ code: "weak-passphrase" });
    expect(carl.tab.stage.kind).toBe("not-enrolled");
  });

  it("moves to the server's newest seed with the next log-in, once", async () => {
    server.recovery.seedId = randomBytes(16);
    const kept = server.recovery.of(server.named("anna"));
    await other.start();
    await other.tab.signIn(ANNA, PASSPHRASE);
    expect(kept.bundles.passphrase!.seedId).toEqual(server.recovery.seedId);
    expect(kept.versions.passphrase).toBe(2);
    await laptop.tab.makeRecoveryKey(PASSPHRASE);
    expect(kept.versions.passphrase).toBe(2);
    server.recovery.seedId = randomBytes(16);
    await laptop.tab.changePassphrase(PASSPHRASE, NEW_PASSPHRASE);
    expect(kept.bundles.passphrase!.seedId).toEqual(server.recovery.seedId);
  });

  it("lets the person in though the newest seed could not be had at that moment", async () => {
    server.recovery.seedId = randomBytes(16);
    const put = server.recovery.calls.putBundle.bind(server.recovery.calls);
    server.recovery.calls.putBundle = () => Promise.reject(new RequestError("busy"));
    await laptop.tab.makeRecoveryKey(PASSPHRASE).catch(() => undefined);
    await other.start();
    await other.tab.signIn(ANNA, PASSPHRASE);
    expect(other.tab.stage.kind).toBe("waiting-for-approval");
    server.recovery.calls.putBundle = put;
  });

  it("is asked for in the device's own name where there is one: strangers who ask too often lock nobody out", async () => {
    server.recovery.namesExhausted = true;
    await laptop.tab.makeRecoveryKey(PASSPHRASE);
    await other.start();
    await expect(other.tab.signIn(ANNA, PASSPHRASE)).rejects.toMatchObject({ code: "rate-limited" });
    server.recovery.namesExhausted = false;
    server.owner = () => unauthenticated();
    await laptop.tab.changePassphrase(PASSPHRASE, NEW_PASSPHRASE);
  });
});

describe("a recovery key", () => {
  it("brings the person back without any device, with a new passphrase, and is void once removed", async () => {
    const key = await laptop.tab.makeRecoveryKey(PASSPHRASE);
    expect(laptop.tab.hasRecoveryKey).toBe(true);
    await other.start();
    await expect(other.tab.signInWithRecoveryKey(ANNA, "0123", NEW_PASSPHRASE)).rejects.toMatchObject({ code: "malformed-recovery-key" });
    const wrong = key.startsWith("0") ? key.replace("0", "1") : key.replace(/^./u, "0");
    await expect(other.tab.signInWithRecoveryKey(ANNA, wrong, NEW_PASSPHRASE)).rejects.toMatchObject({ code: "wrong-credentials" });
    await other.tab.signInWithRecoveryKey(ANNA, key.toLowerCase(), NEW_PASSPHRASE, "New one");
    await other.connected();
    expect((await other.tab.devices()).map(({ name }) => name)).toEqual([undefined, "New one"]);
    await other.tab.removeRecoveryKey(NEW_PASSPHRASE);
    expect(other.tab.hasRecoveryKey).toBe(false);
    const third = await new Profile("anna", server, timers).start();
    await expect(third.tab.signInWithRecoveryKey(ANNA, key, NEW_PASSPHRASE)).rejects.toMatchObject({ code: "wrong-credentials" });
  });

  it("is made, replaced and removed by the passphrase only beside a device of that account", async () => {
    const rest = server.recovery.calls;
    const [putBundle, deleteRecoveryKey] = [rest.putBundle.bind(rest), rest.deleteRecoveryKey.bind(rest)];
    const beside: (Uint8Array | undefined)[] = [];
    rest.putBundle = (token, way, version, sealed, device) => (beside.push(device), putBundle(token, way, version, sealed));
    rest.deleteRecoveryKey = (token, device) => (beside.push(device), deleteRecoveryKey(token));
    await expect(laptop.tab.makeRecoveryKey(PASSPHRASE)).rejects.toMatchObject({ code: "forbidden" });
    await expect(laptop.tab.removeRecoveryKey(PASSPHRASE)).rejects.toMatchObject({ code: "forbidden" });
    expect(beside.map((token) => server.owner(token!))).toEqual([server.named("anna"), server.named("anna")]);
    Object.assign(rest, { putBundle, deleteRecoveryKey });
  });

  it("is not made with the token of a device that has ended", async () => {
    server.owner = () => unauthenticated();
    await expect(laptop.tab.makeRecoveryKey(PASSPHRASE)).rejects.toMatchObject({ code: "unauthenticated" });
  });

  it("made anew makes the one before void", async () => {
    const former = await laptop.tab.makeRecoveryKey(PASSPHRASE);
    const key = await laptop.tab.makeRecoveryKey(PASSPHRASE);
    await other.start();
    await expect(other.tab.signInWithRecoveryKey(ANNA, former, NEW_PASSPHRASE)).rejects.toMatchObject({ code: "wrong-credentials" });
    await other.tab.signInWithRecoveryKey(ANNA, key, NEW_PASSPHRASE);
    expect(other.tab.stage.kind).toBe("open");
  });

  it("is not made where the network does not allow it", async () => {
    server.push("anna", { case: "policy", value: { version: 2n, expirationMinimum: 5, expirationDefault: 60, expirationMaximum: 60, recoveryKeyAllowed: false } });
    await until(() => !laptop.tab.policy.recoveryKeyAllowed, "policy");
    await expect(laptop.tab.makeRecoveryKey(PASSPHRASE)).rejects.toMatchObject({ code: "recovery-key-not-allowed" });
  });
});

describe("what a lying server answers to a log-in", () => {
  it("is not believed: another identity key, or a bundle that is not the person's", async () => {
    const bob = await new Profile("bob", server, timers).enrol();
    expect(bob.tab.stage.kind).toBe("open");
    const theirs = server.named("bob").list!;
    await other.start();
    server.recovery.tamper = (answer) => ({ ...answer, identityKey: theirs.identityKey, lists: [theirs] });
    await expect(other.tab.signIn(ANNA, PASSPHRASE)).rejects.toMatchObject({ code: "recovery-damaged" });
    server.recovery.tamper = (answer) => ({ ...answer, bundle: server.recovery.of(server.named("bob")).bundles.passphrase!.bundle });
    await expect(other.tab.signIn(ANNA, PASSPHRASE)).rejects.toMatchObject({ code: "recovery-damaged" });
    server.recovery.tamper = (answer) => ({ ...answer, lists: [] });
    await expect(other.tab.signIn(ANNA, PASSPHRASE)).rejects.toMatchObject({ code: "recovery-damaged" });
    expect(other.tab.stage.kind).toBe("not-enrolled");
    expect(server.named("anna").lists).toHaveLength(1);
  });
});

describe("leaving", () => {
  it("deletes the account with all its devices, and what this browser keeps", async () => {
    const bob = await new Profile("bob", server, timers).enrol();
    const { id } = await laptop.with("bob");
    await laptop.tab.send(id, "farewell", DAYLONG);
    await bob.receives("farewell");
    await expect(laptop.tab.deleteAccount("not the right one")).rejects.toMatchObject({ code: "wrong-credentials" });
    await laptop.tab.deleteAccount(PASSPHRASE);
    expect(laptop.tab.stage.kind).toBe("not-enrolled");
    expect([laptop.rows.living.size, laptop.file.bytes.length]).toEqual([0, 0]);
    expect(server.named("anna").devices).toEqual([]);
    await other.start();
    await expect(other.tab.signIn(ANNA, PASSPHRASE)).rejects.toMatchObject({ code: "wrong-credentials" });
  });

  it("forgets all that this browser keeps, locked or open", async () => {
    await laptop.tab.lock();
    await laptop.tab.forget();
    expect([laptop.tab.stage.kind, laptop.rows.living.size, laptop.file.bytes.length]).toEqual(["not-enrolled", 0, 0]);
    await laptop.tab.signIn(ANNA, PASSPHRASE);
    expect(laptop.tab.stage.kind).toBe("waiting-for-approval");
    await laptop.tab.forget();
    expect([laptop.tab.stage.kind, laptop.rows.living.size]).toEqual(["not-enrolled", 0]);
  });
});
