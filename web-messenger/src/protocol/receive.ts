/** The receive checks R1 to R17 of docs/protocol.md, in their order. Each step takes what only the one before makes. */
import type { OuterHeader } from "#wire/envelope_pb.js";
import type { Deliver } from "#wire/socket_pb.js";
import { concat, EMPTY, equal, erase, type Bytes } from "../bytes/bytes.js";
import { u32 } from "../bytes/integers.js";
import { exactly, MalformedError, present } from "../codec/canonical.js";
import { UnopenableError } from "../crypto/aead.js";
import { isPoint, type AgreementPair } from "../crypto/agreement.js";
import { sha512 } from "../crypto/hash.js";
import { SIGNATURE_LENGTH, verify } from "../crypto/signature.js";
import { directConversation, rosterHash } from "./conversation.js";
import { parsePayload, understood, type Life, type MessageContent, type ParsedPayload } from "./content.js";
import { listedDevice, type TrustedDevice, type TrustedList } from "./device-list.js";
import { commits, parseCiphertext, parseHeader, payloadKeys, wrapLeaf } from "./envelope.js";
import { openingFor, startedEpoch, type FreshOpening, type ReceivingEpoch, type SkippedKey, type SkippedKeys } from "./link.js";
import { rootFromPath, type Path } from "./merkle.js";
import { useCounter, type ReplayWindow } from "./replay-window.js";
import { CLOCK_TOLERANCE, DAY } from "./time.js";
import { openWrap, parseWrap, type ParsedWrap, type ReplyKey } from "./wrap.js";

/** What a check refuses, by the table's number and code. */
export const CHECKS = {
  R1: "malformed",
  R2: "foreign-network",
  R3: "unknown-device",
  R4: "wrong-signing-key",
  R5: "wrong-path",
  R6: "bad-signature",
  R8: "conflicting-duplicate",
  R9: "expired",
  R10: "key-unavailable",
  R11: "wrap-unopenable",
  R12: "wrong-commitment",
  R13: "payload-unopenable",
  R14: "counter-reused",
  R15: "implausible-time",
  R16: "wrong-context",
  R17: "unknown-content",
} as const;

export type Check = keyof typeof CHECKS;

/** Who receives, and what it knows. Lookups change nothing. */
export interface Receiver {
  readonly network: Bytes;
  readonly user: Bytes;
  readonly device: Bytes;
  readonly list: TrustedList;
  readonly signingKey: Bytes;
  /** The highest of own clock, stored time and server's time. */
  now(): number;
  /** The list in force of a user; looked up anew where the device is not on the known one. */
  listOf(user: Bytes, device: Bytes): Promise<TrustedList | undefined>;
  /** The hash under which a message was accepted before. */
  accepted(user: Bytes, device: Bytes, message: Bytes): Bytes | undefined;
  /** The private key, where it is unspent and was made for this sender or for all. */
  prekey(id: Bytes, senderDevice: Bytes): Promise<AgreementPair | undefined>;
  epoch(senderDevice: Bytes, epoch: Bytes): ReceivingEpoch | undefined;
  skipped(senderDevice: Bytes): SkippedKeys;
  window(senderDevice: Bytes): ReplayWindow;
}

export interface Arrived {
  readonly header: OuterHeader;
  readonly hash: Bytes;
  readonly sender: TrustedList;
  readonly senderDevice: TrustedDevice;
  readonly counter: bigint;
  readonly sentAt: number;
  readonly life: Life;
  readonly content: MessageContent;
  readonly conversation: Bytes;
  /** What becomes durable in the same step as the message. */
  readonly effects: {
    readonly spentPrekey: Bytes;
    readonly window: ReplayWindow;
    /** A new epoch, or one that moved on. */
    readonly epoch?: ReceivingEpoch;
    readonly startsEpoch: boolean;
    readonly skipped: readonly SkippedKey[];
    readonly spentSkipped?: { readonly epoch: Bytes; readonly index: number };
    readonly replyKey?: ReplyKey;
  };
}

export type Outcome =
  | { readonly kind: "arrived"; readonly message: Arrived }
  /** Silently: acknowledged and forgotten. */
  | { readonly kind: "dropped"; readonly check: "R8" | "R9" }
  | { readonly kind: "refused"; readonly check: Check; readonly header: OuterHeader | undefined };

class Refusal extends Error {
  constructor(
    readonly check: Check,
    readonly silent = false,
  ) {
    super(check);
  }
}

function refuse(check: Check): never {
  throw new Refusal(check);
}

interface Parsed {
  readonly passed: 1;
  readonly header: OuterHeader;
  readonly wrap: ParsedWrap;
  readonly path: Path;
  readonly raw: Pick<Deliver, "header" | "ciphertext" | "signature" | "wrap">;
}

type OwnNetwork = Omit<Parsed, "passed"> & { readonly passed: 2 };

type Listed = Omit<OwnNetwork, "passed"> & {
  readonly passed: 4;
  readonly sender: TrustedList;
  readonly senderDevice: TrustedDevice;
};

type Signed = Omit<Listed, "passed"> & {
  readonly passed: 6;
  readonly headerHash: Bytes;
  readonly ciphertextHash: Bytes;
};

type New = Omit<Signed, "passed"> & { readonly passed: 8; readonly hash: Bytes };

type Opened = Omit<New, "passed"> & {
  readonly passed: 12;
  readonly payload: ParsedPayload;
  readonly fresh: FreshOpening | undefined;
  readonly started: ReceivingEpoch | undefined;
  readonly replyKey: ReplyKey | undefined;
};

/** Checks one delivery. Changes nothing: the caller makes the effects durable, then acknowledges. */
export async function receive(receiver: Receiver, deliver: Deliver): Promise<Outcome> {
  let header: OuterHeader | undefined;
  try {
    const parsed = parse(deliver);
    header = parsed.header;
    const signed = await authenticate(receiver, await identify(receiver, ownNetwork(receiver, parsed)));
    const opened = await openEnvelope(receiver, await notKnown(receiver, signed));
    return { kind: "arrived", message: await accept(receiver, opened) };
  } catch (failure) {
    if (!(failure instanceof Refusal)) throw failure;
    const { check } = failure;
    if (failure.silent && (check === "R8" || check === "R9")) return { kind: "dropped", check };
    return { kind: "refused", check, header };
  }
}

function parse(deliver: Deliver): Parsed {
  try {
    exactly(SIGNATURE_LENGTH, deliver.signature, "signature");
    parseCiphertext(deliver.ciphertext);
    const path = present(deliver.path, "path");
    path.siblings.forEach((sibling) => exactly(64, sibling, "sibling"));
    return { passed: 1, header: parseHeader(deliver.header), wrap: parseWrap(deliver.wrap), path, raw: deliver };
  } catch (failure) {
    if (failure instanceof MalformedError) refuse("R1");
    throw failure;
  }
}

function ownNetwork(receiver: Receiver, parsed: Parsed): OwnNetwork {
  if (!equal(parsed.header.network, receiver.network)) refuse("R2");
  return { ...parsed, passed: 2 };
}

async function identify(receiver: Receiver, own: OwnNetwork): Promise<Listed> {
  const { senderUser, senderDevice: id, signingKeyFingerprint } = own.header;
  const sender = await receiver.listOf(senderUser, id);
  const senderDevice = sender === undefined ? undefined : listedDevice(sender, id);
  if (sender === undefined || senderDevice === undefined) refuse("R3");
  if (!equal(await sha512(senderDevice.signingKey), signingKeyFingerprint)) refuse("R4");
  return { ...own, passed: 4, sender, senderDevice };
}

async function authenticate(receiver: Receiver, listed: Listed): Promise<Signed> {
  const { raw, path } = listed;
  const root = await rootFromPath(await wrapLeaf(receiver.device, raw.wrap), path);
  if (root === undefined) refuse("R5");
  const [headerHash, ciphertextHash] = [await sha512(raw.header), await sha512(raw.ciphertext)];
  const fields = [headerHash, ciphertextHash, u32(path.leafCount), root];
  const { signingKey } = listed.senderDevice;
  if (!(await verify(signingKey, raw.signature, "msgr/v1/env", receiver.network, ...fields))) refuse("R6");
  return { ...listed, passed: 6, headerHash, ciphertextHash };
}

async function notKnown(receiver: Receiver, signed: Signed): Promise<New> {
  const { header, headerHash, ciphertextHash } = signed;
  const hash = await sha512(headerHash, ciphertextHash, await sha512(signed.raw.wrap));
  const before = receiver.accepted(header.senderUser, header.senderDevice, header.messageId);
  if (before !== undefined) throw new Refusal("R8", equal(before, hash));
  if (receiver.now() >= Number(header.discardAt)) throw new Refusal("R9", true);
  return { ...signed, passed: 8, hash };
}

async function openEnvelope(receiver: Receiver, known: New): Promise<Opened> {
  const { wrap, header, raw } = known;
  const pair = await receiver.prekey(wrap.prekey, header.senderDevice);
  if (pair === undefined) refuse("R10");
  const fresh = wrap.state === "fresh" ? await freshOpening(receiver, header.senderDevice, wrap) : undefined;
  const recipient = {
    user: receiver.user,
    device: receiver.device,
    identityKey: receiver.list.identityKey,
    signingKey: receiver.signingKey,
  };
  const binding = { headerHash: known.headerHash, ciphertextHash: known.ciphertextHash, recipient };
  const { wrapped, context } = await openWrap(binding, wrap, pair, fresh?.preShared).catch(orRefuse("R11"));
  const keys = await payloadKeys(wrapped.messageKey);
  erase(wrapped.messageKey);
  if (!(await commits(keys, header))) refuse("R12");
  const payload = await keys.decrypt(raw.header, raw.ciphertext).then(parsePayload).catch(orRefuse("R13"));
  const started = wrap.state === "start" ? await startedEpoch(context) : undefined;
  const { replyKey } = wrapped;
  const usable = replyKey !== undefined && (await isPoint(replyKey.key));
  return { ...known, passed: 12, payload, fresh, started, replyKey: usable ? replyKey : undefined };
}

async function freshOpening(
  receiver: Receiver,
  senderDevice: Bytes,
  wrap: { readonly epoch: Bytes; readonly index: number },
): Promise<FreshOpening> {
  const state = receiver.epoch(senderDevice, wrap.epoch);
  if (state === undefined) refuse("R10");
  const opening = await openingFor(state, wrap.index, receiver.skipped(senderDevice));
  return opening ?? refuse("R10");
}

function orRefuse(check: Check): (failure: unknown) => never {
  return (failure) => {
    if (failure instanceof UnopenableError || failure instanceof MalformedError) refuse(check);
    throw failure;
  };
}

async function accept(receiver: Receiver, opened: Opened): Promise<Arrived> {
  const { header, payload, sender, senderDevice, wrap, fresh, started, replyKey } = opened;
  const window = useCounter(receiver.window(header.senderDevice), payload.counter);
  if (window === undefined) refuse("R14");
  const now = receiver.now();
  if (payload.sentAt > now + CLOCK_TOLERANCE || payload.sentAt < now - 30 * DAY) refuse("R15");
  const conversation = await directConversation(receiver.network, receiver.user, sender.user);
  if (!(await asSeenHere(receiver, sender, payload, conversation))) refuse("R16");
  const content = understood(payload.content);
  if (content === undefined) refuse("R17");
  const epoch = started ?? fresh?.advanced;
  const spent = fresh?.usedSkipped === true && wrap.state === "fresh" ? wrap : undefined;
  return {
    header,
    hash: opened.hash,
    sender,
    senderDevice,
    counter: payload.counter,
    sentAt: payload.sentAt,
    life: payload.life,
    content,
    conversation,
    effects: {
      spentPrekey: wrap.prekey,
      window,
      startsEpoch: started !== undefined,
      skipped: fresh?.skipped ?? [],
      ...(epoch === undefined ? {} : { epoch }),
      ...(spent === undefined ? {} : { spentSkipped: { epoch: spent.epoch, index: spent.index } }),
      ...(replyKey === undefined ? {} : { replyKey }),
    },
  };
}

async function asSeenHere(
  receiver: Receiver,
  sender: TrustedList,
  { context }: ParsedPayload,
  conversation: Bytes,
): Promise<boolean> {
  const nothingElse = concat(context.controlHead, context.logCheckpoint).length === EMPTY.length;
  return (
    !equal(sender.user, receiver.user) &&
    equal(context.conversation, conversation) &&
    equal(context.senderIdentityFingerprint, sender.fingerprint) &&
    context.senderListVersion === BigInt(sender.version) &&
    equal(context.senderListHash, sender.hash) &&
    equal(context.rosterHash, await rosterHash([sender, receiver.list])) &&
    nothingElse &&
    context.original === undefined
  );
}
