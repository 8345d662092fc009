/**
 * What the user interface knows of the client: everything above this line is drawing, everything below is protocol,
 * store and connection. All values are immutable snapshots; `subscribe` tells when to read again.
 *
 * @packageDocumentation
 */

/** A UUID in its canonical form. */
export type Id = string;

/** Milliseconds since 1970, UTC. */
export type Time = number;

export interface Ephemerality {
  /** Seconds from sending, 1 or more. */
  readonly expiresAfterSeconds: number;
  /** Seconds from display; 0: no burn-on-read. */
  readonly burnAfterSeconds: number;
}

/** What a user composes under. Seconds; `burnMaximum` 0: burn-on-read is not offered. */
export interface Policy {
  readonly version: number;
  readonly expirationMinimum: number;
  readonly expirationDefault: number;
  readonly expirationMaximum: number;
  readonly burnDefault: number;
  readonly burnMaximum: number;
  readonly userMayChoose: boolean;
  /** Suite 0x0001, between devices of which one can't do better. */
  readonly classicalSuiteAllowed: boolean;
  /** A further device waits until one of the person's devices approves it. */
  readonly deviceApproval: boolean;
  /** Of one person. */
  readonly devicesMaximum: number;
  /** Devices show the day they were last connected. */
  readonly lastSeenAllowed: boolean;
  readonly recoveryKeyAllowed: boolean;
  /** A colleague's changed identity stops sending until the person decides. To one that was verified it always does. */
  readonly identityChangeBlocks: boolean;
}

/** Where the application stands; the interface shows one screen for each. */
export type Stage =
  | { readonly kind: "starting" }
  | { readonly kind: "not-enrolled" }
  | { readonly kind: "other-tab" }
  | { readonly kind: "locked" }
  /** This browser is a further device: the person types the code into one they have. Goes on by itself. */
  | {
      readonly kind: "waiting-for-approval";
      readonly networkName: string;
      readonly userName: string;
      /** 25 digits, shown in five groups, and as a QR code of the digits alone. */
      readonly code: string;
      readonly expires: Time;
    }
  | { readonly kind: "open"; readonly self: Person; readonly networkName: string }
  | { readonly kind: "suspended" }
  | { readonly kind: "broken"; readonly code: ClientErrorCode };

export type Connection =
  | { readonly kind: "connected" }
  | { readonly kind: "connecting" }
  | { readonly kind: "offline"; readonly retryAt: Time }
  /** The device's clock differs from the server's by more than 5 minutes: sending is refused. */
  | { readonly kind: "clock-off"; readonly differenceMs: number };

export interface Person {
  readonly id: Id;
  readonly name: string;
}

export type Delivery =
  /** In the outbox: not yet at the server. */
  | "queued"
  /** No one-time key of the recipient left: goes out when there is one. */
  | "waiting-for-keys"
  /** Committed at the server. */
  | "sent"
  /** Stored on the recipient's device. */
  | "delivered"
  /** The server refused it for good. */
  | "failed";

export interface Message {
  /** Of its author and the id that they chose; means nothing but here. */
  readonly id: string;
  readonly conversation: string;
  readonly author: Person;
  readonly mine: boolean;
  readonly sentAt: Time;
  readonly expiresAt: Time;
  readonly ephemerality: Ephemerality;
  /** Set once displayed, where burn-on-read is on: the message ends then. */
  readonly burnsAt?: Time;
  /** Absent: a burn-on-read message that is covered until it is opened. */
  readonly text?: string;
  /** Own messages only. */
  readonly delivery?: Delivery;
  /** Own messages with `failed` only. */
  readonly failure?: ClientErrorCode;
}

/** An incoming envelope that failed a check of docs/protocol.md: shown in the thread, never silently dropped. */
export interface Warning {
  readonly id: string;
  readonly conversation?: string;
  /** The colleague it names; absent where that is nobody known here. */
  readonly claimedAuthor?: Person;
  readonly at: Time;
  /** How many envelopes of that device failed so, where more than one; the last of them `at`. */
  readonly times?: number;
  /** Code of the check, for example `bad-signature`. */
  readonly code: string;
  /** It came from a device of theirs unchanged, which was asked to send it again; the warning goes when it has come. */
  readonly asked?: true;
}

export interface Conversation {
  /** Hexadecimal. */
  readonly id: string;
  readonly peer: Person;
  readonly newest?: Message;
  readonly unread: number;
  readonly draft: string;
  readonly trust: Trust;
  /** The server calls them as somebody whom the person knew before, or as the person; until safety numbers were compared. */
  readonly namesake?: true;
}

export type Trust =
  | { readonly kind: "unverified" }
  | { readonly kind: "verified" }
  /** The identity key changed. `stops`: nothing is sent until the person decides; where the policy only warns, and they never compared numbers, it goes on. */
  | { readonly kind: "identity-changed"; readonly stops: boolean };

export interface SafetyNumber {
  /** 60 digits. */
  readonly digits: string;
}

/** What an administrator called network and person, as typed. */
export interface AccountNames {
  readonly networkName: string;
  readonly userName: string;
}

/** One of the person's own devices. */
export interface OwnDevice {
  readonly id: Id;
  readonly kind: "browser" | "native";
  /** Absent where none was given. */
  readonly name?: string;
  readonly added: Time;
  /** The start of the UTC day it was last connected; absent where the network doesn't keep that. */
  readonly lastSeen?: Time;
  /** It is this one. */
  readonly current: boolean;
}

/** A further device of the person's that asks to be let in. Its code is known to its screen alone. */
export interface WaitingDevice {
  readonly name?: string;
  readonly expires: Time;
}

/** Something that happened to devices, on the way or to the policy, told until the person has seen it. */
export type Notice =
  /** What a colleague's devices sealed for this one, and did not come: "Gaps" in docs/protocol.md. */
  | { readonly kind: "missing"; readonly id: string; readonly at: Time; readonly person: Person; readonly count: number }
  /** This device was just added: it shows nothing of the past. */
  | { readonly kind: "past-not-here"; readonly id: string; readonly at: Time }
  /** The network no longer stops sending where an identity changes. Untold until it was seen, however long that takes. */
  | { readonly kind: "identities-pass"; readonly id: string; readonly at: Time }
  | { readonly kind: "own-device-added" | "own-device-removed"; readonly id: string; readonly at: Time }
  | {
      readonly kind: "peer-device-added" | "peer-device-removed";
      readonly id: string;
      readonly at: Time;
      readonly person: Person;
    };

/** Longest name of a device, in bytes of UTF-8. */
export const DEVICE_NAME_AT_MOST = 64;

export interface Invitation {
  readonly networkName: string;
  readonly userName: string;
  readonly expires: Time;
  readonly policy: Policy;
}

/** Stable codes: docs/refusals.md, the receive checks of docs/protocol.md, and these of the client itself. */
export type ClientErrorCode = string;

export class ClientError extends Error {
  constructor(
    readonly code: ClientErrorCode,
    readonly retryAfterMs = 0,
  ) {
    super(code);
    this.name = "ClientError";
  }
}

/** All promises reject with {@link ClientError}. */
export interface Messenger {
  readonly stage: Stage;
  readonly connection: Connection;
  readonly policy: Policy;

  /** What has ended is not shown, but lies on this device's disk still: the browser refused several times to erase it. */
  readonly erasingFails: boolean;

  /** Calls back after every change of anything readable here. Returns how to stop. */
  subscribe(listener: () => void): () => void;

  /** What the invitation is for; does not use it up. */
  openInvitation(code: string): Promise<Invitation>;
  /** Makes keys, enrols, opens the store. The passphrase never leaves this device. Rejects with `weak-passphrase` too. */
  enrol(code: string, passphrase: string, deviceName?: string): Promise<void>;
  /**
   * Makes this browser a further device of an account: `open`, or `waiting-for-approval`. Rejects with `wrong-credentials`
   * (one answer for a wrong name and a wrong passphrase), `too-many-devices`, `rate-limited`, `suspended`. The past does not
   * appear on it.
   */
  signIn(names: AccountNames, passphrase: string, deviceName?: string): Promise<void>;
  /**
   * The same with the printed key, in groups or not; the passphrase is new from then on, for the account and this browser.
   * Rejects with `malformed-recovery-key` before anything is asked of the server.
   */
  signInWithRecoveryKey(
    names: AccountNames,
    recoveryKey: string,
    newPassphrase: string,
    deviceName?: string,
  ): Promise<void>;
  /** Rejects with `wrong-passphrase`. */
  unlock(passphrase: string): Promise<void>;
  /** Forgets keys in memory, closes the connection. What is under way goes on after unlocking. */
  lock(): Promise<void>;
  /** Minutes without a touch after which the interface locks. */
  readonly lockAfterMinutes: number;
  setLockAfterMinutes(minutes: number): Promise<void>;
  /** Erases all that this browser keeps, in every stage where there is something: `not-enrolled` afterwards. */
  forget(): Promise<void>;

  /** Colleagues of the network whose name is or starts with this. */
  findPeople(name: string): Promise<readonly Person[]>;
  conversations(): readonly Conversation[];
  /** The conversation with a colleague; made where there is none. */
  converse(person: Person): Promise<Conversation>;
  /** Oldest first; only living messages. */
  messages(conversation: string): readonly Message[];
  warnings(): readonly Warning[];
  dismissWarning(id: string): Promise<void>;
  notices(): readonly Notice[];
  dismissNotice(id: string): Promise<void>;

  /**
   * Keeps it durably, then sends. Life is cut to the policy; rejects with `life-longer` where that would make it live longer or
   * burn later, or not: the person may send it again under what the policy allows. Resolves once it is in the outbox.
   */
  send(conversation: string, text: string, ephemerality: Ephemerality): Promise<void>;
  /** Sends a failed message of one's own again. */
  retry(message: string): Promise<void>;
  discard(message: string): Promise<void>;
  /** The message is visible to the person: counts as read; burn-on-read starts where `open` was asked or nothing covers it. */
  displayed(message: string): Promise<void>;
  keepDraft(conversation: string, text: string): Promise<void>;

  /** With the identity in force, or with the changed one while the person has not decided. */
  safetyNumber(conversation: string): Promise<SafetyNumber>;
  /**
   * The person compared these digits: the identity they are of counts as verified, and is accepted where it changed.
   * Rejects with `number-changed` where they are not the number any more.
   */
  verify(conversation: string, digits: string): Promise<void>;
  unverify(conversation: string): Promise<void>;
  /** Accepts a changed identity: sending goes on, unverified. Rejects with `foreign-device` where it claims somebody else's. */
  acceptIdentity(conversation: string): Promise<void>;

  /** One of the person's devices that waits for approval; absent where none does. */
  readonly waitingDevice: WaitingDevice | undefined;
  /** Lets the waiting device in, where `code` is what its screen shows. Rejects with `wrong-device-code`, `no-waiting-device`. */
  approveDevice(code: string): Promise<void>;
  refuseDevice(): Promise<void>;
  /** Of the person, oldest first. */
  devices(): Promise<readonly OwnDevice[]>;
  renameDevice(device: Id, name: string): Promise<void>;

  // What follows needs the passphrase of the account anew, and rejects with `wrong-credentials` where it is another.
  /** Not this one: rejects with `own-device`. At once, on the server and for every colleague. */
  revokeDevice(device: Id, passphrase: string): Promise<void>;
  /** For the account and for this browser; other devices open their store with the old one. Rejects with `weak-passphrase` too. */
  changePassphrase(passphrase: string, newPassphrase: string): Promise<void>;
  /** A new printable key, 32 characters in groups of four; the one before is void. */
  makeRecoveryKey(passphrase: string): Promise<string>;
  removeRecoveryKey(passphrase: string): Promise<void>;
  /** Whether there is a recovery key; nothing where this device has not been told since it opened. */
  readonly hasRecoveryKey: boolean | undefined;
  /** Removes account, devices and waiting mail from the server, then all that this browser keeps: `not-enrolled`. */
  deleteAccount(passphrase: string): Promise<void>;
}
