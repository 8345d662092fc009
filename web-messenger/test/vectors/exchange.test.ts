import { ClaimedPrekeySchema, PrekeyBatchSchema } from "#wire/keys_pb.js";
import { DeliverSchema, SubmitSchema, UploadPrekeysSchema } from "#wire/socket_pb.js";
import { describe, expect, it } from "vitest";
import { fromHex, hex } from "../../src/bytes/text.js";
import { decode, encode } from "../../src/codec/canonical.js";
import { verify } from "../../src/crypto/signature.js";
import { safetyNumber } from "../../src/protocol/conversation.js";
import { merkleRoot } from "../../src/protocol/merkle.js";
import { acceptClaimed } from "../../src/protocol/prekeys.js";
import { delivered, NOON, person } from "../people.js";
import { read, write, writing, type Conversation, type Published } from "./files.js";
import { leaf, publish } from "./publication.js";
import { grouped, opened, recorded, replayedRecipient, trustedList } from "./recipient.js";
import { record } from "./recording.js";

const NOTHING_SEEN = { newestBatch: 0, seen: () => false };

// Before anything is read.
if (writing) {
  write("published.json", await publish(await person(), NOON));
  write("envelopes.json", await record(await person(), await person(), NOON));
}

describe.each(["published.json", "from-typescript/published.json"])("%s", (name) => {
  const file = read(name) as Published;
  const network = fromHex(file.network);

  it("has a device list that verifies, with the hash and the fingerprint it says", async () => {
    const list = await trustedList(file.network, file);
    expect(hex(list.hash)).toBe(file.listHash);
    expect(hex(list.fingerprint)).toBe(file.identityFingerprint);
    expect(list.devices.map(({ device }) => hex(device))).toEqual([file.device]);
  });

  it("has a batch that its device signed over the tree of its keys", async () => {
    const [device] = (await trustedList(file.network, file)).devices;
    const { batch: signed, prekeys } = decode(UploadPrekeysSchema, fromHex(file.uploadPrekeys));
    expect(await verify(device!.signingKey, signed!.signature, "msgr/v1/opk-batch", network, signed!.batch)).toBe(true);
    const batch = decode(PrekeyBatchSchema, signed!.batch);
    expect(batch.count).toBe(prekeys.length);
    expect(hex(await merkleRoot(prekeys.map(leaf)))).toBe(hex(batch.root));
  });

  it("has claimed keys that are accepted", async () => {
    const list = await trustedList(file.network, file);
    const asked = { list, device: fromHex(file.device) };
    expect(file.claimedPrekeys).toHaveLength(5);
    for (const each of file.claimedPrekeys) {
      const claimed = decode(ClaimedPrekeySchema, fromHex(each));
      const accepted = await acceptClaimed(network, claimed, asked, NOTHING_SEEN, file.now);
      expect(hex(accepted!.key)).toBe(hex(claimed.prekey!.key));
    }
  });
});

describe.each(["envelopes.json", "from-typescript/envelopes.json"])("%s", (name) => {
  const file = read(name) as Conversation;

  it("opens in order to what was sealed, with the chains of the sender", async () => {
    const recipient = await replayedRecipient(file);
    for (const envelope of file.envelopes) {
      expect(recorded(await opened(recipient, envelope))).toEqual(envelope.message);
      const newest = [...recipient.epochs.values()].at(-1)!;
      if (envelope.epoch !== undefined) expect(hex(newest.epoch)).toBe(envelope.epoch);
      if (envelope.chainKey !== undefined) expect(hex(newest.chainKey)).toBe(envelope.chainKey);
    }
    expect(file.envelopes.map(({ state }) => state)).toEqual(["START", "FRESH", "FRESH", "FRESH"]);
    expect(recipient.prekeys.size).toBe(0);
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
    const asked = { list, device: fromHex(file.recipient.device) };
    for (const { id, publicKey, claimedPrekey } of file.recipient.prekeys) {
      const claimed = decode(ClaimedPrekeySchema, fromHex(claimedPrekey));
      const accepted = await acceptClaimed(fromHex(file.network), claimed, asked, NOTHING_SEEN, file.now);
      expect([hex(accepted!.id), hex(accepted!.key)]).toEqual([id, publicKey]);
    }
  });

  it("has the safety number that both see", async () => {
    const [sender, recipient] = [await trustedList(file.network, file.sender), await trustedList(file.network, file.recipient)];
    expect(grouped(await safetyNumber(fromHex(file.network), sender, recipient))).toBe(file.safetyNumber);
    expect(grouped(await safetyNumber(fromHex(file.network), recipient, sender))).toBe(file.safetyNumber);
  });
});
