// The recipient's side of a link: epochs, psks that were skipped, sub-chains. docs/protocol.md, "Link".
import { equal, demand } from "./bytes.mjs";
import { STATE } from "./schema.mjs";
import { CARRIER_EVERY, freshPsk, kemPsk, nextOf, openChain, openWithPrekey, pskOf } from "./wrap.mjs";

const KEPT_EPOCHS = 2;
const KEPT_PSKS = 1000;
const UNKNOWN = "key-unavailable";

/** A chain (CK or SC) at its next place, with the psks of the places that were passed over. */
const chainFrom = (key, at = 0, skipped = new Map()) => ({ key, at, skipped });

/** The psk of a place and the chain after it. The chain given stays as it is. */
const takePlace = (chain, place, room) => {
  if (place < chain.at) {
    const psk = chain.skipped.get(place);
    demand(psk, UNKNOWN, `place ${place} was used`);
    const skipped = new Map(chain.skipped);
    skipped.delete(place);
    return { psk, chain: chainFrom(chain.key, chain.at, skipped) };
  }
  demand(place - chain.at <= room, UNKNOWN, "too far ahead");
  const skipped = new Map(chain.skipped);
  let key = chain.key;
  for (let at = chain.at; at < place; at++) {
    skipped.set(at, pskOf(key));
    key = nextOf(key);
  }
  return { psk: pskOf(key), chain: chainFrom(nextOf(key), place + 1, skipped) };
};

const skippedOf = (epoch) =>
  [epoch.chain, ...epoch.subChains.values()].reduce((sum, chain) => sum + chain.skipped.size, 0);
const roomOf = (epochs) => KEPT_PSKS - epochs.reduce((sum, epoch) => sum + skippedOf(epoch), 0);

const prekeyOf = (pool, id) => {
  const prekey = pool.get(id.toString("hex"));
  demand(prekey, UNKNOWN, "one-time key");
  return prekey;
};

const openStart = (wrap, { epochs, prekeys, kemPrekeys, ...place }) => {
  const prekey = prekeyOf(prekeys, wrap.prekey);
  const kemPrekey = wrap.kem_prekey.length ? prekeyOf(kemPrekeys, wrap.kem_prekey) : undefined;
  const psk = kemPrekey && kemPsk(wrap, kemPrekey);
  const opened = openWithPrekey(wrap, { prekey, psk, ...place });
  const begun = {
    id: opened.epoch,
    suite: wrap.suite,
    chain: chainFrom(opened.chainKey),
    subChains: new Map([[0, chainFrom(opened.subChainKey)]]),
    lastCarrier: 0,
  };
  const after = (counter) => {
    const newestFirst = [{ ...begun, counter }, ...epochs].sort((a, b) => (a.counter < b.counter ? 1 : -1));
    return newestFirst.slice(0, KEPT_EPOCHS);
  };
  return { wrappedKey: opened.wrappedKey, epoch: begun, after };
};

const openFresh = (wrap, epoch, { epochs, prekeys, ...place }) => {
  const prekey = prekeyOf(prekeys, wrap.prekey);
  const { psk, chain } = takePlace(epoch.chain, wrap.index, roomOf(epochs));
  const opened = openWithPrekey(wrap, { prekey, psk: freshPsk(wrap, psk), ...place });
  const subChains = new Map(epoch.subChains);
  const carrier = wrap.index + 1;
  if (opened.subChainKey && carrier > epoch.lastCarrier) subChains.set(carrier, chainFrom(opened.subChainKey));
  return { wrappedKey: opened.wrappedKey, epoch: { ...epoch, chain, subChains } };
};

const openOnSubChain = (wrap, epoch, { epochs, ...place }) => {
  const subChain = epoch.subChains.get(wrap.index);
  demand(wrap.index % CARRIER_EVERY === 0 && subChain, UNKNOWN, "sub-chain");
  const { psk, chain } = takePlace(subChain, wrap.sub_index, roomOf(epochs));
  const opened = openChain(wrap, { psk, ...place });
  const kept = [...epoch.subChains].filter(([carrier]) => carrier >= wrap.index);
  const subChains = new Map(kept).set(wrap.index, chain);
  return { wrappedKey: opened.wrappedKey, epoch: { ...epoch, subChains, lastCarrier: wrap.index } };
};

/**
 * Opens a wrap without changing anything. The answer's after(counter) gives the epochs to keep once every check passed.
 * context: epochs, prekeys, kemPrekeys, info, ciphertextHash.
 */
export const openWrap = (wrap, context) => {
  if (wrap.state === STATE.START) return openStart(wrap, context);
  const { epochs } = context;
  const epoch = epochs.find((each) => equal(each.id, wrap.epoch) && each.suite === wrap.suite);
  demand(epoch, UNKNOWN, "epoch");
  const opened = (wrap.state === STATE.FRESH ? openFresh : openOnSubChain)(wrap, epoch, context);
  return { ...opened, after: () => epochs.map((each) => (each === epoch ? opened.epoch : each)) };
};
