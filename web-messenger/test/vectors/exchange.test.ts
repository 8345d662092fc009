import { ClaimedPrekeySchema, PrekeyBatchSchema, PrekeyType } from "#wire/keys_pb.js";
import { DeliverSchema, SubmitSchema, UploadPrekeysSchema } from "#wire/socket_pb.js";
import { describe, expect, it } from "vitest";
import { fromHex, hex } from "../../src/bytes/text.js";
import { decode, encode } from "../../src/codec/canonical.js";
import { kemPair } from "../../src/crypto/kem.js";
import { verify } from "../../src/crypto/signature.js";
import { safetyNumber } from "../../src/protocol/conversation.js";
import { merkleRoot } from "../../src/protocol/merkle.js";
import { acceptClaimed, type KeyType } from "../../src/protocol/prekeys.js";
import { CLASSICAL, HYBRID } from "../../src/protocol/suite.js";
import { delivered, NETWORK, NOON, person, type Person } from "../people.js";
import { read, write, writing, type Conversation, type Published } from "./files.js";
import { leaf, publish } from "./publication.js";
import { grouped, opened, recorded, replayedRecipient, subChainsOf, trustedList } from "./recipient.js";
import { record } from "./recording.js";
import { CLASSICAL_SCRIPT, HYBRID_SCRIPT } from "./scripts.js";

const NOTHING_SEEN = { newestBatch: 0, seen: () => false };

// Before anything is read.
if (writing) {
  const old = (): Promise<Person> => person(NETWORK, [CLASSICAL]);
  write("published.json", await publish(await old(), NOON));
  write("published-hybrid.json", await publish(await person(), NOON));
  write("envelopes.json", await record(await old(), await old(), CLASSICAL_SCRIPT, NOON));
  write("envelopes-hybrid.json", await record(await person(), await person(), HYBRID_SCRIPT, NOON));
}

describe.each([
  "published.json", "published-hybrid.json", "from-typescript/published.json", "from-typescript/published-hybrid.json",
])("%s", (name) => {
  const file = read(name) as Published;
  const network = fromHex(file.network);
  const batches: readonly (readonly [KeyType, string, readonly string[]])[] = [
    [PrekeyType.P521, file.uploadPrekeys, file.claimedPrekeys],
    ...(file.uploadKemPrekeys === undefined || file.claimedKemPrekeys === undefined
      ? []
      : [[PrekeyType.MLKEM1024, file.uploadKemPrekeys, file.claimedKemPrekeys] as const]),
  ];

  it("has keys of the types that its suites need", async () => {
    const [device] = (await trustedList(file.network, file)).devices;
    expect(batches).toHaveLength(device!.suites.includes(HYBRID) ? 2 : 1);
  });

  it("has a device list that verifies, with the hash and the fingerprint it says", async () => {
    const list = await trustedList(file.network, file);
    expect(hex(list.hash)).toBe(file.listHash);
    expect(hex(list.fingerprint)).toBe(file.identityFingerprint);
    expect(list.devices.map(({ device }) => hex(device))).toEqual([file.device]);
  });

  it("has a batch of each type that its device signed over the tree of its keys", async () => {
    const [device] = (await trustedList(file.network, file)).devices;
    for (const [type, upload] of batches) {
      const { batch: signed, prekeys } = decode(UploadPrekeysSchema, fromHex(upload));
      expect(await verify(device!.signingKey, signed!.signature, "msgr/v1/opk-batch", network, signed!.batch)).toBe(true);
      const batch = decode(PrekeyBatchSchema, signed!.batch);
      expect([batch.type, batch.count]).toEqual([type, prekeys.length]);
      expect(hex(await merkleRoot(prekeys.map((prekey) => leaf(type, prekey))))).toBe(hex(batch.root));
    }
  });

  it("has claimed keys that are accepted as keys of their type, and as no others", async () => {
    const list = await trustedList(file.network, file);
    for (const [type, , keys] of batches) {
      expect(keys).toHaveLength(5);
      const other = type === PrekeyType.P521 ? PrekeyType.MLKEM1024 : PrekeyType.P521;
      for (const each of keys) {
        const claimed = decode(ClaimedPrekeySchema, fromHex(each));
        const asked = { list, device: fromHex(file.device), type };
        const accepted = await acceptClaimed(network, claimed, asked, NOTHING_SEEN, file.now);
        expect(hex(accepted!.key)).toBe(hex(claimed.prekey!.key));
        expect(await acceptClaimed(network, claimed, { ...asked, type: other }, NOTHING_SEEN, file.now)).toBeUndefined();
      }
    }
  });
});

/** 16 of them. */
const FRESH_TO_15 = Array.from({ length: 16 }, () => "FRESH");

describe.each([
  ["envelopes.json", ["START", "FRESH", "FRESH", "FRESH"]],
  ["envelopes-hybrid.json", ["START", "CHAIN", ...FRESH_TO_15, "CHAIN", "CHAIN", "CHAIN", "CHAIN", "CHAIN"]],
  ["from-typescript/envelopes.json", ["START", "FRESH", "FRESH", "FRESH"]],
  ["from-typescript/envelopes-hybrid.json", ["START", ...FRESH_TO_15, "CHAIN", "CHAIN", "CHAIN", "CHAIN", "CHAIN"]],
])("%s", (name, states) => {
  const file = read(name) as Conversation;

  it("opens in order to what was sealed, with the chains of the sender", async () => {
    const recipient = await replayedRecipient(file);
    for (const envelope of file.envelopes) {
      expect(recorded(await opened(recipient, envelope))).toEqual(envelope.message);
      const newest = [...recipient.epochs.values()].at(-1)!;
      if (envelope.epoch !== undefined) expect(hex(newest.epoch)).toBe(envelope.epoch);
      if (envelope.chainKey !== undefined) expect(hex(newest.chain.key)).toBe(envelope.chainKey);
      if (envelope.subChains !== undefined) expect(subChainsOf(newest)).toEqual(envelope.subChains);
    }
    const bySealing = file.envelopes.toSorted((a, b) => a.message.counter - b.message.counter);
    expect(bySealing.map(({ state }) => state)).toEqual(states);
    expect([recipient.prekeys.size, recipient.kemPrekeys.size]).toEqual([0, 0]);
    expect(recipient.skippedKeys.size).toBe(0);
  });

  it("is delivered with the path that the submission's wraps have", async () => {
    for (const { submit, deliver } of file.envelopes) {
      const parsed = decode(SubmitSchema, fromHex(submit));
      expect(hex(encode(SubmitSchema, parsed))).toBe(submit);
      const { delivery } = decode(DeliverSchema, fromHex(deliver));
      expect(hex(encode(DeliverSchema, { ...(await delivered(fromHex(submit))), delivery }))).toBe(deliver);
    }
  });

  it("was sealed to one-time keys that verify", async () => {
    const list = await trustedList(file.network, file.recipient);
    const { prekeys, kemPrekeys = [] } = file.recipient;
    const keys = [
      ...prekeys.map((each) => [PrekeyType.P521, each] as const),
      ...kemPrekeys.map((each) => [PrekeyType.MLKEM1024, each] as const),
    ];
    for (const [type, { id, publicKey, claimedPrekey }] of keys) {
      const claimed = decode(ClaimedPrekeySchema, fromHex(claimedPrekey));
      const asked = { list, device: fromHex(file.recipient.device), type };
      const accepted = await acceptClaimed(fromHex(file.network), claimed, asked, NOTHING_SEEN, file.now);
      expect([hex(accepted!.id), hex(accepted!.key)]).toEqual([id, publicKey]);
    }
  });

  it("gives ML-KEM keys by their seeds", async () => {
    for (const { publicKey, privateKey } of file.recipient.kemPrekeys ?? []) {
      expect(hex((await kemPair(fromHex(privateKey))).publicKey)).toBe(publicKey);
    }
  });

  it("has the safety number that both see", async () => {
    const [sender, recipient] = [await trustedList(file.network, file.sender), await trustedList(file.network, file.recipient)];
    expect(grouped(await safetyNumber(fromHex(file.network), sender, recipient))).toBe(file.safetyNumber);
    expect(grouped(await safetyNumber(fromHex(file.network), recipient, sender))).toBe(file.safetyNumber);
  });
});
