import { OuterHeaderSchema } from "#wire/envelope_pb.js";
import { SubmitSchema } from "#wire/socket_pb.js";
import { compare, erase, type Bytes } from "../bytes/bytes.js";
import { u32 } from "../bytes/integers.js";
import { encode } from "../codec/canonical.js";
import { sha512 } from "../crypto/hash.js";
import { randomBytes } from "../crypto/random.js";
import type { SigningKey } from "../crypto/signature.js";
import { directConversation, rosterHash } from "./conversation.js";
import { encodePayload, type Life, type MessageContent, type Original } from "./content.js";
import type { TrustedDevice, TrustedList } from "./device-list.js";
import { payloadKeys, VERSION, wrapLeaf } from "./envelope.js";
import { merkleRoot } from "./merkle.js";
import type { SendingLink, WrapPlan } from "./sending-link.js";
import { discardAt } from "./time.js";
import type { WrapBinding } from "./wrap.js";
import { sealHere, type SealedWrap, type SpendableKey, type WrapJob, type WrapSealer } from "./wrap-sealing.js";
import { encodeWrappedKey, type ReplyKey } from "./wrapped-key.js";

/** Who sends. */
export interface Sender {
  readonly network: Bytes;
  readonly user: Bytes;
  readonly device: Bytes;
  readonly list: TrustedList;
  readonly key: SigningKey;
}

/** A device that gets a wrap, with what is spent on it: of the other member, or another one of the sender's. */
export interface Recipient {
  readonly of: TrustedList;
  readonly device: TrustedDevice;
  readonly plan: WrapPlan<SpendableKey>;
  readonly replyKey?: ReplyKey;
}

export interface Draft {
  readonly messageId: Bytes;
  readonly content: MessageContent;
  readonly sentAt: number;
  readonly life: Life;
  readonly counter: number;
  /** Of a re-send. */
  readonly original?: Original;
}

export interface SealedEnvelope {
  /** Encoded Submit. */
  readonly submit: Bytes;
  readonly headerHash: Bytes;
  /** By recipient, in the order given: what replaces the link. Durable before the envelope leaves. */
  readonly links: readonly SendingLink[];
}

/** Seals a draft in the conversation with one other user: steps 1 to 6 of docs/protocol.md. `now` is when. `seal`: where. */
export async function sealEnvelope(
  from: Sender,
  to: TrustedList,
  recipients: readonly Recipient[],
  draft: Draft,
  now: number,
  seal: WrapSealer = sealHere,
): Promise<SealedEnvelope> {
  const messageKey = randomBytes(32);
  const keys = await payloadKeys(messageKey);
  const header = encode(OuterHeaderSchema, {
    version: VERSION,
    network: from.network,
    messageId: draft.messageId,
    senderUser: from.user,
    senderDevice: from.device,
    signingKeyFingerprint: await sha512(from.key.publicKey),
    keyCommitment: await keys.commitment(draft.messageId),
    discardAt: BigInt(discardAt(draft.sentAt, draft.life.expiresAfterSeconds)),
  });
  const payload = encodePayload(await contextOf(from, to, draft), draft.content);
  const ciphertext = await keys.encrypt(header, payload);
  const [headerHash, ciphertextHash] = [await sha512(header), await sha512(ciphertext)];

  const binding = { headerHash, ciphertextHash };
  const jobs = recipients.map((recipient) => wrapJob(binding, recipient, messageKey, draft.messageId, now));
  const sealed = await seal(jobs).finally(() => {
    jobs.forEach(({ message }) => erase(message.wrapped));
    erase(messageKey);
  });
  const wraps = recipients.map(({ of: { user }, device: { device } }, i) => ({ user, device, wrap: at(sealed, i).wrap }));
  wraps.sort((a, b) => compare(a.device, b.device));
  const root = await merkleRoot(await Promise.all(wraps.map(({ device, wrap }) => wrapLeaf(device, wrap))));
  const count = u32(wraps.length);
  const signature = await from.key.sign("msgr/v1/env", from.network, headerHash, ciphertextHash, count, root);
  const submit = encode(SubmitSchema, {
    header,
    ciphertext,
    signature,
    wraps,
    lists: [from.list, to].sort((a, b) => compare(a.user, b.user)).map(({ user, version }) => ({ user, version: BigInt(version) })),
  });
  return { submit, headerHash, links: sealed.map(({ link }) => link) };
}

function wrapJob(
  hashes: Omit<WrapBinding, "recipient">,
  { of, device, plan, replyKey }: Recipient,
  messageKey: Bytes,
  id: Bytes,
  now: number,
): WrapJob {
  const recipient = { user: of.user, device: device.device, identityKey: of.identityKey, signingKey: device.signingKey };
  return { binding: { ...hashes, recipient }, plan, message: { id, wrapped: encodeWrappedKey(messageKey, replyKey), at: now } };
}

function at(sealed: readonly SealedWrap[], i: number): SealedWrap {
  const found = sealed[i];
  if (found === undefined) throw new Error("a wrap is missing");
  return found;
}

async function contextOf(from: Sender, to: TrustedList, draft: Draft) {
  return {
    conversation: await directConversation(from.network, from.user, to.user),
    counter: BigInt(draft.counter),
    sentAt: BigInt(draft.sentAt),
    ephemerality: { ...draft.life },
    senderIdentityFingerprint: from.list.fingerprint,
    senderListVersion: BigInt(from.list.version),
    senderListHash: from.list.hash,
    rosterHash: await rosterHash([from.list, to]),
    ...(draft.original === undefined ? {} : { original: onWire(draft.original) }),
  };
}

function onWire({ messageId, sentAt, ...ephemerality }: Original) {
  return { messageId, sentAt: BigInt(sentAt), ephemerality };
}
