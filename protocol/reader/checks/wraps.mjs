// wraps-hybrid: every step of one epoch, each wrap with the key that the vector gives and the one that the chain gives.
import { hex } from "../lib/bytes.mjs";
import { publicKeyOf } from "../lib/p521.mjs";
import { keyFromSeed } from "../lib/mlkem.mjs";
import { STATE } from "../lib/schema.mjs";
import {
  chainKeyFor,
  decodeWrap,
  freshPsk,
  infoOf,
  kemPsk,
  nextOf,
  openChain,
  openWithPrekey,
  pskOf,
  readWrappedKey,
} from "../lib/wrap.mjs";

const keysOf = (pair) => pair && { id: hex(pair.id), publicKey: hex(pair.publicKey), privateKey: hex(pair.privateKey) };

const checkBegun = (t, v, opened) => {
  if (v.epoch) t.same("epoch", opened.epoch, v.epoch);
  if (v.begunChainKey) t.same("CK_0", opened.chainKey, v.begunChainKey);
  t.same("SC begun", opened.subChainKey, v.begunSubChainKey);
};

const openStart = (t, v, wrap, place) => {
  const [prekey, kemPrekey] = [keysOf(v.prekey), keysOf(v.kemPrekey)];
  t.same("kem_prekey", wrap.kem_prekey, kemPrekey.id);
  t.same("encapsulation key", keyFromSeed(kemPrekey.privateKey).ek, kemPrekey.publicKey);
  const psk = kemPsk(wrap, kemPrekey);
  t.same("psk", psk.secret, v.psk);
  t.same("psk_id", psk.id, v.pskId);
  return openWithPrekey(wrap, { prekey, psk, ...place });
};

const openFresh = (t, v, wrap, place) => {
  const psk = freshPsk(wrap, pskOf(hex(v.chainKey)));
  t.same("psk", psk.secret, v.psk);
  t.same("psk_id", psk.id, v.pskId);
  t.same("CK after", nextOf(hex(v.chainKey)), v.nextChainKey);
  return openWithPrekey(wrap, { prekey: keysOf(v.prekey), psk, ...place });
};

const openOnSubChain = (t, v, wrap, place) => {
  const psk = pskOf(hex(v.chainKey));
  t.same("psk", psk, v.psk);
  t.same("key", chainKeyFor(psk, place.info), v.key);
  t.same("SC after", nextOf(hex(v.chainKey)), v.nextChainKey);
  return openChain(wrap, { psk, ...place });
};

const OPENERS = { [STATE.START]: openStart, [STATE.FRESH]: openFresh, [STATE.CHAIN]: openOnSubChain };

/** CK and SC as they run from wrap to wrap: SC of a carrier, and the places between that no vector shows. */
const stepped = (key, steps) => (steps === 0 ? key : stepped(nextOf(key), steps - 1));

const checkChains = (t, wraps, v, wrap) => {
  const decoded = wraps.map((each) => decodeWrap(hex(each.wrap)));
  const carrierOf = (each, n) =>
    each.state === STATE.START ? 0 : each.state === STATE.FRESH && wraps[n].begunSubChainKey ? each.index + 1 : -1;
  const carrier = decoded.findIndex((each, n) => carrierOf(each, n) === wrap.index);
  if (wrap.state === STATE.CHAIN)
    t.same("SC_j", stepped(hex(wraps[carrier].begunSubChainKey), wrap.sub_index), v.chainKey);
  if (wrap.state === STATE.FRESH) t.same("CK_i", stepped(hex(wraps[0].begunChainKey), wrap.index), v.chainKey);
};

export const wrapsHybrid = (file, t) => {
  const recipient = {
    user: hex(file.recipient.user),
    device: hex(file.recipient.device),
    identityKey: hex(file.recipient.identityKey),
    signingKey: hex(file.recipient.signingKey),
  };
  file.wraps.forEach((v, n) =>
    t.vector(`#${n}, state ${v.state}`, () => {
      const wrap = decodeWrap(hex(v.wrap));
      t.same("state", wrap.state, v.state);
      const info = infoOf(wrap, hex(v.headerHash), recipient);
      t.same("info", info, v.info);
      if (v.prekey) {
        t.same("prekey", wrap.prekey, v.prekey.id);
        t.same("public key", publicKeyOf(hex(v.prekey.privateKey)), v.prekey.publicKey);
      }
      const place = { info, ciphertextHash: hex(v.ciphertextHash) };
      const opened = OPENERS[wrap.state](t, v, wrap, place);
      t.same("wrapped key", opened.wrappedKey, v.wrappedKey);
      readWrappedKey(opened.wrappedKey);
      checkBegun(t, v, opened);
      checkChains(t, file.wraps, v, wrap);
      const other = { ...place, ciphertextHash: hex(v.headerHash) };
      t.refused("with another ciphertext", "wrap-unopenable", () => OPENERS[wrap.state](t, v, wrap, other));
    }),
  );
};
