/** Envelopes that their sender signed, with one thing wrong inside: what only the later checks can find. */
import { create } from "@bufbuild/protobuf";
import { OuterHeaderSchema } from "#wire/envelope_pb.js";
import { DeliverSchema, type Deliver } from "#wire/socket_pb.js";
import { concat, utf8, type Bytes } from "../../src/bytes/bytes.js";
import { u32 } from "../../src/bytes/integers.js";
import { encode } from "../../src/codec/canonical.js";
import { aeadKey, seal, ZERO_NONCE } from "../../src/crypto/aead.js";
import { expand, extract, sha512 } from "../../src/crypto/hash.js";
import { randomBytes } from "../../src/crypto/random.js";
import { payloadKeys, wrapLeaf } from "../../src/protocol/envelope.js";
import { merklePath, merkleRoot } from "../../src/protocol/merkle.js";
import { HOUR } from "../../src/protocol/time.js";
import { HYBRID } from "../../src/protocol/suite.js";
import { sealWrap } from "../../src/protocol/wrap-sealing.js";
import { encodeWrappedKey } from "../../src/protocol/wrapped-key.js";
import { NOON, type Device, type Person } from "../people.js";

export interface Forgery {
  /** What is encrypted, padding included. */
  readonly padded: Bytes;
  /** The key that the header commits to, where it is another. */
  readonly committedTo?: Bytes;
  /** The header that the wrap is bound to, where it is another. */
  readonly boundTo?: Bytes;
  /** Of the ciphertext, what is sent: so many bytes. */
  readonly ciphertextOf?: number;
  /** Wraps of other devices in the envelope. */
  readonly others?: number;
}

export async function forge(from: Person, to: Device, { padded, committedTo, boundTo, ciphertextOf, others = 0 }: Forgery): Promise<Deliver> {
  const [messageKey, messageId] = [randomBytes(32), randomBytes(16)];
  const header = encode(OuterHeaderSchema, {
    version: 1,
    network: from.network,
    messageId,
    senderUser: from.user,
    senderDevice: from.device,
    signingKeyFingerprint: await sha512(from.key.publicKey),
    keyCommitment: await (await payloadKeys(committedTo ?? messageKey)).commitment(messageId),
    discardAt: BigInt(NOON + HOUR),
  });
  const prk = await extract(new Uint8Array(0), messageKey);
  const key = await aeadKey(await expand(prk, concat(utf8("msgr/v1/payload-key"), await sha512(header)), 32));
  const ciphertext = (await seal(key, ZERO_NONCE, header, padded)).slice(0, ciphertextOf);
  const [headerHash, ciphertextHash] = [await sha512(header), await sha512(ciphertext)];
  const { user, device, list, signingKey } = to;
  const recipient = { user, device, identityKey: list.identityKey, signingKey };
  const binding = { headerHash: boundTo === undefined ? headerHash : await sha512(boundTo), ciphertextHash, recipient };
  const keys = { prekey: await to.newPrekey(), kemPrekey: await to.newKemPrekey() };
  const message = { id: messageId, wrapped: encodeWrappedKey(messageKey), at: NOON };
  const { wrap } = await sealWrap(binding, { state: "start", suite: HYBRID, ...keys }, message);
  const leaves = [await wrapLeaf(device, wrap), ...Array.from({ length: others }, () => randomBytes(80))];
  const { siblings, ...place } = await merklePath(leaves, 0);
  const fields = [headerHash, ciphertextHash, u32(leaves.length), await merkleRoot(leaves)];
  const signature = await from.key.sign("msgr/v1/env", from.network, ...fields);
  const path = { ...place, siblings: [...siblings] };
  return create(DeliverSchema, { delivery: 1n, header, ciphertext, signature, wrap, path });
}
