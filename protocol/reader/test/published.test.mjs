import assert from "node:assert/strict";
import { test } from "node:test";

import { hex, join, u8, unhex } from "../src/bytes.mjs";
import { decode, encode } from "../src/canonical.mjs";
import { verify } from "../src/primitives.mjs";
import { claimedPrekey, deviceList, root, signedInput } from "../src/signed.mjs";
import { vectors } from "./vectors.mjs";

for (const name of ["published.json", "published-hybrid.json", "from-typescript/published.json", "from-typescript/published-hybrid.json"]) {
  const file = vectors(name);
  const network = unhex(file.network);
  const list = await deviceList(network, unhex(file.user), unhex(file.signedDeviceList));

  test(`${name}: the device list verifies`, () => {
    assert.equal(hex(list.hash), file.listHash);
    assert.equal(hex(list.fingerprint), file.identityFingerprint);
    assert.ok(list.device(unhex(file.device)));
  });

  test(`${name}: a list that was changed does not`, async () => {
    const signed = decode("SignedDeviceList", unhex(file.signedDeviceList));
    const inner = decode("DeviceList", signed.list);
    inner.devices[0].created += 1n;
    const changed = encode("SignedDeviceList", { ...signed, list: encode("DeviceList", inner) });
    assert.equal(await deviceList(network, list.user, changed), undefined);
    assert.equal(await deviceList(unhex("00".repeat(16)), list.user, unhex(file.signedDeviceList)), undefined);
  });

  test(`${name}: every claimed key verifies at its time, and not changed or later`, async () => {
    const claimed = [...file.claimedPrekeys, ...(file.claimedKemPrekeys ?? [])];
    for (const key of claimed) {
      assert.equal(await claimedPrekey(network, list, unhex(key), file.now), true);
      assert.equal(await claimedPrekey(network, list, unhex(key), file.now + 31 * 86_400_000), false);
      const other = decode("ClaimedPrekey", unhex(key));
      other.prekey.id[0] ^= 1;
      assert.equal(await claimedPrekey(network, list, encode("ClaimedPrekey", other), file.now), false);
    }
  });

  test(`${name}: an upload has the root its device signed`, async () => {
    for (const encoded of [file.uploadPrekeys, file.uploadKemPrekeys].filter(Boolean)) {
      const upload = decode("UploadPrekeys", unhex(encoded));
      const batch = decode("PrekeyBatch", upload.batch.batch);
      const leaves = upload.prekeys.map(({ id, key }) => join(u8(batch.type), id, key));
      assert.equal(hex(root(leaves)), hex(batch.root));
      const input = signedInput("msgr/v1/opk-batch", network, [upload.batch.batch]);
      assert.ok(await verify(list.device(batch.device).signing_key, input, upload.batch.signature));
    }
  });
}
