// hkdf, padding, merkle, canonical, signed-inputs, rfc9180-a6, rfc9497, mlkem.
import { equal, expand, extract, hex, toBigInt } from "../lib/bytes.mjs";
import * as hpke from "../lib/hpke.mjs";
import { leadsTo, pathOf, rootOf } from "../lib/merkle.mjs";
import * as mlkem from "../lib/mlkem.mjs";
import * as oprf from "../lib/oprf.mjs";
import { pad, paddedLength, unpad } from "../lib/padding.mjs";
import { signedInput } from "../lib/p521.mjs";
import { decodeCanonical, encode } from "../lib/proto.mjs";

export const hkdf = ({ vectors }, t) =>
  vectors.forEach((v, n) =>
    t.vector(`#${n}`, () => {
      t.same("prk", extract(hex(v.salt), hex(v.ikm)), v.prk);
      t.same("output", expand(hex(v.prk), hex(v.info), v.length), v.output);
    }),
  );

export const padding = ({ vectors }, t) =>
  vectors.forEach((v) =>
    t.vector(`length ${v.messageLength}`, () => {
      t.same("padded length", paddedLength(v.messageLength), v.paddedLength);
      if (v.padded === undefined) return;
      t.same("message length", hex(v.message).length, v.messageLength);
      const padded = pad(hex(v.message));
      t.same("padded", padded, v.padded);
      t.same("unpadded", unpad(hex(v.padded)), v.message);
      padded[padded.length - 1] ^= 1;
      t.refused("padding that is not zero", undefined, () => unpad(padded));
    }),
  );

export const merkle = ({ vectors }, t) =>
  vectors.forEach((v) =>
    t.vector(`${v.leaves.length} leaves`, () => {
      const [leaves, root] = [v.leaves.map(hex), hex(v.root)];
      t.same("root", rootOf(leaves), v.root);
      v.paths.forEach((path, index) => {
        const siblings = path.map(hex);
        const whole = { index, leaf_count: leaves.length, siblings };
        t.same(`path ${index}`, pathOf(leaves, index), siblings);
        t.true(`path ${index} leads to the root`, leadsTo(root, leaves[index], whole));
        t.true(`path ${index}: other leaf`, !leadsTo(root, Buffer.from("other"), whole));
        t.true(`path ${index}: longer`, !leadsTo(root, leaves[index], { ...whole, siblings: [...siblings, root] }));
        t.true(
          `path ${index}: index beyond`,
          !leadsTo(root, leaves[index], { ...whole, index: index + leaves.length }),
        );
        if (siblings.length)
          t.true(`path ${index}: shorter`, !leadsTo(root, leaves[index], { ...whole, siblings: siblings.slice(1) }));
      });
    }),
  );

export const canonical = ({ vectors }, t) =>
  vectors.forEach((v, n) =>
    t.vector(`#${n} ${v.violation ?? v.type}`, () => {
      const bytes = hex(v.encoded);
      if (v.violation) t.refused("bytes", "malformed", () => decodeCanonical(v.type, bytes));
      else t.same("encoded again", encode(v.type, decodeCanonical(v.type, bytes)), v.encoded);
    }),
  );

export const signedInputs = ({ vectors }, t) =>
  vectors.forEach((v) =>
    t.vector(v.label, () => t.same("input", signedInput(v.label, hex(v.network), ...v.fields.map(hex)), v.input)),
  );

export const rfc9180 = (vectors, t) =>
  vectors.forEach((v) =>
    t.vector(v.name, () => {
      const recipient = hpke.deriveKeyPair(hex(v.ikmR));
      const ephemeral = hpke.deriveKeyPair(hex(v.ikmE));
      t.same("skRm", recipient.privateKey, v.skRm);
      t.same("pkRm", recipient.publicKey, v.pkRm);
      t.same("skEm", ephemeral.privateKey, v.skEm);
      t.same("pkEm", ephemeral.publicKey, v.pkEm);
      t.same("suite", [v.kem_id, v.kdf_id, v.aead_id], ["18", "3", "2"]);
      t.same("mode", v.mode, v.psk ? "1" : "0");
      const sent = hpke.encapsulateWith(ephemeral.privateKey, recipient.publicKey);
      t.same("enc", sent.enc, v.enc);
      t.same("shared_secret, sender", sent.secret, v.shared_secret);
      const secret = hpke.decapsulate(hex(v.enc), recipient.privateKey);
      t.same("shared_secret", secret, v.shared_secret);
      const psk = v.psk && { secret: hex(v.psk), id: hex(v.psk_id) };
      const schedule = hpke.keySchedule(secret, hex(v.info), psk);
      t.same("key_schedule_context", schedule.context, v.key_schedule_context);
      t.same("secret", schedule.secret, v.secret);
      t.same("key", schedule.key, v.key);
      t.same("base_nonce", schedule.baseNonce, v.base_nonce);
      t.same("exporter_secret", schedule.exporterSecret, v.exporter_secret);
      for (const each of v.encs) {
        const sequence = Number(each["sequence number"]);
        t.same("nonce", hpke.nonceAt(schedule.baseNonce, sequence), each.nonce);
        t.same("ct", hpke.seal(schedule, sequence, hex(each.aad), hex(each.pt)), each.ct);
        t.same("pt", hpke.open(schedule, sequence, hex(each.aad), hex(each.ct)), each.pt);
      }
      for (const each of v.exps) {
        t.same("exported", schedule.exportSecret(hex(each.exporter_context), Number(each.L)), each.exported_value);
      }
    }),
  );

export const rfc9497 = (v, t) =>
  v.evaluations.forEach((each, n) =>
    t.vector(`#${n}`, () => {
      const key = oprf.deriveKeyPair(hex(v.seed), hex(v.info));
      t.same("private key", oprf.scalarBytes(key), v.privateKey);
      const blind = toBigInt(hex(each.blind));
      t.same("blinded", oprf.blindWith(blind, hex(each.input)), each.blindedElement);
      t.same("evaluated", oprf.evaluate(key, hex(each.blindedElement)), each.evaluatedElement);
      t.same("output", oprf.finalize(hex(each.input), blind, hex(each.evaluatedElement)), each.output);
    }),
  );

export const mlKem = ({ vectors }, t) =>
  vectors.forEach((v, n) =>
    t.vector(`#${n}`, () => {
      const [seed, ek] = [hex(v.seed), hex(v.encapsulationKey)];
      t.same("encapsulation key", mlkem.keyFromSeed(seed).ek, v.encapsulationKey);
      const { secret, ciphertext } = mlkem.encapsulateWith(ek, hex(v.message));
      t.same("ciphertext", ciphertext, v.ciphertext);
      t.same("shared secret, sender", secret, v.sharedSecret);
      t.same("shared secret", mlkem.decapsulate(seed, hex(v.ciphertext)), v.sharedSecret);
      t.same("rejection", mlkem.decapsulate(seed, hex(v.changedCiphertext)), v.rejectionSecret);
      const beyond = Buffer.from(ek);
      beyond.fill(0xff, 0, 2);
      t.true("a coefficient beyond the modulus is refused", !mlkem.isEncapsulationKey(beyond));
      t.true("keys differ", !equal(beyond, ek));
    }),
  );
