import assert from "node:assert/strict";
import { test } from "node:test";

import { hex, unhex } from "../src/bytes.mjs";
import { decode } from "../src/canonical.mjs";
import { direct, safetyNumber } from "../src/conversation.mjs";
import { pad, paddedLength, unpad } from "../src/payload.mjs";
import { expand, extract } from "../src/primitives.mjs";
import { root, rootFrom, signedInput } from "../src/signed.mjs";
import { vectors } from "./vectors.mjs";

test("HKDF gives what the vectors say", () => {
  for (const { salt, ikm, prk, info, length, output } of vectors("hkdf.json").vectors) {
    assert.equal(hex(extract(unhex(salt), unhex(ikm))), prk);
    assert.equal(hex(expand(unhex(prk), unhex(info), length)), output);
  }
});

test("what is signed is joined as the vectors say", () => {
  for (const { label, network, fields, input } of vectors("signed-inputs.json").vectors) {
    assert.equal(hex(signedInput(label, unhex(network), fields.map(unhex))), input);
  }
});

test("every leaf leads to the root, and no other leaf does", () => {
  for (const { leaves, root: expected, paths } of vectors("merkle.json").vectors) {
    const data = leaves.map(unhex);
    assert.equal(hex(root(data)), expected);
    for (const [index, siblings] of paths.entries()) {
      const path = { index, leaf_count: data.length, siblings: siblings.map(unhex) };
      assert.equal(hex(rootFrom(data[index], path)), expected);
      assert.notEqual(hex(rootFrom(unhex("ff"), path)), expected);
      assert.equal(rootFrom(data[index], { ...path, siblings: [...path.siblings, unhex(expected)] }), undefined);
      if (siblings.length > 0) assert.equal(rootFrom(data[index], { ...path, siblings: path.siblings.slice(1) }), undefined);
    }
  }
});

test("padding has the lengths and bytes of the vectors", () => {
  for (const { messageLength, paddedLength: length, message, padded } of vectors("padding.json").vectors) {
    assert.equal(paddedLength(messageLength), length);
    if (message === undefined) continue;
    assert.equal(hex(pad(unhex(message))), padded);
    assert.equal(hex(unpad(unhex(padded))), message);
    const damaged = unhex(padded);
    damaged[damaged.length - 1] ^= 1;
    assert.throws(() => unpad(damaged));
  }
});

test("a conversation has its id and safety number, from both sides", () => {
  for (const { network, user, identityKey, other, otherIdentityKey, ...expected } of vectors("conversation.json").vectors) {
    const one = { user: unhex(user), identityKey: unhex(identityKey) };
    const two = { user: unhex(other), identityKey: unhex(otherIdentityKey) };
    for (const [here, there] of [
      [one, two],
      [two, one],
    ]) {
      assert.equal(hex(direct(unhex(network), here.user, there.user)), expected.conversation);
      assert.equal(safetyNumber(unhex(network), here, there), expected.safetyNumber);
    }
  }
});

test("an encoding parses unless it breaks a rule", () => {
  for (const { type, encoded, violation } of vectors("canonical.json").vectors) {
    if (violation === undefined) decode(type, unhex(encoded));
    else assert.throws(() => decode(type, unhex(encoded)), undefined, violation);
  }
});
