import assert from "node:assert/strict";
import { test } from "node:test";

import { p521_oprf } from "@noble/curves/nist.js";

import { hex, unhex } from "../src/bytes.mjs";
import { decapsulate, deriveScalar, keySchedule } from "../src/hpke.mjs";
import { isPoint, kem } from "../src/primitives.mjs";
import { vectors } from "./vectors.mjs";

test("HPKE opens what RFC 9180, A.6, sealed", async () => {
  for (const vector of vectors("rfc9180-a6.json")) {
    const scalar = deriveScalar(unhex(vector.ikmR));
    assert.equal(hex(scalar), vector.skRm);
    const psk = vector.psk && { key: unhex(vector.psk), id: unhex(vector.psk_id) };
    const shared = decapsulate(scalar, unhex(vector.enc));
    assert.equal(hex(shared), vector.shared_secret);
    const context = keySchedule(shared, unhex(vector.info), psk);
    for (const { "sequence number": sequence, aad, ct, pt } of vector.encs) {
      assert.equal(hex(await context.openAt(Number(sequence), unhex(aad), unhex(ct))), pt);
    }
    for (const { exporter_context: label, L, exported_value: value } of vector.exps) {
      assert.equal(hex(context.export(unhex(label), Number(L))), value);
    }
  }
});

test("the oblivious function is that of RFC 9497, A.5.1", () => {
  const { seed, info, privateKey, evaluations } = vectors("rfc9497-p521-sha512.json");
  const { oprf } = p521_oprf;
  assert.equal(hex(oprf.deriveKeyPair(unhex(seed), unhex(info)).secretKey), privateKey);
  for (const { input, blind, evaluatedElement, blindedElement, output } of evaluations) {
    assert.equal(hex(oprf.blindEvaluate(unhex(privateKey), unhex(blindedElement))), evaluatedElement);
    assert.equal(hex(oprf.finalize(unhex(input), unhex(blind), unhex(evaluatedElement))), output);
  }
});

test("ML-KEM-1024 gives what FIPS 203 says, and another secret for a changed ciphertext", () => {
  for (const vector of vectors("mlkem.json").vectors) {
    const key = kem.publicKeyOf(unhex(vector.seed));
    assert.equal(hex(key), vector.encapsulationKey);
    const made = kem.encapsulate(key, unhex(vector.message));
    assert.equal(hex(made.cipherText), vector.ciphertext);
    assert.equal(hex(made.sharedSecret), vector.sharedSecret);
    assert.equal(hex(kem.decapsulate(unhex(vector.seed), unhex(vector.ciphertext))), vector.sharedSecret);
    assert.equal(hex(kem.decapsulate(unhex(vector.seed), unhex(vector.changedCiphertext))), vector.rejectionSecret);
  }
});

test("a point off the curve is none", () => {
  const point = unhex(vectors("conversation.json").vectors[0].identityKey);
  assert.ok(isPoint(point));
  point[132] ^= 1;
  assert.ok(!isPoint(point));
});
