/** The receive checks R1 to R17 of docs/protocol.md, in their order. Each step takes what only the one before makes. */
import type { OuterHeader } from "#wire/envelope_pb.js";
import type { Deliver } from "#wire/socket_pb.js";
import { concat, EMPTY, equal, erase, type Bytes } from "../bytes/bytes.js";
import { u32 } from "../bytes/integers.js";
import { exactly, MalformedError, present } from "../codec/canonical.js";
import { UnopenableError } from "../crypto/aead.js";
import { sha512 } from "../crypto/hash.js";
import { SIGNATURE_LENGTH, verify } from "../crypto/signature.js";
import { directConversation, rosterHash } from "./conversation.js";
import { parsePayload, understood, type Life, type MessageContent, type ParsedPayload } from "./content.js";
import { listedDevice, type TrustedDevice, type TrustedList } from "./device-list.js";
import { commits, parseCiphertext, parseHeader, payloadKeys, wrapLeaf } from "./envelope.js";
import { rootFromPath, type Path } from "./merkle.js";
import { useCounter, type ReplayWindow } from "./replay-window.js";
import { CLASSICAL, commonSuite, HYBRID } from "./suite.js";
import { CLOCK_TOLERANCE, DAY } from "./time.js";
import { parseWrap, type ParsedWrap } from "./wrap.js";
import { findOpener, type KeptKeys, type LinkEffects } from "./wrap-opening.js";

/** What a check refuses, by the table's number and code. */
export const CHECKS = {
  R1: "malformed",
  R2: "foreign-network",
  R3: "unknown-device",
  R4: "wrong-signing-key",
  R5: "wrong-path",
  R6: "bad-signature",
  R7: "downgraded",
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
export interface Receiver extends KeptKeys {
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
  /** Whether the policy in force allows suite 0x0001. */
  classicalAllowed(): boolean;
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
  readonly effects: LinkEffects & { readonly window: ReplayWindow };
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

type NotDowngraded = Omit<Signed, "passed"> & { readonly passed: 7 };

type New = Omit<NotDowngraded, "passed"> & { readonly passed: 9; readonly hash: Bytes };

type Opened = Omit<New, "passed"> & {
  readonly passed: 13;
  readonly payload: ParsedPayload;
  readonly effects: LinkEffects;
};

/** Checks one delivery. Changes nothing: the caller makes the effects durable, then acknowledges. */
export async function receive(receiver: Receiver, deliver: Deliver): Promise<Outcome> {
  let header: OuterHeader | undefined;
  try {
    const parsed = parse(deliver);
    header = parsed.header;
    const signed = await authenticate(receiver, await identify(receiver, ownNetwork(receiver, parsed)));
    const opened = await openEnvelope(receiver, await notKnown(receiver, notDowngraded(receiver, signed)));
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

function notDowngraded(receiver: Receiver, signed: Signed): NotDowngraded {
  const own = listedDevice(receiver.list, receiver.device);
  const best = own === undefined ? undefined : commonSuite(own, signed.senderDevice);
  if (signed.wrap.suite === CLASSICAL && (best === HYBRID || !receiver.classicalAllowed())) refuse("R7");
  return { ...signed, passed: 7 };
}

async function notKnown(receiver: Receiver, signed: NotDowngraded): Promise<New> {
  const { header, headerHash, ciphertextHash } = signed;
  const hash = await sha512(headerHash, ciphertextHash, await sha512(signed.raw.wrap));
  const before = receiver.accepted(header.senderUser, header.senderDevice, header.messageId);
  if (before !== undefined) throw new Refusal("R8", equal(before, hash));
  if (receiver.now() >= Number(header.discardAt)) throw new Refusal("R9", true);
  return { ...signed, passed: 9, hash };
}

async function openEnvelope(receiver: Receiver, known: New): Promise<Opened> {
  const { wrap, header, raw } = known;
  const open = await findOpener(receiver, header.senderDevice, wrap);
  if (open === undefined) refuse("R10");
  const recipient = {
    user: receiver.user,
    device: receiver.device,
    identityKey: receiver.list.identityKey,
    signingKey: receiver.signingKey,
  };
  const binding = { headerHash: known.headerHash, ciphertextHash: known.ciphertextHash, recipient };
  const { messageKey, effects } = await open(binding).catch(orRefuse("R11"));
  const keys = await payloadKeys(messageKey);
  erase(messageKey);
  if (!(await commits(keys, header))) refuse("R12");
  const payload = await keys.decrypt(raw.header, raw.ciphertext).then(parsePayload).catch(orRefuse("R13"));
  return { ...known, passed: 13, payload, effects };
}

function orRefuse(check: Check): (failure: unknown) => never {
  return (failure) => {
    if (failure instanceof UnopenableError || failure instanceof MalformedError) refuse(check);
    throw failure;
  };
}

async function accept(receiver: Receiver, opened: Opened): Promise<Arrived> {
  const { header, payload, sender, senderDevice, effects } = opened;
  const window = useCounter(receiver.window(header.senderDevice), payload.counter);
  if (window === undefined) refuse("R14");
  const now = receiver.now();
  if (payload.sentAt > now + CLOCK_TOLERANCE || payload.sentAt < now - 30 * DAY) refuse("R15");
  const conversation = await directConversation(receiver.network, receiver.user, sender.user);
  if (!(await asSeenHere(receiver, sender, payload, conversation))) refuse("R16");
  const content = understood(payload.content);
  if (content === undefined) refuse("R17");
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
    effects: { ...effects, window },
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
