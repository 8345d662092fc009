/** Everything a device keeps, by kind. Ids in names are hexadecimal unless said otherwise. */
import type { Bytes } from "../bytes/bytes.js";
import { hex } from "../bytes/text.js";
import type { SealedIdentity } from "../connection/recovery-rest.js";
import { importSigningKey, type SigningKey } from "../crypto/signature.js";
import type { MessageContent } from "../protocol/content.js";
import { OLD_LISTS_KEPT, type OldList, type TrustedList } from "../protocol/device-list.js";
import { PRIVATE_KEPT, type FirstPrekeys, type KeyType, type PeerPrekey } from "../protocol/prekeys.js";
import type { PskPlace, ReceivingEpoch, SkippedKey } from "../protocol/receiving-epoch.js";
import type { ReplayWindow } from "../protocol/replay-window.js";
import type { SendingLink } from "../protocol/sending-link.js";
import type { Delivery, Notice, Policy } from "./api.js";
import { DAY } from "../protocol/time.js";
import { kind, type Kind } from "./book.js";

interface Self {
  readonly network: Bytes;
  readonly networkName: string;
  readonly user: Bytes;
  readonly userName: string;
  readonly device: Bytes;
}

const NOTICE_KEPT = 30 * DAY;

/** This device. Its signing key lies sealed in the vault and can't be read once it is in memory. */
export const SELF: Kind<Self & { readonly pkcs8: Bytes; readonly publicKey: Bytes }, Self & { readonly key: SigningKey }> = {
  name: "self",
  live: async ({ pkcs8, publicKey, ...self }) => ({ ...self, key: await importSigningKey(pkcs8, publicKey) }),
};

/** `list`: the own list in force. */
export type LiveSelf = Self & { readonly key: SigningKey; readonly list: TrustedList };

/** Of this user, the newest that was verified. */
export const OWN_LIST = kind<{ readonly list: TrustedList }>("own-list");

/** What names of own devices are sealed under. */
export const NAME_KEY = kind<{ readonly key: Bytes }>("name-key");

/** Lists that were in force before: by user, a slash and the version. */
export const OLD_LIST = kind<OldList>("old-list", ({ replacedAt }) => replacedAt + OLD_LISTS_KEPT);

/** An enrolment whose answer is not known. */
export const PENDING = kind<{
  readonly code: string;
  readonly prekeys: FirstPrekeys;
  readonly recovery: SealedIdentity;
}>("pending");

/** This device waits for approval: what its screen shows. */
export const WAITING = kind<{ readonly code: string; readonly expires: number; readonly listHash: Bytes }>("waiting");

/** The name chosen for this device, until the server has it. */
export const OWN_NAME = kind<{ readonly name: string }>("own-name");

/** `counter`: of envelopes, last used. `generation`: of log-ins. `order`: of the outbox. `lock-after`: minutes. */
export const NUMBER = kind<{ readonly value: number }>("number");

export const POLICY = kind<Policy>("policy");

/** One-time pairs of this device, unspent: PKCS #8, imported when it is used and overwritten once it was. */
export const PREKEY = kind<{
  readonly id: Bytes;
  readonly created: number;
  readonly pkcs8: Uint8Array;
  readonly publicKey: Bytes;
}>("prekey", ({ created }) => created + PRIVATE_KEPT);

/** The same with ML-KEM-1024: the seed is all there is to keep. */
export const KEM_PREKEY = kind<{
  readonly id: Bytes;
  readonly created: number;
  readonly seed: Uint8Array;
}>("kem-prekey", ({ created }) => created + PRIVATE_KEPT);

export interface Peer {
  readonly user: Bytes;
  readonly name: string;
  /** What is pinned; absent until first asked for. */
  readonly list?: TrustedList;
  /** When the server was last asked for it. */
  readonly fetchedAt?: number;
  readonly verified: boolean;
  /** The identity became another, the network lets writing go on, and the person has not looked at it yet. */
  readonly replaced?: true;
  /** When they got their name, somebody else was known by it. */
  readonly namesake?: true;
  /** The identity in force is not the first one. */
  readonly succeeded?: true;
  /** Another identity than the one pinned: the person decides. */
  readonly changed?: TrustedList;
  /** The lists before that one. */
  readonly changedBefore?: readonly OldList[];
}

/** Newest list that was ever seen of an identity that is not pinned: by {@link identityName}. */
export const SEEN_IDENTITY = kind<{ readonly version: number; readonly hash: Bytes }>("seen-identity");

export function identityName({ user, fingerprint }: Pick<TrustedList, "user" | "fingerprint">): string {
  return `${hex(user)}/${hex(fingerprint)}`;
}

/** Whose a device is, for good: by device. Keys, links and counters go by its id. */
export const OWNER = kind<{ readonly user: Bytes }>("owner");

/** Colleagues, by user. */
export const PEER = kind<Peer>("peer");

export interface ClaimedKey extends PeerPrekey {
  readonly type: KeyType;
  readonly device: Bytes;
  /** It came in a message of that device. */
  readonly reply?: true;
}

/** One-time keys of others at hand, by prekey. */
export const CLAIMED = kind<ClaimedKey>("claimed", ({ expires }) => expires);

/** Own keys that went to one device in a message, unspent: by prekey. */
export const REPLY_KEY = kind<{ readonly device: Bytes; readonly until: number }>("reply-key", ({ until }) => until);

/** When the newest batch seen was made: by device, a slash and the type. */
export const NEWEST_BATCH = kind<{ readonly created: number }>("newest-batch");

/** One-time keys of others that were seen, by prekey: none is taken twice. */
export const SEEN_PREKEY = kind<{ readonly until: number }>("seen-prekey", ({ until }) => until);

/** By device. */
export const SENDING = kind<SendingLink>("sending");

/** By device, a slash and the epoch. `begunBy`: the counter of the message that began it, which orders them. */
export const EPOCH = kind<ReceivingEpoch & { readonly begunBy: bigint }>("epoch");

/** An epoch, or a sub-chain of it. */
export function chainName(device: Bytes, { epoch, place }: Pick<PskPlace, "epoch" | "place">): string {
  return `${hex(device)}/${hex(epoch)}/${place ?? "fresh"}`;
}

export function skippedName(device: Bytes, place: PskPlace): string {
  return `${chainName(device, place)}/${place.index}`;
}

/** By {@link skippedName}. */
export const SKIPPED = kind<SkippedKey & { readonly until: number }>("skipped", ({ until }) => until);

export interface Gap {
  /** Whose device passed the places over. */
  readonly user: Bytes;
  readonly at: number;
  /** Of one epoch or sub-chain, those that have not come. */
  readonly indexes: readonly number[];
}

/** Places that were passed over and not told yet, apart from their psks: those may end before. By the first of them. */
export const GAP = kind<Gap>("gap");

/** What a person was told of one colleague and has not put aside, by the colleague. */
export const MISSING = kind<{
  /** When they were told last. */
  readonly at: number;
  /** What has not come since. */
  readonly count: number;
  /** The same, with what has come. */
  readonly told: number;
  /** When the first and the last of them were passed over. */
  readonly first: number;
  readonly last: number;
}>("missing", ({ at }) => at + NOTICE_KEPT);

/** By device. */
export const WINDOW = kind<ReplayWindow>("window");

/** By device, a slash and the message: outlives every private key that could open the envelope again. */
export const ACCEPTED = kind<{ readonly hash: Bytes; readonly until: number }>("accepted", ({ until }) => until);

export interface StoredMessage {
  readonly id: Bytes;
  readonly conversation: string;
  readonly author: Bytes;
  readonly mine: boolean;
  readonly sentAt: number;
  readonly expiresAt: number;
  readonly expiresAfterSeconds: number;
  readonly burnAfterSeconds: number;
  readonly text: string;
  readonly order: number;
  readonly read: boolean;
  readonly burnsAt?: number;
  readonly delivery?: Delivery;
  readonly failure?: string;
}

export function endOf(message: StoredMessage): number {
  return Math.min(message.expiresAt, message.burnsAt ?? message.expiresAt);
}

/** By {@link messageName}. */
export const MESSAGE = kind<StoredMessage>("message", endOf);

/** Who sends chooses the id: two authors may have chosen the same, and neither gets at what the other wrote. */
export function messageName(author: Bytes, id: Bytes): string {
  return `${hex(author)}/${hex(id)}`;
}

export interface Outgoing {
  readonly id: Bytes;
  readonly to: Bytes;
  readonly sentAt: number;
  readonly expiresAfterSeconds: number;
  readonly burnAfterSeconds: number;
  readonly order: number;
  readonly content: MessageContent;
  /** Fingerprint of the identity that it is meant for: it is sealed for no other. Absent: it was written before any was known. */
  readonly identity?: Bytes;
  /** Of a receipt: the one device that it is for. */
  readonly only?: Bytes;
  /** Once it is sealed: the same bytes are sent until the server answers. */
  readonly submit?: Bytes;
  /** How often the server had newer lists than it was sealed for. */
  readonly stale?: number;
  /** Of a re-send: what waited. */
  readonly resends?: readonly Resend[];
}

/** By message. */
export const OUTGOING = kind<Outgoing>("outgoing", ({ sentAt, expiresAfterSeconds }) => sentAt + 1_000 * expiresAfterSeconds);

/** A text that some device could not get, or could not open: it goes to that device alone when there is a key for it. */
export interface Resend {
  readonly message: Bytes;
  /** The other member of its conversation. */
  readonly to: Bytes;
  readonly device: Bytes;
  /** Fingerprint of the other member's identity at the time: to a device of another it does not go. */
  readonly identity: Bytes;
  readonly until: number;
  /** The device asked for it: by START, in an envelope of its own, and never again. */
  readonly asked?: true;
}

export const RESEND = kind<Resend>("resend", ({ until }) => until);

export function resendName({ message, device }: Pick<Resend, "message" | "device">): string {
  return `${hex(message)}/${hex(device)}`;
}

/** An envelope of an own text, for as long as its recipients may ask for it again. */
export interface SentText {
  /** Id of the text's first envelope. */
  readonly text: Bytes;
  readonly to: Bytes;
  readonly headerHash: Bytes;
  /** Of the identity it was sealed for. */
  readonly fingerprint: Bytes;
  /** Devices of the other member that it was sealed for and that have not reported the text. */
  readonly silent: readonly Bytes[];
  readonly until: number;
}

/** By the envelope's message. */
export const SENT_TEXT = kind<SentText>("sent-text", ({ until }) => until);

/** Envelopes that this device could not open and asked for again, by their device, a slash and the message. */
export const ASKED = kind<{
  readonly device: Bytes;
  readonly at: number;
  /** What the person is told of it. */
  readonly warning: string;
  readonly until: number;
}>("asked", ({ until }) => until);

/** Texts that were taken in, by author, a slash and the id of the first envelope: none is shown twice. */
export const SEEN_TEXT = kind<{ readonly until: number }>("seen-text", ({ until }) => until);

/** Displayed for texts that are not here, by conversation, a slash and {@link messageName}: they may still come. */
export const EARLY = kind<{ readonly displayedAt: number; readonly until: number }>("early", ({ until }) => until);

/** Receipts not yet put into a Delivered, by {@link owedName}. */
export const OWED = kind<Owed>("owed", ({ until }) => until);

export function owedName({ to, message }: Pick<Owed, "to" | "message">): string {
  return `${hex(to)}/${hex(message)}`;
}

export interface Owed {
  readonly to: Bytes;
  readonly message: Bytes;
  readonly until: number;
  /** Of a message without text: the one device that waits for it. */
  readonly device?: Bytes;
}

/** By conversation. */
export const CONVERSATION = kind<{ readonly peer: Bytes }>("conversation");
export const DRAFT = kind<{ readonly text: string }>("draft");

/**
 * By device and code, so that no number of envelopes fills the disk; by hash of the envelope where it was asked for again, which
 * is bounded by itself.
 */
export const WARNING = kind<{
  readonly conversation?: string;
  readonly user?: Bytes;
  readonly at: number;
  readonly code: string;
  /** Its device was asked to send it again. */
  readonly asked?: true;
  /** How often, where more than once; `at`: the last time. */
  readonly times?: number;
}>("warning", ({ at }) => at + NOTICE_KEPT);

/** What happened to devices, or to how identities are guarded, until the person has seen it. `user`: whose, where it is a colleague's device. */
export const NOTICE = kind<{
  readonly kind: Exclude<Notice["kind"], "missing">;
  readonly user?: Bytes;
  readonly at: number;
}>("notice", ({ kind: of, at }) => (of === "identities-pass" ? undefined : at + NOTICE_KEPT));

export const KINDS = [
  SELF, OWN_LIST, NAME_KEY, OLD_LIST, OWNER, RESEND, SENT_TEXT, ASKED, SEEN_TEXT, EARLY, PENDING, WAITING, OWN_NAME, NUMBER, POLICY, PREKEY, KEM_PREKEY, PEER, SEEN_IDENTITY, CLAIMED, REPLY_KEY, NEWEST_BATCH, SEEN_PREKEY, SENDING, EPOCH, SKIPPED, GAP, MISSING, WINDOW, ACCEPTED,
  MESSAGE, OUTGOING, OWED, CONVERSATION, DRAFT, WARNING, NOTICE,
] as unknown as readonly Kind<never, unknown>[];
