/**
 * Opens recorded traffic by trying secrets in every part they could play: what somebody can do who has all traffic and
 * whatever secrets are found on the devices.
 *
 * A secret with an id is the private one-time key of that id. One without is tried as everything its length allows: a
 * scalar (66 bytes), a seed, a chain key of any place, a psk (64), a message key (32). What an opened wrap begins is tried on
 * the others, until nothing more opens.
 */
import { H, NONCE_ZERO, Refusal, ascii, concat, equal, expand, extract, hex, openGcm } from "./bytes.mjs";
import { decapsulate } from "./hpke.mjs";
import { keyFromSeed } from "./mlkem.mjs";
import { unpad } from "./padding.mjs";
import { decode } from "./proto.mjs";
import { STATE } from "./schema.mjs";
import * as wraps from "./wrap.mjs";

/** What work gives; undefined where it refuses. */
const unlessRefused = (work) => {
  try {
    return work();
  } catch (error) {
    if (error instanceof Refusal) return undefined;
    throw error;
  }
};

class Pool {
  constructor(secrets) {
    this.secrets = secrets;
  }

  add(bytes) {
    if (!this.secrets.some((secret) => equal(secret.bytes, bytes))) this.secrets.push({ bytes });
  }

  oneTimeKeys(id, length) {
    const name = id.toString("hex");
    return this.secrets
      .filter((secret) => secret.bytes.length === length && (secret.id ?? name) === name)
      .map((secret) => secret.bytes);
  }

  /** Every psk that a secret gives as a psk, or as a chain key at most `steps` places before. */
  *psks(steps) {
    for (const { id, bytes } of this.secrets) {
      if (id !== undefined || bytes.length !== 64) continue;
      yield bytes;
      for (let step = 0, key = bytes; step <= steps; step++, key = wraps.nextOf(key)) yield wraps.pskOf(key);
    }
  }

  messageKeys() {
    return this.secrets.filter(({ bytes }) => bytes.length === 32).map(({ bytes }) => bytes);
  }
}

const parse = (encoded, { user, device, identityKey, signingKey }) => {
  const deliver = decode("Deliver", encoded);
  const wrap = wraps.decodeWrap(deliver.wrap);
  const self = { user: hex(user), device: hex(device), identityKey: hex(identityKey), signingKey: hex(signingKey) };
  const info = wraps.infoOf(wrap, H(deliver.header), self);
  return { deliver, header: decode("OuterHeader", deliver.header), wrap, info, ciphertextHash: H(deliver.ciphertext) };
};

const isCommitted = (key, header) => {
  const commitment = expand(extract(Buffer.alloc(0), key), concat(ascii("msgr/v1/commit"), header.message_id), 64);
  return equal(commitment, header.key_commitment);
};

const contentOf = (key, { header, ciphertext }) => {
  const payloadKey = expand(extract(Buffer.alloc(0), key), concat(ascii("msgr/v1/payload-key"), H(header)), 32);
  const padded = unlessRefused(() => openGcm(payloadKey, NONCE_ZERO, header, ciphertext));
  return padded && decode("Payload", unpad(padded)).content;
};

function* pskCandidates(wrap, pool) {
  if (wrap.state === STATE.FRESH) {
    for (const psk of pool.psks(wrap.index)) yield wraps.freshPsk(wrap, psk);
  } else if (wrap.suite === wraps.HYBRID) {
    for (const seed of pool.oneTimeKeys(wrap.kem_prekey, 64))
      yield wraps.kemPsk(wrap, { privateKey: seed, publicKey: keyFromSeed(seed).ek });
  } else yield undefined;
}

const unwrapInChain = (envelope, pool) => {
  for (const psk of pool.psks(envelope.wrap.sub_index)) {
    const opened = unlessRefused(() => wraps.openChain(envelope.wrap, { psk, ...envelope }));
    if (opened) return wraps.readWrappedKey(opened.wrappedKey).key;
  }
  return undefined;
};

const unwrap = (envelope, pool) => {
  const { wrap } = envelope;
  if (wrap.state === STATE.CHAIN) return unwrapInChain(envelope, pool);
  const psks = [...pskCandidates(wrap, pool)];
  for (const scalar of pool.oneTimeKeys(wrap.prekey, 66)) {
    const shared = unlessRefused(() => decapsulate(wrap.encapsulated, scalar));
    if (shared === undefined) continue;
    for (const psk of psks) {
      const opened = unlessRefused(() => wraps.openShared(wrap, shared, { psk, ...envelope }));
      if (opened === undefined) continue;
      for (const begun of [opened.chainKey, opened.subChainKey]) if (begun) pool.add(begun);
      return wraps.readWrappedKey(opened.wrappedKey).key;
    }
  }
  return undefined;
};

const open = (envelope, pool) => {
  const key = pool.messageKeys().find((candidate) => isCommitted(candidate, envelope.header)) ?? unwrap(envelope, pool);
  const content = key && contentOf(key, envelope.deliver);
  return content && { key, content };
};

/**
 * envelopes: [{ deliver, recipient }], recipients by their name there, secrets: [{ bytes, id? }]; bytes in hex. One entry
 * for each envelope: its key K and the content, undefined where nothing opened it.
 */
export const search = ({ envelopes, recipients, secrets }) => {
  const pool = new Pool(secrets.map(({ id, bytes }) => ({ id, bytes: hex(bytes) })));
  const parsed = envelopes.map(({ deliver, recipient }) => parse(hex(deliver), recipients[recipient]));
  const found = parsed.map(() => undefined);
  for (let before = -1, now = 0; before !== now; before = now, now = found.filter(Boolean).length) {
    for (const [at, envelope] of parsed.entries()) found[at] ??= open(envelope, pool);
  }
  return found;
};
