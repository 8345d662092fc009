import assert from "node:assert/strict";
import { test } from "node:test";

import { hex } from "../src/bytes.mjs";
import { search } from "../src/search.mjs";
import { CONVERSATIONS, recipientOf, vectors } from "./vectors.mjs";

for (const name of CONVERSATIONS) {
  const file = vectors(name);
  const { self } = await recipientOf(file);
  const recipients = {
    it: Object.fromEntries(["user", "device", "identityKey", "signingKey"].map((key) => [key, hex(self[key])])),
  };
  const envelopes = file.envelopes.map(({ deliver }) => ({ deliver, recipient: "it" }));
  const oneTimeKeys = [...file.recipient.prekeys, ...(file.recipient.kemPrekeys ?? [])];
  const named = oneTimeKeys.map(({ id, privateKey }) => ({ id, bytes: privateKey }));

  test(`${name}: who kept the one-time keys opens all of it`, async () => {
    const found = await search({ envelopes, recipients, secrets: named });
    assert.ok(found.every(Boolean));
  });

  test(`${name}: without the START's key nothing opens, whatever stood in the chains at the end`, async () => {
    const last = file.envelopes.at(-1);
    const chains = [last.chainKey, ...(last.subChains ?? []).map((sub) => sub.chainKey)].map((bytes) => ({ bytes }));
    const found = await search({ envelopes, recipients, secrets: [...named.slice(1), ...chains] });
    assert.deepEqual(found.filter(Boolean), []);
  });
}

test("keys need no name", async () => {
  const file = vectors("envelopes-hybrid.json");
  const { self } = await recipientOf(file);
  const recipients = {
    it: Object.fromEntries(["user", "device", "identityKey", "signingKey"].map((key) => [key, hex(self[key])])),
  };
  const [prekey] = file.recipient.prekeys;
  const [kemPrekey] = file.recipient.kemPrekeys;
  const found = await search({
    envelopes: [{ deliver: file.envelopes[0].deliver, recipient: "it" }],
    recipients,
    secrets: [{ bytes: kemPrekey.privateKey }, { bytes: prekey.privateKey }],
  });
  assert.equal(found[0].content.text.body, file.envelopes[0].message.text);
});
