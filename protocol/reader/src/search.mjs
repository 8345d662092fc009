/**
 * Opens recorded traffic by trying secrets in every part they could play: what somebody can do who has all traffic and
 * whatever secrets are found on the devices.
 *
 * A secret with an id is the private one-time key of that id. One without is tried as everything its length allows: a
 * scalar (66 bytes), a seed, a chain key of any place, a psk (64), a message key (32). What an opened wrap begins is tried on
 * the others, until nothing more opens.
 */
import { hex, same, unhex } from "./bytes.mjs";
import { decode } from "./canonical.mjs";
import { decapsulate } from "./hpke.mjs";
import { isCommitted, openPayload, parsePayload, wrappedKey } from "./payload.mjs";
import { H } from "./primitives.mjs";
import * as wraps from "./wrap.mjs";

/** envelopes: [{ deliver, recipient }], hex; returns one entry each: its key K and the content, or undefined where nothing opened it. */
export async function search({ envelopes, recipients, secrets }) {
  const pool = new Pool(secrets.map(({ id, bytes }) => ({ id, bytes: unhex(bytes) })));
  const parsed = envelopes.map(({ deliver, recipient }) => parse(unhex(deliver), recipients[recipient]));
  const found = parsed.map(() => undefined);
  for (let before = -1, now = 0; before !== now; before = now, now = found.filter(Boolean).length) {
    for (const [at, envelope] of parsed.entries()) found[at] ??= await open(envelope, pool);
  }
  return found;
}

class Pool {
  constructor(secrets) {
    this.secrets = secrets;
  }

  add(bytes) {
    if (!this.secrets.some((secret) => same(secret.bytes, bytes))) this.secrets.push({ bytes });
  }

  oneTimeKeys(id, length) {
    return this.secrets.filter((secret) => secret.bytes.length === length && (secret.id ?? hex(id)) === hex(id)).map((secret) => secret.bytes);
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

function parse(encoded, { user, device, identityKey, signingKey }) {
  const deliver = decode("Deliver", encoded);
  const wrap = wraps.parse(deliver.wrap);
  const self = { user: unhex(user), device: unhex(device), identityKey: unhex(identityKey), signingKey: unhex(signingKey) };
  const info = wraps.infoOf(wrap, H(deliver.header), self);
  return { deliver, header: decode("OuterHeader", deliver.header), wrap, info, aad: H(deliver.ciphertext) };
}

async function open(envelope, pool) {
  const key = pool.messageKeys().find((candidate) => isCommitted(candidate, envelope.header)) ?? (await unwrap(envelope, pool));
  if (key === undefined) return undefined;
  const padded = await openPayload(key, envelope.deliver.header, envelope.deliver.ciphertext);
  return padded && { key, content: parsePayload(padded).content };
}

async function unwrap({ wrap, info, aad }, pool) {
  if (wrap.state === wraps.CHAIN) {
    for (const psk of pool.psks(wrap.sub_index)) {
      const opened = await wraps.openByPsk(wrap, psk, info, aad);
      if (opened) return wrappedKey(opened.plaintext);
    }
    return undefined;
  }
  for (const scalar of pool.oneTimeKeys(wrap.prekey, 66)) {
    const shared = decapsulate(scalar, wrap.encapsulated);
    if (shared === undefined) continue;
    for (const psk of pskCandidates(wrap, pool)) {
      const opened = await wraps.openShared(wrap, shared, psk, info, aad);
      if (opened === undefined) continue;
      for (const begun of [opened.chainKey, opened.subChainKey]) if (begun) pool.add(begun);
      return wrappedKey(opened.plaintext);
    }
  }
  return undefined;
}

function* pskCandidates(wrap, pool) {
  if (wrap.state === wraps.FRESH) {
    for (const psk of pool.psks(wrap.index)) yield wraps.freshPsk(psk, wrap);
  } else if (wrap.suite === 2) {
    for (const seed of pool.oneTimeKeys(wrap.kem_prekey, 64)) yield wraps.kemPsk(seed, wrap);
  } else yield undefined;
}
