// What no published vector covers: R7 and R11 to R17 need envelopes that a sender sealed wrongly, so this seals them.
import { randomBytes } from "node:crypto";
import { concat, toBigInt, u64, u8, zeros } from "../lib/bytes.mjs";
import { acceptList } from "../lib/lists.mjs";
import * as mlkem from "../lib/mlkem.mjs";
import * as oprf from "../lib/oprf.mjs";
import { pad } from "../lib/padding.mjs";
import { encode } from "../lib/proto.mjs";
import { Recipient } from "../lib/receive.mjs";
import { oprfInput, serverKey } from "../lib/recovery.mjs";
import { contextFor, newKey, newParty, sealEnvelope, signList } from "../lib/seal.mjs";
import { CLASSICAL, HYBRID } from "../lib/wrap.mjs";

const NOW = 1_795_348_801_234n;
const HOUR = 3_600_000n;
const EPHEMERALITY = { expires_after_seconds: 3600, burn_after_seconds: 30 };

/** Two people, their lists, one key of each type, and a receiving device that knows nothing yet. */
const newScene = (suites = [CLASSICAL, HYBRID], recipientSuites = suites) => {
  const network = randomBytes(16);
  const [alice, bob] = [newParty(network, [suites, suites], NOW), newParty(network, [recipientSuites], NOW)];
  const first = { ...alice, devices: alice.devices.slice(0, 1) };
  const encodedFirst = signList(network, first);
  const one = acceptList(encodedFirst, { network, user: alice.user });
  const from = acceptList(signList(network, alice, 2n, one.hash), { network, user: alice.user, pinned: one });
  const to = acceptList(signList(network, bob), { network, user: bob.user });
  const prekey = { id: randomBytes(16), ...newKey() };
  const seed = randomBytes(64);
  const kemPrekey = { id: randomBytes(16), publicKey: mlkem.keyFromSeed(seed).ek, privateKey: seed };
  const device = alice.devices[1].device;
  const listed = to.devices[0];
  return {
    network,
    from,
    to,
    prekey,
    kemPrekey,
    device,
    signing: alice.keys.get(device.toString("hex")),
    discardAt: NOW + HOUR,
    suite: HYBRID,
    recipient: { user: to.user, device: listed.device, identityKey: to.identityKey, signingKey: listed.signing_key },
    otherWraps: Array.from({ length: 4 }, () => ({ device: randomBytes(16), wrap: randomBytes(200) })),
  };
};

const receiverOf = (scene, changes = {}) => {
  const pool = (key) => new Map([[key.id.toString("hex"), key]]);
  return new Recipient({
    network: scene.network,
    own: scene.to,
    device: scene.recipient.device,
    lists: [scene.from],
    prekeys: pool(scene.prekey),
    kemPrekeys: pool(scene.kemPrekey),
    classicalAllowed: true,
    ...changes,
  });
};

const payloadOf = (scene, changes = {}, content = { text: { body: "hello" } }) => ({
  context: { ...contextFor({ ...scene, counter: 1n, sentAt: NOW, ephemerality: EPHEMERALITY }), ...changes },
  content,
});

const receive = (scene, payload, change, receiver = receiverOf(scene)) =>
  receiver.receive(sealEnvelope({ ...scene, payload }, change), NOW);

const checkGood = (t) =>
  t.vector("accepted", () => {
    const scene = newScene();
    t.same("text", receive(scene, payloadOf(scene)).content.text.body, "hello");
    const replyKey = (key) => concat(key, u8(1), randomBytes(16), newKey().publicKey, u64(NOW), u64(NOW + HOUR));
    t.same("reply key", receive(scene, payloadOf(scene), { wrappedKey: replyKey }).replyKey.expires, NOW + HOUR);
    const original = {
      message_id: randomBytes(16),
      sent_at: NOW,
      ephemerality: { expires_after_seconds: 7200, burn_after_seconds: 0 },
    };
    t.same("re-send", receive(scene, payloadOf(scene, { original })).context.original.sent_at, NOW);
    const classical = { ...newScene([CLASSICAL]), suite: CLASSICAL };
    t.same("classical", receive(classical, payloadOf(classical)).content.text.body, "hello");
  });

const checkSealedWrongly = (t) =>
  t.vector("R7, R11 to R14", () => {
    const scene = newScene();
    const refused = (what, code, ...rest) => t.refused(what, code, () => receive(scene, ...rest));
    t.refused("R7", "downgraded", () => receive({ ...scene, suite: CLASSICAL }, payloadOf(scene)));
    const mixed = { ...newScene([CLASSICAL], [CLASSICAL, HYBRID]), suite: CLASSICAL };
    t.same("R7: one can do no better", receive(mixed, payloadOf(mixed)).content.text.body, "hello");
    const good = payloadOf(scene);
    refused("R11: flag", "wrap-unopenable", good, { wrappedKey: (key) => concat(key, u8(2), zeros(165)) });
    refused("R11: rest", "wrap-unopenable", good, { wrappedKey: (key) => concat(key, zeros(165), u8(1)) });
    refused("R12", "wrong-commitment", good, { commitment: randomBytes(64) });
    refused("R13: padding", "payload-unopenable", good, {
      padded: concat(pad(encode("Payload", good)).subarray(0, 511), u8(1)),
    });
    refused("R13: padded length", "payload-unopenable", good, {
      padded: concat(pad(encode("Payload", good)), zeros(32)),
    });
    refused("R13: length in context", "payload-unopenable", payloadOf(scene, { roster_hash: randomBytes(63) }));
    refused("R13: unknown field", "payload-unopenable", good, {
      padded: pad(concat(encode("Payload", good), Buffer.from("1801", "hex"))),
    });
    const receiver = receiverOf(scene);
    receiver.counters.set(Buffer.concat([scene.from.user, scene.device]).toString("hex"), {
      highest: 2000n,
      places: new Set([2000n, 1500n]),
    });
    for (const counter of [1n, 976n, 1500n, 2000n])
      refused(`R14: ${counter}`, "counter-reused", payloadOf(scene, { counter }), {}, receiver);
    t.same("R14: 977", receive(scene, payloadOf(scene, { counter: 977n }), {}, receiver).context.counter, 977n);
  });

const checkContexts = (t) =>
  t.vector("R15 to R17", () => {
    const scene = newScene();
    const refused = (what, code, changes, content) =>
      t.refused(what, code, () => receive(scene, payloadOf(scene, changes, content)));
    refused("R15: ahead", "implausible-time", { sent_at: NOW + 300_001n });
    refused("R15: old", "implausible-time", { sent_at: NOW - 720n * HOUR - 1n });
    const context = "wrong-context";
    for (const name of ["conversation", "sender_identity_fingerprint", "sender_list_hash", "roster_hash"]) {
      refused(`R16: ${name}`, context, { [name]: zeros(name === "conversation" ? 32 : 64) });
    }
    refused("R16: list version", context, { sender_list_version: 1n });
    refused("R16: control head", context, { control_head: randomBytes(64) });
    refused("R16: checkpoint", context, { log_checkpoint: randomBytes(64) });
    const original = { message_id: randomBytes(16), sent_at: NOW, ephemerality: EPHEMERALITY };
    refused("R16: sent at another time", context, { original: { ...original, sent_at: NOW - 1n } });
    refused("R16: stricter", context, {
      original: { ...original, ephemerality: { expires_after_seconds: 3599, burn_after_seconds: 30 } },
    });
    refused("R16: burns earlier", context, {
      original: { ...original, ephemerality: { expires_after_seconds: 3600, burn_after_seconds: 29 } },
    });
    const unknown = "unknown-content";
    refused("R17: none", unknown, {}, {});
    refused("R17: empty text", unknown, {}, { text: { body: "" } });
    refused("R17: long text", unknown, {}, { text: { body: "x".repeat(65_537) } });
    refused("R17: no ids", unknown, {}, { delivered: { message_ids: [] } });
    refused(
      "R17: 257 ids",
      unknown,
      {},
      { delivered: { message_ids: Array.from({ length: 257 }, () => randomBytes(16)) } },
    );
    refused("R17: short id", unknown, {}, { displayed: { message_id: randomBytes(15), displayed_at: NOW } });
    refused("R17: re-sent receipt", unknown, { original }, { delivered: { message_ids: [randomBytes(16)] } });
  });

const checkOprf = (t) =>
  t.vector("OPRF of a user", () => {
    const key = serverKey(randomBytes(64), randomBytes(16), randomBytes(16));
    const input = oprfInput("Ötter marble");
    const outputs = [toBigInt(randomBytes(60)), toBigInt(randomBytes(60))].map((blind) =>
      oprf.finalize(input, blind, oprf.evaluate(key, oprf.blindWith(blind, input))),
    );
    t.same("output under another blind", outputs[0], outputs[1]);
    t.refused("infinity", "bad-point", () => oprf.evaluate(key, zeros(1)));
    t.refused("uncompressed", "bad-point", () => oprf.evaluate(key, newKey().publicKey));
  });

export const own = (t) => [checkGood, checkSealedWrongly, checkContexts, checkOprf].forEach((check) => check(t));
