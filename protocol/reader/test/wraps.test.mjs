import assert from "node:assert/strict";
import { test } from "node:test";

import { hex, unhex } from "../src/bytes.mjs";
import * as wraps from "../src/wrap.mjs";
import { vectors } from "./vectors.mjs";

const file = vectors("wraps-hybrid.json");
const recipient = Object.fromEntries(Object.entries(file.recipient).map(([name, value]) => [name, unhex(value)]));

for (const [at, vector] of file.wraps.entries()) {
  test(`wrap ${at}: every value between the keys and the plaintext`, async () => {
    const wrap = wraps.parse(unhex(vector.wrap));
    assert.equal(wrap.state, Number(vector.state));
    const info = wraps.infoOf(wrap, unhex(vector.headerHash), recipient);
    assert.equal(hex(info), vector.info);
    if (vector.chainKey) {
      assert.equal(hex(wraps.pskOf(unhex(vector.chainKey))), vector.psk);
      assert.equal(hex(wraps.nextOf(unhex(vector.chainKey))), vector.nextChainKey);
    }
    const opened = await open(wrap, vector, info);
    assert.equal(hex(opened.plaintext), vector.wrappedKey);
    assert.equal(opened.epoch && hex(opened.epoch), vector.epoch);
    assert.equal(opened.chainKey && hex(opened.chainKey), vector.begunChainKey);
    assert.equal(opened.subChainKey && hex(opened.subChainKey), vector.begunSubChainKey);
  });
}

function open(wrap, vector, info) {
  const aad = unhex(vector.ciphertextHash);
  if (wrap.state === wraps.CHAIN) {
    assert.equal(hex(wraps.chainKeyOf(unhex(vector.psk), info)), vector.key);
    return wraps.openByPsk(wrap, unhex(vector.psk), info, aad);
  }
  const psk =
    wrap.state === wraps.START ? wraps.kemPsk(unhex(vector.kemPrekey.privateKey), wrap) : wraps.freshPsk(unhex(vector.psk), wrap);
  assert.equal(hex(psk.id), vector.pskId);
  assert.equal(hex(psk.key), vector.psk);
  return wraps.openByKeys(wrap, unhex(vector.prekey.privateKey), psk, info, aad);
}
