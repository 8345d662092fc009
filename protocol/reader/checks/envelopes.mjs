// envelopes*: a conversation as its recipient gets it, and what may not get through.
import { compare, equal, hex } from "../lib/bytes.mjs";
import { safetyNumber } from "../lib/conversation.mjs";
import { acceptList, deviceOf } from "../lib/lists.mjs";
import { rootOf } from "../lib/merkle.mjs";
import { isSignedBy, publicKeyOf } from "../lib/p521.mjs";
import { keyFromSeed } from "../lib/mlkem.mjs";
import { acceptClaimed, nothingSeen } from "../lib/prekeys.mjs";
import { decode, encode } from "../lib/proto.mjs";
import { Recipient, envelopeSignatureInput, parseDelivery, wrapLeaf } from "../lib/receive.mjs";
import { MLKEM_TYPE, P521_TYPE, STATE } from "../lib/schema.mjs";

const lists = new Map();
/** Verified once: every check begins with a recipient of its own. */
export const listOf = (network, party) => {
  const name = [network.toString("hex"), party.user, party.signedDeviceList].join();
  if (!lists.has(name)) lists.set(name, acceptList(hex(party.signedDeviceList), { network, user: hex(party.user) }));
  return lists.get(name);
};
const poolOf = (prekeys = []) =>
  new Map(prekeys.map((each) => [each.id, { publicKey: hex(each.publicKey), privateKey: hex(each.privateKey) }]));

export const recipientOf = (v, changes = {}) => {
  const network = hex(v.network);
  return new Recipient({
    network,
    own: listOf(network, v.recipient),
    device: hex(v.recipient.device),
    lists: [listOf(network, v.sender)],
    prekeys: poolOf(v.recipient.prekeys),
    kemPrekeys: poolOf(v.recipient.kemPrekeys),
    classicalAllowed: v.recipient.kemPrekeys === undefined,
    ...changes,
  });
};

const checkPrekeys = (t, v, prekeys, type) => {
  const network = hex(v.network);
  const seen = nothingSeen();
  for (const each of prekeys ?? []) {
    t.vector(`prekey ${each.id}, type ${type}`, () => {
      const place = {
        network,
        list: listOf(network, v.recipient),
        device: hex(v.recipient.device),
        type,
        now: BigInt(v.now),
        seen,
      };
      const claimed = acceptClaimed(hex(each.claimedPrekey), place);
      t.same("id", claimed.id, each.id);
      t.same("key", claimed.key, each.publicKey);
      const privateKey = hex(each.privateKey);
      t.same(
        "public of private",
        type === P521_TYPE ? publicKeyOf(privateKey) : keyFromSeed(privateKey).ek,
        each.publicKey,
      );
    });
  }
};

const coarse = (expiry, seconds) => {
  const step = seconds < 3600 ? 1000n : seconds < 86400 ? 60_000n : 3_600_000n;
  return expiry - (expiry % step);
};

/** As the server sees it. */
const checkSubmit = (t, v, each, envelope, lists) => {
  const network = hex(v.network);
  const submit = decode("Submit", hex(each.submit));
  const wraps = submit.wraps;
  t.true(
    "wraps ascend",
    wraps.every((wrap, n) => n === 0 || compare(wraps[n - 1].device, wrap.device) < 0),
  );
  t.true(
    "same parts",
    equal(submit.header, envelope.encodedHeader) &&
      equal(submit.ciphertext, envelope.ciphertext) &&
      equal(submit.signature, envelope.signature),
  );
  t.true(
    "wrap is in it",
    wraps.some((wrap) => equal(wrap.wrap, envelope.encodedWrap) && equal(wrap.device, hex(v.recipient.device))),
  );
  const root = rootOf(wraps.map((wrap) => wrapLeaf(wrap.device, wrap.wrap)));
  const input = envelopeSignatureInput(network, submit.header, submit.ciphertext, wraps.length, root);
  const signer = deviceOf(lists.sender, envelope.header.sender_device);
  t.true("signature over all wraps", isSignedBy(signer.signing_key, submit.signature, input));
  const named = submit.lists.map((seen) => `${seen.user.toString("hex")} ${seen.version}`);
  const expected = [lists.sender, lists.recipient].sort((a, b) => compare(a.user, b.user));
  t.same(
    "lists",
    named,
    expected.map((list) => `${list.user.toString("hex")} ${list.version}`),
  );
};

const checkMessage = (t, { envelope, context, content }, expected) => {
  t.same("id", envelope.header.message_id, expected.id);
  t.same("conversation", context.conversation, expected.conversation);
  t.same("counter", context.counter, expected.counter);
  t.same("sent at", context.sent_at, expected.sentAt);
  t.same("expires after", context.ephemerality.expires_after_seconds, expected.expiresAfterSeconds);
  t.same("burns after", context.ephemerality.burn_after_seconds, expected.burnAfterSeconds);
  t.same("text", content.text?.body, expected.text);
  t.same(
    "delivered",
    content.delivered?.message_ids.map((id) => id.toString("hex")),
    expected.delivered,
  );
  t.same("displayed", content.displayed?.message_id.toString("hex"), expected.displayed);
  t.same("displayed at", content.displayed?.displayed_at, expected.displayedAt);
  t.same("not opened", content.not_opened?.message_id.toString("hex"), expected.notOpened);
  t.same("its hash", content.not_opened?.hash.toString("hex"), expected.hash);
  const life = expected.expiresAfterSeconds;
  t.same("discard_at", envelope.header.discard_at, coarse(context.sent_at + 1000n * BigInt(life), life));
};

const checkLink = (t, each, recipient, envelope) => {
  const sender = envelope.header.sender_user.toString("hex") + envelope.header.sender_device.toString("hex");
  const link = recipient.links.get(sender).find((epoch) => equal(epoch.id, hex(each.epoch)));
  t.same("chain key", link.chain.key, each.chainKey);
  if (!each.subChains) return;
  const have = [...link.subChains]
    .sort(([a], [b]) => a - b)
    .map(([carrier, chain]) => `${carrier} ${chain.at} ${chain.key.toString("hex")}`);
  t.same(
    "sub-chains",
    have,
    each.subChains.map((chain) => `${chain.carrier} ${chain.index} ${chain.chainKey}`),
  );
};

const flipped = (bytes, at = bytes.length - 1) => {
  const copy = Buffer.from(bytes);
  copy[at] ^= 1;
  return copy;
};

const DAY = 86_400_000n;

/** Refusals that follow from a good envelope without the sender's private key, in the order of the checks. */
const checkTampered = (t, v, each, now) => {
  const [deliver, encoded] = [decode("Deliver", hex(each.deliver)), hex(each.deliver)];
  const network = hex(v.network);
  const other = (changes) => encode("Deliver", { ...deliver, ...changes });
  const path = (changes) => other({ path: { ...deliver.path, ...changes } });
  const refused = (what, code, bytes, recipient = recipientOf(v), time = now) =>
    t.refused(what, code, () => recipient.receive(bytes, time));
  refused("R1: a byte more", "malformed", Buffer.concat([encoded, Buffer.from([0])]));
  refused("R1: short ciphertext", "malformed", other({ ciphertext: deliver.ciphertext.subarray(0, 527) }));
  refused("R1: signature of 131 bytes", "malformed", other({ signature: deliver.signature.subarray(1) }));
  refused("R1: sibling of 63 bytes", "malformed", path({ siblings: [Buffer.alloc(63)] }));
  const foreign = recipientOf(v);
  foreign.network = hex(v.sender.user);
  refused("R2", "foreign-network", encoded, foreign);
  refused("R3", "unknown-device", encoded, recipientOf(v, { lists: [] }));
  const own = listOf(network, v.recipient);
  const sender = listOf(network, v.sender);
  const otherKey = { ...sender, devices: [{ ...sender.devices[0], signing_key: own.devices[0].signing_key }] };
  refused("R4", "wrong-signing-key", encoded, recipientOf(v, { lists: [otherKey] }));
  refused("R5: index beyond", "wrong-path", path({ index: 1 }));
  refused("R5: a sibling too many", "wrong-path", path({ siblings: [Buffer.alloc(64)] }));
  refused("R6: signature", "bad-signature", other({ signature: flipped(deliver.signature) }));
  refused("R6: ciphertext", "bad-signature", other({ ciphertext: flipped(deliver.ciphertext) }));
  refused("R6: wrap", "bad-signature", other({ wrap: flipped(deliver.wrap) }));
  refused("R6: leaf count", "bad-signature", path({ leaf_count: 2, siblings: [Buffer.alloc(64)] }));
  if (v.recipient.kemPrekeys === undefined) {
    refused("R7: policy", "downgraded", encoded, recipientOf(v, { classicalAllowed: false }));
  }
  t.same("R9", recipientOf(v).receive(encoded, now + DAY).dropped, "expired");
  refused("R10", "key-unavailable", encoded, recipientOf(v, { prekeys: new Map() }));
};

/** R11 and later: only where the wrap opens without a link. */
const checkTamperedStart = (t, v, each, now) => {
  const encoded = hex(each.deliver);
  const refused = (what, code, recipient, time = now) => t.refused(what, code, () => recipient.receive(encoded, time));
  const swapped = recipientOf(v);
  const named = parseDelivery(encoded).wrap.prekey.toString("hex");
  const [, another] = [...swapped.prekeys].find(([id]) => id !== named);
  swapped.prekeys.set(named, another);
  refused("R11", "wrap-unopenable", swapped);
  refused("R15", "implausible-time", recipientOf(v), now - 600_000n);
  const network = hex(v.network);
  const sender = listOf(network, v.sender);
  refused("R16: list version", "wrong-context", recipientOf(v, { lists: [{ ...sender, version: 2n }] }));
  refused("R16: list hash", "wrong-context", recipientOf(v, { lists: [{ ...sender, hash: Buffer.alloc(64) }] }));
};

const checkReplays = (t, recipient, deliveries, now) => {
  for (const bytes of deliveries) t.same("R8: again", recipient.receive(bytes, now).dropped, "duplicate");
  recipient.hashes = new Map([...recipient.hashes].map(([id, hash]) => [id, flipped(hash)]));
  for (const bytes of deliveries)
    t.refused("R8: other hash", "conflicting-duplicate", () => recipient.receive(bytes, now));
  recipient.hashes.clear();
  for (const bytes of deliveries)
    t.refused("without the hashes", "key-unavailable", () => recipient.receive(bytes, now));
};

export const envelopes = (v, t) => {
  const now = BigInt(v.now);
  const network = hex(v.network);
  checkPrekeys(t, v, v.recipient.prekeys, P521_TYPE);
  checkPrekeys(t, v, v.recipient.kemPrekeys, MLKEM_TYPE);
  const recipient = recipientOf(v);
  v.envelopes.forEach((each, n) =>
    t.vector(`envelope ${n}, ${each.state}`, () => {
      const received = recipient.receive(hex(each.deliver), now);
      const { envelope } = received;
      t.same("state", envelope.wrap.state, STATE[each.state]);
      t.same(
        "sender",
        [envelope.header.sender_user, envelope.header.sender_device].map((id) => id.toString("hex")),
        [v.sender.user, v.sender.device],
      );
      checkMessage(t, received, each.message);
      checkSubmit(t, v, each, envelope, { sender: listOf(network, v.sender), recipient: listOf(network, v.recipient) });
      checkLink(t, each, recipient, envelope);
      checkTampered(t, v, each, now);
      if (envelope.wrap.state === STATE.START) checkTamperedStart(t, v, each, now);
    }),
  );
  t.vector("replays", () =>
    checkReplays(
      t,
      recipient,
      v.envelopes.map((each) => hex(each.deliver)),
      now,
    ),
  );
  t.vector("safety number", () =>
    t.same(
      "safety number",
      safetyNumber(network, listOf(network, v.sender), listOf(network, v.recipient)),
      v.safetyNumber,
    ),
  );
};
