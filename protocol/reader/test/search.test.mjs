import assert from "node:assert/strict";
import { test } from "node:test";
import { readVectors } from "../checks/all.mjs";
import { hex } from "../lib/bytes.mjs";
import { acceptList, deviceOf } from "../lib/lists.mjs";
import { search } from "../lib/search.mjs";

const recipientsOf = ({ network, recipient }) => {
  const list = acceptList(hex(recipient.signedDeviceList), { network: hex(network), user: hex(recipient.user) });
  const signingKey = deviceOf(list, hex(recipient.device)).signing_key.toString("hex");
  const { user, device } = recipient;
  return { it: { user, device, identityKey: list.identityKey.toString("hex"), signingKey } };
};
const trafficOf = (file) => ({
  envelopes: file.envelopes.map(({ deliver }) => ({ deliver, recipient: "it" })),
  recipients: recipientsOf(file),
});

for (const name of [
  "envelopes.json",
  "envelopes-hybrid.json",
  "from-typescript/envelopes.json",
  "from-typescript/envelopes-hybrid.json",
]) {
  const file = readVectors(name);
  const oneTimeKeys = [...file.recipient.prekeys, ...(file.recipient.kemPrekeys ?? [])];
  const named = oneTimeKeys.map(({ id, privateKey }) => ({ id, bytes: privateKey }));

  test(`${name}: who kept the one-time keys opens all of it`, () => {
    const found = search({ ...trafficOf(file), secrets: named });
    const texts = found.map((opened) => opened?.content.text?.body);
    assert.deepEqual(
      texts,
      file.envelopes.map(({ message }) => message.text),
    );
    assert.ok(found.every(Boolean));
  });

  test(`${name}: without the START's key nothing opens, whatever stood in the chains at the end`, () => {
    const last = file.envelopes.at(-1);
    const chains = [last.chainKey, ...(last.subChains ?? []).map((sub) => sub.chainKey)].map((bytes) => ({ bytes }));
    const found = search({ ...trafficOf(file), secrets: [...named.slice(1), ...chains] });
    assert.deepEqual(found.filter(Boolean), []);
  });
}

test("keys need no name", () => {
  const file = readVectors("envelopes-hybrid.json");
  const secrets = [file.recipient.kemPrekeys[0], file.recipient.prekeys[0]].map(({ privateKey }) => ({
    bytes: privateKey,
  }));
  const { envelopes, recipients } = trafficOf(file);
  const [opened] = search({ envelopes: envelopes.slice(0, 1), recipients, secrets });
  assert.equal(opened.content.text.body, file.envelopes[0].message.text);
});
