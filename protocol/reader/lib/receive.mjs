// The checks R1 to R17 in their order, as one receiving device. docs/protocol.md, "Receiving".
import {
  H,
  NONCE_ZERO,
  Refusal,
  ascii,
  compare,
  concat,
  equal,
  expand,
  extract,
  openGcm,
  demand,
  u32,
} from "./bytes.mjs";
import { directConversation, rosterHash } from "./conversation.mjs";
import { openWrap } from "./link.mjs";
import { deviceOf } from "./lists.mjs";
import { rootByPath } from "./merkle.mjs";
import { isSignedBy, signedInput } from "./p521.mjs";
import { unpad } from "./padding.mjs";
import { AHEAD, LIFE } from "./prekeys.mjs";
import { decode } from "./proto.mjs";
import { CLASSICAL, HYBRID, decodeWrap, infoOf, readWrappedKey } from "./wrap.mjs";

const WINDOW = 1024n;
const hexOf = (...parts) => concat(...parts).toString("hex");

export const envelopeSignatureInput = (network, header, ciphertext, count, root) =>
  signedInput("msgr/v1/env", network, H(header), H(ciphertext), u32(count), root);
export const wrapLeaf = (device, encodedWrap) => concat(device, H(encodedWrap));

const commitmentOf = (prk, messageId) => expand(prk, concat(ascii("msgr/v1/commit"), messageId), 64);
const payloadKey = (prk, header) => expand(prk, concat(ascii("msgr/v1/payload-key"), H(header)), 32);

/** R1. */
export const parseDelivery = (encoded) => {
  const deliver = decode("Deliver", encoded);
  const header = decode("OuterHeader", deliver.header);
  demand(header.version === 1, "malformed", "version");
  return {
    ...deliver,
    encodedHeader: deliver.header,
    header,
    encodedWrap: deliver.wrap,
    wrap: decodeWrap(deliver.wrap),
  };
};

const recodedAs = (code, work) => {
  try {
    return work();
  } catch (error) {
    if (error instanceof Refusal && error.code === "malformed") throw new Refusal(code, error.message);
    throw error;
  }
};

/** R17's bounds. Text is counted in bytes. */
const checkContent = (content, original) => {
  const code = "unknown-content";
  demand(content && Object.values(content).some((kind) => kind !== undefined), code, "none");
  if (content.text) {
    const length = Buffer.byteLength(content.text.body);
    demand(length >= 1 && length <= 65536, code, "text");
  }
  if (content.delivered) {
    const ids = content.delivered.message_ids;
    demand(ids.length >= 1 && ids.length <= 256 && ids.every((id) => id.length === 16), code, "delivered");
  }
  if (content.displayed) {
    demand(content.displayed.message_id.length === 16 && content.displayed.displayed_at > 0n, code, "displayed");
  }
  if (content.not_opened) {
    const { message_id: id, hash } = content.not_opened;
    demand(id.length === 16 && hash.length === 64, code, "not opened");
  }
  demand(!original || content.text, code, "original without a text");
};

const isStricter = (a, b) =>
  a.expires_after_seconds < b.expires_after_seconds ||
  (a.burn_after_seconds || Infinity) < (b.burn_after_seconds || Infinity);

/**
 * One device: network, own (its list), device, lists (of others, by user), prekeys and kemPrekeys (private, by id),
 * classicalAllowed. What it remembers: links, counters, hashes.
 */
export class Recipient {
  constructor({ network, own, device, lists, prekeys, kemPrekeys, classicalAllowed }) {
    Object.assign(this, { network, own, device, prekeys, kemPrekeys, classicalAllowed });
    this.lists = new Map(lists.map((list) => [hexOf(list.user), list]));
    this.lists.set(hexOf(own.user), own);
    this.links = new Map();
    this.counters = new Map();
    this.hashes = new Map();
  }

  get listed() {
    return deviceOf(this.own, this.device);
  }

  /** The message, or { dropped } where the table says silently, or a Refusal with the table's code. */
  receive(encoded, now) {
    const envelope = parseDelivery(encoded);
    const sender = this.checkSender(envelope);
    const known = this.checkDuplicate(envelope);
    if (known) return { dropped: "duplicate" };
    if (now >= envelope.header.discard_at) return { dropped: "expired" };
    const opened = this.open(envelope);
    const { key, replyKey } = readWrappedKey(opened.wrappedKey);
    const payload = this.openPayload(envelope, key);
    const { context, content } = payload;
    this.checkCounter(envelope, context.counter);
    demand(context.sent_at <= now + AHEAD && context.sent_at >= now - LIFE, "implausible-time");
    this.checkContext(envelope, sender, context);
    checkContent(content, context.original);
    this.commit(envelope, opened, context.counter);
    return { envelope, context, content, replyKey, epoch: opened.epoch };
  }

  /** R2 to R7. */
  checkSender({ header, encodedHeader, ciphertext, signature, wrap, encodedWrap, path }) {
    demand(equal(header.network, this.network), "foreign-network");
    const list = this.lists.get(hexOf(header.sender_user));
    const device = list && deviceOf(list, header.sender_device);
    demand(device, "unknown-device");
    demand(equal(header.signing_key_fingerprint, H(device.signing_key)), "wrong-signing-key");
    const root = rootByPath(wrapLeaf(this.device, encodedWrap), path);
    demand(root, "wrong-path");
    const input = envelopeSignatureInput(this.network, encodedHeader, ciphertext, path.leaf_count, root);
    demand(isSignedBy(device.signing_key, signature, input), "bad-signature");
    if (wrap.suite === CLASSICAL) {
      const bothDoBetter = device.suites.includes(HYBRID) && this.listed.suites.includes(HYBRID);
      demand(!bothDoBetter && this.classicalAllowed, "downgraded");
    }
    return list;
  }

  /** R8. */
  checkDuplicate({ header, encodedHeader, ciphertext, encodedWrap }) {
    const known = this.hashes.get(hexOf(header.sender_user, header.sender_device, header.message_id));
    if (!known) return false;
    demand(equal(known, H(H(encodedHeader), H(ciphertext), H(encodedWrap))), "conflicting-duplicate");
    return true;
  }

  /** R10 and R11. */
  open({ header, encodedHeader, ciphertext, wrap }) {
    const recipient = {
      user: this.own.user,
      device: this.device,
      identityKey: this.own.identityKey,
      signingKey: this.listed.signing_key,
    };
    return openWrap(wrap, {
      epochs: this.links.get(hexOf(header.sender_user, header.sender_device)) ?? [],
      prekeys: this.prekeys,
      kemPrekeys: this.kemPrekeys,
      info: infoOf(wrap, H(encodedHeader), recipient),
      ciphertextHash: H(ciphertext),
    });
  }

  /** R12 and R13. */
  openPayload({ header, encodedHeader, ciphertext }, key) {
    const prk = extract(Buffer.alloc(0), key);
    demand(equal(commitmentOf(prk, header.message_id), header.key_commitment), "wrong-commitment");
    const code = "payload-unopenable";
    const padded = openGcm(payloadKey(prk, encodedHeader), NONCE_ZERO, encodedHeader, ciphertext, code);
    return recodedAs(code, () => decode("Payload", unpad(padded)));
  }

  /** R14. */
  checkCounter({ header }, counter) {
    const used = this.counters.get(hexOf(header.sender_user, header.sender_device));
    if (!used) return;
    demand(counter > used.highest - WINDOW && !used.places.has(counter), "counter-reused");
  }

  /** R16. Lists: the newest alone; a device of the people in question would ask its history too. */
  checkContext({ header }, list, context) {
    const code = "wrong-context";
    const fromOwn = equal(list.user, this.own.user);
    demand(!(fromOwn && equal(header.sender_device, this.device)), code, "from itself");
    const partners = fromOwn ? [...this.lists.values()].filter((each) => each !== this.own) : [list];
    const partner = partners.find((each) =>
      equal(context.conversation, directConversation(this.network, this.own.user, each.user)),
    );
    demand(partner, code, "conversation");
    demand(equal(context.sender_identity_fingerprint, list.fingerprint), code, "identity fingerprint");
    demand(context.sender_list_version === list.version, code, "list version");
    demand(equal(context.sender_list_hash, list.hash), code, "list hash");
    demand(equal(context.roster_hash, rosterHash([this.own, partner])), code, "roster hash");
    demand(context.control_head.length === 0 && context.log_checkpoint.length === 0, code, "not in version 0.1");
    const { original } = context;
    if (!original) return;
    demand(compare(original.message_id, header.message_id) !== 0, code, "original has the id of its envelope");
    demand(original.sent_at === context.sent_at, code, "original was sent at another time");
    demand(!isStricter(original.ephemerality, context.ephemerality), code, "original is stricter");
  }

  commit({ header, encodedHeader, ciphertext, wrap, encodedWrap }, opened, counter) {
    const sender = hexOf(header.sender_user, header.sender_device);
    this.links.set(sender, opened.after(counter));
    this.prekeys.delete(hexOf(wrap.prekey));
    this.kemPrekeys.delete(hexOf(wrap.kem_prekey));
    this.hashes.set(
      hexOf(header.sender_user, header.sender_device, header.message_id),
      H(H(encodedHeader), H(ciphertext), H(encodedWrap)),
    );
    const { highest = 0n, places = new Set() } = this.counters.get(sender) ?? {};
    places.add(counter);
    this.counters.set(sender, { highest: counter > highest ? counter : highest, places });
  }
}
