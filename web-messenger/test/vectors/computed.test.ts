import { describe, expect, it } from "vitest";
import { fromHex, hex } from "../../src/bytes/text.js";
import { expand, extract } from "../../src/crypto/hash.js";
import { signedInput, type SignatureLabel } from "../../src/crypto/signature.js";
import { directConversation, safetyNumber } from "../../src/protocol/conversation.js";
import { merklePath, merklePaths, merkleRoot, rootFromPath } from "../../src/protocol/merkle.js";
import { pad, paddedLength, unpad } from "../../src/protocol/padding.js";
import { grouped } from "./recipient.js";
import { vectorsOf } from "./files.js";

interface Derivation {
  readonly salt: string;
  readonly ikm: string;
  readonly prk: string;
  readonly info: string;
  readonly length: number;
  readonly output: string;
}

interface SignedInputVector {
  readonly label: SignatureLabel;
  readonly network: string;
  readonly fields: readonly string[];
  readonly input: string;
}

interface Tree {
  readonly leaves: readonly string[];
  readonly root: string;
  readonly paths: readonly (readonly string[])[];
}

interface Padding {
  readonly messageLength: number;
  readonly paddedLength: number;
  readonly message?: string;
  readonly padded?: string;
}

interface Pair {
  readonly network: string;
  readonly user: string;
  readonly identityKey: string;
  readonly other: string;
  readonly otherIdentityKey: string;
  readonly conversation: string;
  readonly safetyNumber: string;
}

describe("what Java computes", () => {
  it.each(vectorsOf("hkdf.json") as readonly Derivation[])("is derived the same: $info of $length bytes", async (vector) => {
    const prk = await extract(fromHex(vector.salt), fromHex(vector.ikm));
    expect(hex(prk)).toBe(vector.prk);
    expect(hex(await expand(prk, fromHex(vector.info), vector.length))).toBe(vector.output);
  });

  it.each(vectorsOf("signed-inputs.json") as readonly SignedInputVector[])("is signed the same: $label", (vector) => {
    const { label, network, fields, input } = vector;
    expect(hex(signedInput(label, fromHex(network), fields.map(fromHex)))).toBe(input);
  });

  it.each(vectorsOf("merkle.json") as readonly Tree[])("hashes to the same tree", async ({ leaves, root, paths }) => {
    const data = leaves.map(fromHex);
    expect(hex(await merkleRoot(data))).toBe(root);
    const all = await merklePaths(data);
    for (const [index, leaf] of data.entries()) {
      const path = { index, leafCount: data.length, siblings: (paths[index] ?? []).map(fromHex) };
      expect(await merklePath(data, index)).toEqual(path);
      expect(all[index]).toEqual(path);
      expect(hex((await rootFromPath(leaf, path)) ?? new Uint8Array(0))).toBe(root);
    }
  });

  it.each(vectorsOf("padding.json") as readonly Padding[])("is padded the same: $messageLength bytes", (vector) => {
    expect(paddedLength(vector.messageLength)).toBe(vector.paddedLength);
    if (vector.message === undefined || vector.padded === undefined) return;
    expect(hex(pad(fromHex(vector.message)))).toBe(vector.padded);
    expect(hex(unpad(fromHex(vector.padded)))).toBe(vector.message);
  });

  it.each(vectorsOf("conversation.json") as readonly Pair[])("has the same names: $user and $other", async (vector) => {
    const network = fromHex(vector.network);
    const [one, other] = [fromHex(vector.user), fromHex(vector.other)];
    expect(hex(await directConversation(network, one, other))).toBe(vector.conversation);
    const digits = await safetyNumber(
      network,
      { user: one, identityKey: fromHex(vector.identityKey) },
      { user: other, identityKey: fromHex(vector.otherIdentityKey) },
    );
    expect(grouped(digits)).toBe(vector.safetyNumber);
  });
});
