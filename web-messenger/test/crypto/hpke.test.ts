import { readFileSync } from "node:fs";
import { Aes256Gcm, CipherSuite, DhkemP521HkdfSha512, HkdfSha512 } from "@hpke/core";
import { describe, expect, it } from "vitest";
import { equal, utf8 } from "../../src/bytes/bytes.js";
import { fromHex, hex } from "../../src/bytes/text.js";
import { newAgreementPair } from "../../src/crypto/agreement.js";
import { openOnce, sealOnce, setUpRecipient, setUpSender } from "../../src/crypto/hpke.js";
import { source } from "../../src/crypto/source.js";
import { agreementPair } from "../key-pairs.js";

interface Vector {
  readonly name: string;
  readonly info: string;
  readonly pkEm: string;
  readonly skEm: string;
  readonly pkRm: string;
  readonly skRm: string;
  readonly psk?: string;
  readonly psk_id?: string;
  readonly encs: readonly { readonly aad: string; readonly pt: string; readonly ct: string }[];
  readonly exps: readonly { readonly exporter_context: string; readonly L: string; readonly exported_value: string }[];
}

const vectors = JSON.parse(readFileSync("../protocol/vectors/rfc9180-a6.json", "utf8")) as readonly Vector[];

describe.each(vectors)("RFC 9180 appendix A.6, mode $name", (vector) => {
  const psk =
    vector.psk === undefined ? undefined : { psk: fromHex(vector.psk), id: fromHex(vector.psk_id ?? "") };

  it("the sender seals and exports as published", async () => {
    const ephemeral = await agreementPair(fromHex(vector.skEm), fromHex(vector.pkEm));
    const context = await setUpSender(fromHex(vector.pkRm), fromHex(vector.info), psk, ephemeral);
    const [first] = vector.encs;
    expect(hex(await sealOnce(context, fromHex(first!.aad), fromHex(first!.pt)))).toBe(first!.ct);
    for (const each of vector.exps) {
      const exported = await context.export(fromHex(each.exporter_context), Number(each.L));
      expect(hex(exported)).toBe(each.exported_value);
    }
  });

  it("the recipient opens as published", async () => {
    const recipient = await agreementPair(fromHex(vector.skRm), fromHex(vector.pkRm));
    const context = await setUpRecipient(fromHex(vector.pkEm), recipient, fromHex(vector.info), psk);
    const [first] = vector.encs;
    expect(hex(await openOnce(context, fromHex(first!.aad), fromHex(first!.ct)))).toBe(first!.pt);
  });
});

describe("against @hpke/core", () => {
  const suite = new CipherSuite({ kem: new DhkemP521HkdfSha512(), kdf: new HkdfSha512(), aead: new Aes256Gcm() });
  const info = utf8("info");
  const aad = utf8("aad");
  const plaintext = utf8("Mayflies live a day.");
  const psk = { psk: utf8("a pre-shared key of at least 32 bytes"), id: utf8("its id") };

  it.each([undefined, psk])("what it seals opens here, and the exports agree", async (preShared) => {
    const mine = await newAgreementPair(false);
    const recipientPublicKey = await suite.kem.deserializePublicKey(source(mine.publicKey).buffer);
    const hpkeParams = { recipientPublicKey, info: source(info).buffer };
    const sender = await suite.createSenderContext(
      preShared === undefined
        ? hpkeParams
        : { ...hpkeParams, psk: { key: source(psk.psk).buffer, id: source(psk.id).buffer } },
    );
    const sealed = new Uint8Array(await sender.seal(source(plaintext).buffer, source(aad).buffer));
    const context = await setUpRecipient(new Uint8Array(sender.enc), mine, info, preShared);
    expect(equal(await openOnce(context, aad, sealed), plaintext)).toBe(true);
    const theirs = new Uint8Array(await sender.export(source(utf8("label")).buffer, 64));
    expect(hex(await context.export("label", 64))).toBe(hex(theirs));
  });

  it.each([undefined, psk])("what is sealed here opens there, and the exports agree", async (preShared) => {
    const theirs = await suite.kem.generateKeyPair();
    const publicKey = new Uint8Array(await suite.kem.serializePublicKey(theirs.publicKey));
    const sender = await setUpSender(publicKey, info, preShared);
    const sealed = await sealOnce(sender, aad, plaintext);
    const recipient = await suite.createRecipientContext({
      recipientKey: theirs,
      enc: source(sender.encapsulated).buffer,
      info: source(info).buffer,
      ...(preShared === undefined ? {} : { psk: { key: source(psk.psk).buffer, id: source(psk.id).buffer } }),
    });
    const opened = new Uint8Array(await recipient.open(source(sealed).buffer, source(aad).buffer));
    expect(equal(opened, plaintext)).toBe(true);
    const exported = new Uint8Array(await recipient.export(source(utf8("label")).buffer, 64));
    expect(hex(await sender.export("label", 64))).toBe(hex(exported));
  });
});
