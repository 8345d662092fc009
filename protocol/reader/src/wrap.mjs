/** The wrap of a message key: its form, and how each state opens. */
import { join, u16, u32, u8, zeros } from "./bytes.mjs";
import { decode } from "./canonical.mjs";
import { decapsulate, keySchedule } from "./hpke.mjs";
import { require, sized } from "./malformed.mjs";
import { expand, gcmOpen, H, H256, kem } from "./primitives.mjs";

export const START = 1;
export const FRESH = 2;
export const CHAIN = 3;
/** A FRESH whose index plus 1 is a multiple of this carries a sub-chain. */
const CARRIER = 16;

const LENGTHS = { prekey: 16, encapsulated: 133, kem_prekey: 16, kem_ciphertext: 1568, epoch: 32 };

/** A wrap whose fields are those of its suite and state, and no others. */
export function parse(encoded) {
  const wrap = decode("Wrap", encoded);
  require(wrap.suite === 1 || wrap.suite === 2, "a known suite");
  require([START, FRESH, CHAIN].includes(wrap.state), "a known state");
  const due = {
    [START]: ["prekey", "encapsulated", ...(wrap.suite === 2 ? ["kem_prekey", "kem_ciphertext"] : [])],
    [FRESH]: ["prekey", "encapsulated", "epoch"],
    [CHAIN]: ["epoch"],
  }[wrap.state];
  for (const [name, length] of Object.entries(LENGTHS)) sized(wrap[name], due.includes(name) ? length : 0, name);
  require(wrap.state !== START || wrap.index === 0, "START has no index");
  require(wrap.state === CHAIN || wrap.sub_index === 0, "only CHAIN has a sub_index");
  sized(wrap.sealed, 214, "sealed");
  return wrap;
}

/** What binds a wrap to its envelope and recipient. */
export function infoOf(wrap, headerHash, { user, device, identityKey, signingKey }) {
  const prekey = wrap.state === CHAIN ? zeros(16) : wrap.prekey;
  const recipient = H(user, device, identityKey, signingKey, prekey);
  return join("msgr/v1/wrap", u16(wrap.suite), u8(wrap.state), headerHash, recipient);
}

export const pskOf = (chainKey) => expand(chainKey, "msgr/v1/psk", 64);
export const nextOf = (chainKey) => expand(chainKey, "msgr/v1/next", 64);

/** Of a START of suite 0x0002. */
export function kemPsk(seed, wrap) {
  const id = join("msgr/v1/mlkem1024", H256(kem.publicKeyOf(seed), wrap.kem_ciphertext));
  return { key: kem.decapsulate(seed, wrap.kem_ciphertext), id };
}

export const freshPsk = (psk, wrap) => ({ key: psk, id: join(wrap.epoch, u32(wrap.index)) });

/**
 * START and FRESH, with one private scalar and one psk: the plaintext and what it begins; undefined if it does not open.
 */
export async function openByKeys(wrap, scalar, psk, info, aad) {
  const shared = decapsulate(scalar, wrap.encapsulated);
  return shared && openShared(wrap, shared, psk, info, aad);
}

export async function openShared(wrap, shared, psk, info, aad) {
  const context = keySchedule(shared, info, psk);
  const plaintext = await context.open(aad, wrap.sealed);
  if (plaintext === undefined) return undefined;
  const isStart = wrap.state === START;
  return {
    plaintext,
    ...(isStart && { epoch: context.export("msgr/v1/epoch", 32), chainKey: context.export("msgr/v1/link", 64) }),
    ...((isStart || (wrap.index + 1) % CARRIER === 0) && {
      carrier: isStart ? 0 : wrap.index + 1,
      subChainKey: context.export("msgr/v1/sub", 64),
    }),
  };
}

export const chainKeyOf = (psk, info) => expand(psk, join("msgr/v1/chain-key", H(info)), 32);

/** CHAIN, with the psk of its place. */
export async function openByPsk(wrap, psk, info, aad) {
  const plaintext = await gcmOpen(chainKeyOf(psk, info), zeros(12), aad, wrap.sealed);
  return plaintext && { plaintext };
}
