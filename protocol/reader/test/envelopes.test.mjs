import assert from "node:assert/strict";
import { test } from "node:test";

import { hex, unhex } from "../src/bytes.mjs";
import { encode } from "../src/canonical.mjs";
import { safetyNumber } from "../src/conversation.mjs";
import { claimedPrekey } from "../src/signed.mjs";
import { CONVERSATIONS, deliverOf, described, recipientOf, vectors } from "./vectors.mjs";

for (const name of CONVERSATIONS) {
  const file = vectors(name);

  test(`${name}: every envelope opens, in order, once`, async () => {
    const recipient = await recipientOf(file);
    for (const { deliver, message, epoch, chainKey, subChains } of file.envelopes) {
      assert.deepEqual(described(await recipient.receive(unhex(deliver), file.now)), message);
      await assert.rejects(recipient.receive(unhex(deliver), file.now), { check: "R8", silent: true });
      const { chains } = recipient.epochs.get(file.sender.user + file.sender.device + epoch);
      assert.equal(hex(chains.get("main").key), chainKey);
      for (const sub of subChains ?? []) {
        assert.equal(chains.get(sub.carrier).index, sub.index);
        assert.equal(hex(chains.get(sub.carrier).key), sub.chainKey);
      }
    }
    assert.equal(recipient.prekeys.size, 0);
  });

  test(`${name}: no part of the first envelope can be changed`, async () => {
    const genuine = deliverOf(file.envelopes[0]);
    for (const part of ["header", "ciphertext", "signature", "wrap"]) {
      for (let at = 0; at < genuine[part].length; at += 29) {
        const changed = genuine[part].slice();
        changed[at] ^= 1 << (at % 8);
        const recipient = await recipientOf(file);
        await assert.rejects(recipient.receive(encode("Deliver", { ...genuine, [part]: changed }), file.now), /^Error: R/);
      }
    }
    const recipient = await recipientOf(file);
    await assert.rejects(recipient.receive(unhex(file.envelopes[0].deliver), file.now + 31 * 86_400_000), { check: "R9" });
    await recipient.receive(unhex(file.envelopes[0].deliver), file.now);
  });

  test(`${name}: the keys were claimable, and the safety number is that of both`, async () => {
    const recipient = await recipientOf(file);
    const own = recipient.lists.get(file.recipient.user);
    for (const { claimedPrekey: claimed } of file.recipient.prekeys) {
      assert.ok(await claimedPrekey(recipient.network, own, unhex(claimed), file.now));
    }
    assert.equal(safetyNumber(recipient.network, own, recipient.lists.get(file.sender.user)), file.safetyNumber);
  });
}
