import assert from "node:assert/strict";
import { test } from "node:test";

import { hex, unhex } from "../src/bytes.mjs";
import { bundleKey, harden, logInKey, openBundle, oprfInput } from "../src/recovery.mjs";
import { publicKeyOf } from "../src/primitives.mjs";
import { vectors } from "./vectors.mjs";

test("a passphrase leads to its bundle and to the log-in key", async () => {
  const vector = vectors("recovery.json");
  assert.equal(hex(oprfInput(vector.passphrase)), vector.input);
  const rwd = harden(unhex(vector.oprfOutput));
  assert.equal(hex(bundleKey(rwd)), vector.bundleKey);
  assert.equal(hex(logInKey(rwd)), vector.logInKey);
  const bound = {
    network: unhex(vector.network),
    user: unhex(vector.user),
    identityKey: unhex(vector.identityKey),
    version: vector.version,
    seedId: unhex(vector.seedId),
  };
  const scalar = await openBundle(rwd, unhex(vector.bundle), bound);
  assert.equal(hex(scalar), vector.identityPrivateKey);
  assert.equal(hex(publicKeyOf(scalar)), vector.identityKey);
  assert.equal(await openBundle(rwd, unhex(vector.bundle), { ...bound, version: 2 }), undefined);
});
