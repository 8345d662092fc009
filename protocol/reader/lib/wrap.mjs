// One wrap: its form, and how it opens in each state and suite. docs/protocol.md, "Wrap".
import {
  H,
  NONCE_ZERO,
  Refusal,
  ascii,
  concat,
  expand,
  openGcm,
  demand,
  sha256,
  toBigInt,
  u16,
  u32,
  u8,
} from "./bytes.mjs";
import { decapsulate, keySchedule, open } from "./hpke.mjs";
import * as mlkem from "./mlkem.mjs";
import { decode } from "./proto.mjs";
import { STATE } from "./schema.mjs";

export const CLASSICAL = 0x0001;
export const HYBRID = 0x0002;
export const CARRIER_EVERY = 16;
const NO_PREKEY = Buffer.alloc(16);
const CODE = "wrap-unopenable";

const FIELDS = {
  [`${CLASSICAL}/${STATE.START}`]: ["prekey", "encapsulated"],
  [`${HYBRID}/${STATE.START}`]: ["prekey", "encapsulated", "kem_prekey", "kem_ciphertext"],
  [`${CLASSICAL}/${STATE.FRESH}`]: ["prekey", "encapsulated", "epoch", "index"],
  [`${HYBRID}/${STATE.FRESH}`]: ["prekey", "encapsulated", "epoch", "index"],
  [`${CLASSICAL}/${STATE.CHAIN}`]: ["epoch", "index", "sub_index"],
  [`${HYBRID}/${STATE.CHAIN}`]: ["epoch", "index", "sub_index"],
};
const OPTIONAL = ["prekey", "encapsulated", "kem_prekey", "kem_ciphertext", "epoch", "index", "sub_index"];

/** R1's part: the fields that suite and state ask for, and no others. An index of 0 does not show. */
export const decodeWrap = (encoded) => {
  const wrap = decode("Wrap", encoded);
  const fields = FIELDS[`${wrap.suite}/${wrap.state}`];
  demand(fields, "malformed", "unknown suite or state");
  for (const name of OPTIONAL) {
    const isNumber = typeof wrap[name] === "number";
    const isSet = isNumber ? wrap[name] !== 0 : wrap[name].length > 0;
    demand(fields.includes(name) ? isSet || isNumber : !isSet, "malformed", `Wrap.${name}`);
  }
  return wrap;
};

export const infoOf = (wrap, headerHash, recipient) => {
  const prekey = wrap.state === STATE.CHAIN ? NO_PREKEY : wrap.prekey;
  const named = concat(recipient.user, recipient.device, recipient.identityKey, recipient.signingKey, prekey);
  return concat(ascii("msgr/v1/wrap"), u16(wrap.suite), u8(wrap.state), headerHash, H(named));
};

const begunBy = (schedule) => schedule.exportSecret("msgr/v1/sub", 64);

export const kemPsk = (wrap, kemPrekey) => ({
  secret: mlkem.decapsulate(kemPrekey.privateKey, wrap.kem_ciphertext),
  id: concat(ascii("msgr/v1/mlkem1024"), sha256(kemPrekey.publicKey, wrap.kem_ciphertext)),
});
export const freshPsk = (wrap, secret) => ({ secret, id: concat(wrap.epoch, u32(wrap.index)) });

/** Steps of CK and SC. */
export const pskOf = (chainKey) => expand(chainKey, "msgr/v1/psk", 64);
export const nextOf = (chainKey) => expand(chainKey, "msgr/v1/next", 64);

const decapsulated = (wrap, prekey) => {
  try {
    return decapsulate(wrap.encapsulated, prekey.privateKey);
  } catch (error) {
    if (error instanceof Refusal) throw new Refusal(CODE, error.message);
    throw error;
  }
};

/** START or FRESH: the plaintext, and what the HPKE context begins. */
export const openWithPrekey = (wrap, { prekey, ...place }) => openShared(wrap, decapsulated(wrap, prekey), place);

export const openShared = (wrap, shared, { psk, info, ciphertextHash }) => {
  const schedule = keySchedule(shared, info, psk);
  const wrappedKey = open(schedule, 0, ciphertextHash, wrap.sealed, CODE);
  if (wrap.state === STATE.START) {
    const [epoch, chainKey] = [schedule.exportSecret("msgr/v1/epoch", 32), schedule.exportSecret("msgr/v1/link", 64)];
    return { wrappedKey, epoch, chainKey, subChainKey: begunBy(schedule) };
  }
  const isCarrier = (wrap.index + 1) % CARRIER_EVERY === 0;
  return { wrappedKey, subChainKey: isCarrier ? begunBy(schedule) : undefined };
};

export const chainKeyFor = (psk, info) => expand(psk, concat(ascii("msgr/v1/chain-key"), H(info)), 32);
export const openChain = (wrap, { psk, info, ciphertextHash }) => ({
  wrappedKey: openGcm(chainKeyFor(psk, info), NONCE_ZERO, ciphertextHash, wrap.sealed, CODE),
});

/** K and the reply key, if there is one. */
export const readWrappedKey = (plaintext) => {
  demand(plaintext.length === 198, CODE, "length");
  const [key, flag, rest] = [plaintext.subarray(0, 32), plaintext[32], plaintext.subarray(33)];
  demand(flag <= 1, CODE, "reply key neither there nor not");
  if (flag === 1) {
    const times = [rest.subarray(149, 157), rest.subarray(157)].map(toBigInt);
    return {
      key,
      replyKey: { id: rest.subarray(0, 16), publicKey: rest.subarray(16, 149), created: times[0], expires: times[1] },
    };
  }
  demand(
    rest.every((byte) => byte === 0),
    CODE,
    "a reply key where there is none",
  );
  return { key };
};
