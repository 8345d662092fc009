/** The receive checks R1 to R17 of docs/protocol.md, in their order. Each step takes what only the one before makes. */
import type { OuterHeader } from "#wire/envelope_pb.js";
import type { Deliver } from "#wire/socket_pb.js";
import { equal, erase, type Bytes } from "../bytes/bytes.js";
import { u32 } from "../bytes/integers.js";
import { exactly, MalformedError, present } from "../codec/canonical.js";
import { UnopenableError } from "../crypto/aead.js";
import { sha512 } from "../crypto/hash.js";
import { SIGNATURE_LENGTH, verify } from "../crypto/signature.js";
import { directConversation, rosterHash } from "./conversation.js";
import {
  parsePayload, resends, understood, type Life, type MessageContent, type Original, type ParsedPayload,
} from "./content.js";
import { listedDevice, type ListName, type OldList, type TrustedDevice, type TrustedList } from "./device-list.js";
import { commits, parseCiphertext, parseHeader, payloadKeys, wrapLeaf } from "./envelope.js";
import { rootFromPath, type Path } from "./merkle.js";
import { useCounter, type ReplayWindow } from "./replay-window.js";
import { carriedPlace } from "./sending-link.js";
import { CLASSICAL, commonSuite, HYBRID } from "./suite.js";
import { CLOCK_TOLERANCE, DAY } from "./time.js";
import { parseWrap, type ParsedWrap } from "./wrap.js";
import type { ReplyKey } from "./wrapped-key.js";
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
  /** The own list in force. */
  readonly list: TrustedList;
  readonly signingKey: Bytes;
  /** The highest of own clock, stored time and server's time. */
  now(): number;
  /** The list in force of a user, the own one too; looked up anew where the device is not on the known one. */
  listOf(user: Bytes, device?: Bytes): Promise<TrustedList | undefined>;
  /** The same, asked of the server now. */
  refreshed(user: Bytes): Promise<TrustedList | undefined>;
  /** The versions that were in force before, newest first, as far as they are kept. */
  oldLists(user: Bytes): readonly OldList[];
  /** The other member of a conversation of the own user; nobody where no user of the network gives that id. */
  otherMember(conversation: Bytes): Promise<Bytes | undefined>;
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
  /** By another device of the own user. */
  readonly own: boolean;
  /** The other member of the conversation. */
  readonly other: Bytes;
  readonly counter: bigint;
  readonly sentAt: number;
  readonly life: Life;
  /** Of a re-send: what it is a re-send of. */
  readonly original?: Original;
  readonly content: MessageContent;
  readonly conversation: Bytes;
  /** The sender did not know a list of the other member that had been in force for a day. */
  readonly stale: boolean;
  /** As the sender says. */
  readonly replyKey?: ReplyKey;
  /** What becomes durable in the same step as the message. */
  readonly effects: LinkEffects & { readonly window: ReplayWindow };
}

export type Outcome =
  | { readonly kind: "arrived"; readonly message: Arrived }
  /** Silently: acknowledged and forgotten. */
  | { readonly kind: "dropped"; readonly check: "R8" | "R9"; readonly late?: Late }
  | { readonly kind: "refused"; readonly check: Check; readonly header: OuterHeader | undefined; readonly unopened?: Unopened };

/** Of an envelope that failed R9 and would have opened: its keys are erased all the same, and what a START or carrier begins is not kept. */
export interface Late {
  readonly senderDevice: Bytes;
  /** Its wrap was a START. */
  readonly start: boolean;
  readonly effects: LinkEffects;
}

/** Of an envelope that failed R10: authentic, new and alive, and this device lacks the key. */
export interface Unopened {
  readonly headerHash: Bytes;
  /** Its wrap was a START. */
  readonly start: boolean;
}

class Refusal extends Error {
  constructor(
    readonly check: Check,
    readonly silent = false,
    readonly unopened?: Unopened,
    readonly late?: Late,
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
  readonly replyKey?: ReplyKey;
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
    const late = failure.late === undefined ? {} : { late: failure.late };
    if (failure.silent && (check === "R8" || check === "R9")) return { kind: "dropped", check, ...late };
    return { kind: "refused", check, header, ...(failure.unopened === undefined ? {} : { unopened: failure.unopened }) };
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
  if (receiver.now() >= Number(header.discardAt)) throw new Refusal("R9", true, undefined, await wouldOpen(receiver, signed));
  return { ...signed, passed: 9, hash };
}

/** What opens it goes, as if it had come in time. Nothing where it does not open. */
async function wouldOpen(receiver: Receiver, late: NotDowngraded): Promise<Late | undefined> {
  try {
    const { keys, effects } = await unwrap(receiver, late);
    if (!(await commits(keys, late.header))) return undefined;
    return { senderDevice: late.header.senderDevice, start: late.wrap.state === "start", effects: withoutCarried(effects, late.wrap) };
  } catch (failure) {
    if (failure instanceof Refusal) return undefined;
    throw failure;
  }
}

function withoutCarried(effects: LinkEffects, wrap: ParsedWrap): LinkEffects {
  const carried = wrap.state === "fresh" ? carriedPlace(wrap.index) : undefined;
  const subChains = effects.epoch.subChains.filter(({ place }) => place !== carried);
  return { ...effects, epoch: { ...effects.epoch, subChains } };
}

/** R10 and R11. */
async function unwrap(receiver: Receiver, known: NotDowngraded | New) {
  const { wrap, header } = known;
  const open = await findOpener(receiver, header.senderDevice, wrap);
  if (open === undefined) throw new Refusal("R10", false, { headerHash: known.headerHash, start: wrap.state === "start" });
  const recipient = {
    user: receiver.user,
    device: receiver.device,
    identityKey: receiver.list.identityKey,
    signingKey: receiver.signingKey,
  };
  const binding = { headerHash: known.headerHash, ciphertextHash: known.ciphertextHash, recipient };
  const { messageKey, replyKey, effects } = await open(binding).catch(orRefuse("R11"));
  const keys = await payloadKeys(messageKey);
  erase(messageKey);
  return { keys, effects, ...(replyKey === undefined ? {} : { replyKey }) };
}

async function openEnvelope(receiver: Receiver, known: New): Promise<Opened> {
  const { header, raw } = known;
  const { keys, ...unwrapped } = await unwrap(receiver, known);
  if (!(await commits(keys, header))) refuse("R12");
  const payload = await keys.decrypt(raw.header, raw.ciphertext).then(parsePayload).catch(orRefuse("R13"));
  return { ...known, ...unwrapped, passed: 13, payload };
}

function orRefuse(check: Check): (failure: unknown) => never {
  return (failure) => {
    if (failure instanceof UnopenableError || failure instanceof MalformedError) refuse(check);
    throw failure;
  };
}

async function accept(receiver: Receiver, opened: Opened): Promise<Arrived> {
  const { header, payload, effects, replyKey } = opened;
  const window = useCounter(receiver.window(header.senderDevice), payload.counter);
  if (window === undefined) refuse("R14");
  const now = receiver.now();
  if (payload.sentAt > now + CLOCK_TOLERANCE || payload.sentAt < now - 30 * DAY) refuse("R15");
  const { original } = payload;
  if (original !== undefined && !resends(payload, header.messageId, original)) refuse("R16");
  const place = await asSeenHere(receiver, opened);
  if (place === undefined) refuse("R16");
  const content = understood(payload.content);
  if (content === undefined || (original !== undefined && content.kind !== "text")) refuse("R17");
  return {
    header,
    hash: opened.hash,
    ...place,
    counter: payload.counter,
    sentAt: payload.sentAt,
    life: payload.life,
    ...(original === undefined ? {} : { original }),
    ...(replyKey === undefined ? {} : { replyKey }),
    content,
    conversation: payload.context.conversation,
    effects: { ...effects, window },
  };
}

type Place = Pick<Arrived, "sender" | "senderDevice" | "own" | "other" | "stale">;

/** R16, and R3 once more where the sender names a newer list than the one known. */
async function asSeenHere(receiver: Receiver, { header, payload, ...listed }: Opened): Promise<Place | undefined> {
  const { context } = payload;
  let { sender, senderDevice } = listed;
  const nothingElse = context.controlHead.length + context.logCheckpoint.length === 0;
  if (!nothingElse || equal(header.senderDevice, receiver.device)) return undefined;
  if (!equal(context.senderIdentityFingerprint, sender.fingerprint)) return undefined;
  if (context.senderListVersion > BigInt(sender.version)) {
    sender = (await receiver.refreshed(sender.user)) ?? sender;
    senderDevice = listedDevice(sender, header.senderDevice) ?? refuse("R3");
    if (!equal(await sha512(senderDevice.signingKey), header.signingKeyFingerprint)) refuse("R4");
    if (!equal(context.senderIdentityFingerprint, sender.fingerprint)) return undefined;
  }
  const named = [sender, ...receiver.oldLists(sender.user)].find(
    ({ version, hash }) => context.senderListVersion === BigInt(version) && equal(context.senderListHash, hash),
  );
  const own = equal(sender.user, receiver.user);
  const other = own ? await receiver.otherMember(context.conversation) : sender.user;
  if (named === undefined || other === undefined) return undefined;
  if (!equal(context.conversation, await directConversation(receiver.network, receiver.user, other))) return undefined;
  const seen = await rosterSeen(receiver, { ...sender, ...named }, own ? other : receiver.user, context.rosterHash);
  if (seen === undefined) return undefined;
  const stale = seen.replacedAt !== undefined && seen.replacedAt < payload.sentAt - DAY;
  return { sender, senderDevice, own, other, stale };
}

/** The list of `member` with which the roster hash comes out: the newest, one before it, or one the server has meanwhile. */
async function rosterSeen(receiver: Receiver, sender: ListName, member: Bytes, roster: Bytes) {
  const known = equal(member, receiver.user) ? receiver.list : await receiver.listOf(member);
  const found = await fitting(receiver, sender, known, roster);
  if (found !== undefined) return found;
  const fetched = await receiver.refreshed(member);
  const isNew = fetched !== undefined && (known === undefined || !equal(known.hash, fetched.hash));
  return isNew ? fitting(receiver, sender, fetched, roster) : undefined;
}

async function fitting(receiver: Receiver, sender: ListName, newest: TrustedList | undefined, roster: Bytes) {
  if (newest === undefined) return undefined;
  const { user, fingerprint } = newest;
  for (const each of [newest, ...receiver.oldLists(user)]) {
    const { version, hash } = each;
    const replacedAt = "replacedAt" in each ? each.replacedAt : undefined;
    const hashed = await rosterHash([sender, { user, fingerprint, version, hash }]);
    if (equal(roster, hashed)) return { replacedAt };
  }
  return undefined;
}
