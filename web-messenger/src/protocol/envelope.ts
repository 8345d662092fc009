import { OuterHeaderSchema, type OuterHeader } from "#wire/envelope_pb.js";
import { concat, equal, utf8, type Bytes } from "../bytes/bytes.js";
import { decode, exactly, MalformedError, timeOf } from "../codec/canonical.js";
import { aeadKey, open, seal, TAG_LENGTH, ZERO_NONCE } from "../crypto/aead.js";
import { expand, extract, hmacKey, sha512 } from "../crypto/hash.js";
import { LEAST, pad, unpad } from "./padding.js";

export const VERSION = 1;

/** So that an envelope to many devices still fits in a frame. */
const CIPHERTEXT_AT_MOST = 262_144;

/** What is derived from the message key K. */
export interface PayloadKeys {
  commitment(messageId: Bytes): Promise<Bytes>;
  encrypt(header: Bytes, payload: Bytes): Promise<Bytes>;
  /** Throws UnopenableError, or MalformedError for wrong padding. */
  decrypt(header: Bytes, ciphertext: Bytes): Promise<Bytes>;
}

export async function payloadKeys(messageKey: Bytes): Promise<PayloadKeys> {
  const prk = await hmacKey(await extract(new Uint8Array(0), messageKey));
  // The nonce is constant because the key is used once: it depends on K and on the header.
  const keyFor = async (header: Bytes): Promise<CryptoKey> =>
    aeadKey(await expand(prk, concat(utf8("msgr/v1/payload-key"), await sha512(header)), 32));
  return {
    commitment: (messageId) => expand(prk, concat(utf8("msgr/v1/commit"), messageId), 64),
    encrypt: async (header, payload) => seal(await keyFor(header), ZERO_NONCE, header, pad(payload)),
    decrypt: async (header, ciphertext) => unpad(await open(await keyFor(header), ZERO_NONCE, header, ciphertext)),
  };
}

export async function commits(keys: PayloadKeys, header: OuterHeader): Promise<boolean> {
  return equal(await keys.commitment(header.messageId), header.keyCommitment);
}

export function parseHeader(encoded: Bytes): OuterHeader {
  const header = decode(OuterHeaderSchema, encoded);
  if (header.version !== VERSION) throw new MalformedError("version");
  exactly(16, header.network, "network");
  exactly(16, header.messageId, "message id");
  exactly(16, header.senderUser, "sender");
  exactly(16, header.senderDevice, "sender's device");
  exactly(64, header.signingKeyFingerprint, "fingerprint");
  exactly(64, header.keyCommitment, "commitment");
  timeOf(header.discardAt, "expiry");
  return header;
}

/** R1: a length that a payload can have. */
export function parseCiphertext(bytes: Bytes): Bytes {
  if (bytes.length < LEAST + TAG_LENGTH || bytes.length > CIPHERTEXT_AT_MOST) throw new MalformedError("ciphertext");
  return bytes;
}

/** The leaf of a wrap in the envelope's tree. */
export async function wrapLeaf(device: Bytes, wrap: Bytes): Promise<Bytes> {
  return concat(device, await sha512(wrap));
}
