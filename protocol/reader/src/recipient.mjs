/** A device that receives: the checks R1 to R17 in their order, with the state that takes. Keeps everything in memory. */
import { hex, join, same, u32 } from "./bytes.mjs";
import { decode } from "./canonical.mjs";
import { direct, rosterHash } from "./conversation.mjs";
import { Malformed, require, sized } from "./malformed.mjs";
import { isCommitted, openPayload, parsePayload, wrappedKey } from "./payload.mjs";
import { H, verify } from "./primitives.mjs";
import { rootFrom, signedInput, time } from "./signed.mjs";
import * as wraps from "./wrap.mjs";

const MINUTES_5 = 300_000n;
const DAYS_30 = 30n * 86_400_000n;

/** A check that refused; `silent` where the specification says so. */
export class Refused extends Error {
  constructor(check, silent = false) {
    super(check);
    this.check = check;
    this.silent = silent;
  }
}

function check(condition, name) {
  if (!condition) throw new Refused(name);
}

function formed(name, parse) {
  try {
    return parse();
  } catch (problem) {
    throw problem instanceof Malformed ? new Refused(name) : problem;
  }
}

export class Recipient {
  /** prekeys: hex of the id → private part; lists: verified, by hex of the user. */
  constructor({ network, self, lists, prekeys, allowsClassical }) {
    Object.assign(this, { network, self, lists, prekeys, allowsClassical });
    this.epochs = new Map();
    this.seen = new Map();
    this.counters = new Set();
  }

  async receive(encodedDeliver, now) {
    const { deliver, header, wrap } = formed("R1", () => parseDeliver(encodedDeliver));
    check(same(header.network, this.network), "R2");
    const list = this.lists.get(hex(header.sender_user));
    const device = list?.device(header.sender_device);
    check(device !== undefined, "R3");
    check(same(header.signing_key_fingerprint, H(device.signing_key)), "R4");
    const root = rootFrom(join(this.self.device, H(deliver.wrap)), deliver.path);
    check(root !== undefined, "R5");
    const fields = [H(deliver.header), H(deliver.ciphertext), u32(deliver.path.leaf_count), root];
    const input = signedInput("msgr/v1/env", this.network, fields);
    check(await verify(device.signing_key, input, deliver.signature), "R6");
    const both = device.suites.includes(2) && this.self.suites.includes(2);
    check(wrap.suite === 2 || (!both && this.allowsClassical), "R7");
    const name = hex(join(header.sender_user, header.sender_device, header.message_id));
    const hash = hex(H(H(deliver.header), H(deliver.ciphertext), H(deliver.wrap)));
    if (this.seen.has(name)) throw new Refused("R8", this.seen.get(name) === hash);
    if (header.discard_at <= BigInt(now)) throw new Refused("R9", true);

    const sender = hex(join(header.sender_user, header.sender_device));
    const info = wraps.infoOf(wrap, H(deliver.header), this.self);
    const { opened, done } = await this.#unwrap(sender, wrap, info, H(deliver.ciphertext));
    check(opened !== undefined, "R11");
    const key = formed("R11", () => wrappedKey(opened.plaintext));
    check(isCommitted(key, header), "R12");
    const padded = await openPayload(key, deliver.header, deliver.ciphertext);
    check(padded !== undefined, "R13");
    const { context, content } = formed("R13", () => parsePayload(padded));
    check(context.counter > 0n && !this.counters.has(sender + context.counter), "R14");
    check(time(context.sent_at) <= BigInt(now) + MINUTES_5 && context.sent_at >= BigInt(now) - DAYS_30, "R15");
    this.#judge(context, list);
    check(content !== undefined && Object.values(content).some((kind) => kind !== undefined), "R17");

    done();
    this.seen.set(name, hash);
    this.counters.add(sender + context.counter);
    return { id: header.message_id, context, content };
  }

  #judge(context, sender) {
    const own = this.lists.get(hex(this.self.user));
    check(!same(sender.user, own.user), "R16");
    check(same(context.conversation, direct(this.network, sender.user, own.user)), "R16");
    check(same(context.sender_identity_fingerprint, sender.fingerprint), "R16");
    check(context.sender_list_version === sender.version && same(context.sender_list_hash, sender.hash), "R16");
    check(same(context.roster_hash, rosterHash([sender, own])), "R16");
    check(context.control_head.length === 0 && context.log_checkpoint.length === 0, "R16");
  }

  /** What opened, and what to do once the message is accepted: keys that were used go, chains move on. */
  async #unwrap(sender, wrap, info, aad) {
    if (wrap.state === wraps.START) return this.#start(sender, wrap, info, aad);
    const epoch = this.epochs.get(sender + hex(wrap.epoch));
    check(epoch !== undefined && epoch.suite === wrap.suite, "R10");
    return wrap.state === wraps.FRESH ? this.#fresh(epoch, wrap, info, aad) : this.#chain(epoch, wrap, info, aad);
  }

  #prekey(id) {
    const found = this.prekeys.get(hex(id));
    check(found !== undefined, "R10");
    return found;
  }

  async #start(sender, wrap, info, aad) {
    const scalar = this.#prekey(wrap.prekey);
    const psk = wrap.suite === 2 ? wraps.kemPsk(this.#prekey(wrap.kem_prekey), wrap) : undefined;
    const opened = await wraps.openByKeys(wrap, scalar, psk, info, aad);
    const done = () => {
      this.prekeys.delete(hex(wrap.prekey));
      this.prekeys.delete(hex(wrap.kem_prekey));
      const chains = new Map([
        ["main", chain(opened.chainKey)],
        [0, chain(opened.subChainKey)],
      ]);
      this.epochs.set(sender + hex(opened.epoch), { suite: wrap.suite, chains });
    };
    return { opened, done };
  }

  async #fresh(epoch, wrap, info, aad) {
    const scalar = this.#prekey(wrap.prekey);
    const place = placeIn(epoch.chains.get("main"), wrap.index);
    const opened = await wraps.openByKeys(wrap, scalar, wraps.freshPsk(place.psk, wrap), info, aad);
    const done = () => {
      this.prekeys.delete(hex(wrap.prekey));
      place.take();
      if (opened.subChainKey) epoch.chains.set(opened.carrier, chain(opened.subChainKey));
    };
    return { opened, done };
  }

  async #chain(epoch, wrap, info, aad) {
    const sub = epoch.chains.get(wrap.index);
    check(sub !== undefined, "R10");
    const place = placeIn(sub, wrap.sub_index);
    return { opened: await wraps.openByPsk(wrap, place.psk, info, aad), done: place.take };
  }
}

const chain = (key) => ({ key, index: 0, skipped: new Map() });

/** The psk of a place, which `take` takes out of the chain; R10 where it was taken before. */
function placeIn(chain, index) {
  if (index < chain.index) {
    const psk = chain.skipped.get(index);
    check(psk !== undefined, "R10");
    return { psk, take: () => chain.skipped.delete(index) };
  }
  const skipped = new Map();
  let key = chain.key;
  for (let at = chain.index; at < index; at++, key = wraps.nextOf(key)) {
    skipped.set(at, wraps.pskOf(key));
    check(skipped.size <= 1000, "R10");
  }
  const take = () => {
    skipped.forEach((psk, at) => chain.skipped.set(at, psk));
    chain.key = wraps.nextOf(key);
    chain.index = index + 1;
  };
  return { psk: wraps.pskOf(key), take };
}

function parseDeliver(encoded) {
  const deliver = decode("Deliver", encoded);
  const header = decode("OuterHeader", deliver.header);
  require(header.version === 1, "version 1");
  for (const name of ["network", "message_id", "sender_user", "sender_device"]) sized(header[name], 16, name);
  for (const name of ["signing_key_fingerprint", "key_commitment"]) sized(header[name], 64, name);
  time(header.discard_at);
  sized(deliver.signature, 132, "signature");
  require(deliver.ciphertext.length >= 528 && deliver.ciphertext.length <= 262_144, "ciphertext of 528 to 262,144 bytes");
  require(deliver.path !== undefined, "a path");
  deliver.path.siblings.forEach((sibling) => sized(sibling, 64, "a sibling"));
  return { deliver, header, wrap: wraps.parse(deliver.wrap) };
}
