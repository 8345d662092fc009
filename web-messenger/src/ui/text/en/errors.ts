/** One sentence or two for each code a client can meet: what happened, what it means for the person, what to do. */

/** Codes of docs/refusals.md and of the client itself. */
export const errors: Readonly<Record<string, string>> & { readonly unknown: string } = {
  unknown:
    "Something went wrong. Nothing you typed is lost; try again, and tell your administrator if it happens again.",
  offline: "The server can’t be reached. Check your connection, then try again.",
  malformed: "The server did not understand this. Reload the page; if it happens again, tell your administrator.",
  "too-large": "This message is too long to send. Shorten it, or send it in parts.",
  unauthenticated: "The server did not recognise this device. Lock and unlock Mayfly to sign in again.",
  "clock-off": "This device’s clock is more than 5 minutes off, so nothing was sent. Set the clock, then try again.",
  forbidden: "Your account may not do this. Ask your administrator if you need it.",
  "unknown-network": "This network is not on this server. Check that you opened the right address.",
  "unknown-user": "This colleague is not in your network any more. Messages to them can’t be sent.",
  "unknown-device": "This colleague has no device to receive the message yet. Try again once they have joined.",
  "invitation-unusable":
    "This invitation can’t be used: it was mistyped, used before, or has expired. Check it, or ask your administrator for a new one.",
  "already-enrolled":
    "This account already has a device. Choose “I already use Mayfly” and sign in to use it on this one too.",
  "identity-changes-pass": "No identity can be ended while the organisation lets changed identities pass.",
  "identity-ended-lately": "An identity ended in the last 7 days, so changed identities go on stopping messages.",
  "no-identity": "There is no identity to end: this person has not joined, or it was ended already.",
  "name-taken": "This name is taken. Ask your administrator for another one.",
  "name-unusable": "This name can’t be used. Ask your administrator for another one.",
  "life-longer":
    "Your organisation changed what it allows: this message would live longer than you chose, or no longer burn, so it was not sent. The life it would have is shown below; send it again if that is all right.",
  "policy-out-of-range": "This life is outside what your organisation allows. Choose another one.",
  "weak-password": "This passphrase is too easy to guess. Choose a longer one.",
  "weak-passphrase": "This passphrase is too easy to guess. Choose a longer one.",
  "wrong-credentials":
    "The names and what you signed in with don’t go together, so nothing was opened. Check the network’s name, your name and the rest, and try again.",
  "malformed-recovery-key": "This recovery key has a mistake in it. Compare it with the paper, letter by letter.",
  "recovery-damaged":
    "What the server keeps of your account does not fit together, so it was not used: it was damaged, or somebody changed it. Don’t type your passphrase or recovery key again before your administrator, whom you ask in person, knows why.",
  "wrong-device-code":
    "This is not the code of the device that waits, so it was not let in. Compare it with the other screen; if it still differs, refuse the device.",
  "no-waiting-device": "No device is waiting any more, so nothing was changed. Sign in there again.",
  "own-device": "This is the device you are using. Remove it from another one, or delete the account.",
  "recovery-key-not-allowed": "Your organisation does not allow recovery keys, so none was made.",
  "device-name-too-long": "That name is too long. Use at most 64 letters.",
  "wrong-passphrase": "That is not the passphrase of this device. Check capitals and spaces, and try again.",
  suspended: "Your account is suspended, so nothing was sent. Ask your administrator.",
  expired: "The message’s time ran out before it could be sent. It is gone from this device too.",
  "not-recipient": "This colleague’s device changed meanwhile. Try again: the message will be sealed for the new one.",
  "stale-device-list":
    "The devices of this conversation changed meanwhile, so nothing was sent. Try again: the message will be sealed for the newest ones.",
  "mailbox-full": "This colleague’s mailbox is full. Try again after they have been online.",
  "conflicting-duplicate":
    "The server already has another message under this number. Try again: it will get a new one.",
  "invalid-signature":
    "The server refused a signature of this device. Reload the page; if it happens again, tell your administrator.",
  "prekey-reused":
    "The server refused a key of this device, as it was seen before. Reload the page; new keys will be made.",
  "conflicting-version":
    "This was changed on another device meanwhile, so nothing was changed here. Look at it again, then try again.",
  "too-many-devices":
    "You have as many devices as your organisation allows, so this one was not added. Remove one of the others first.",
  "identity-changed":
    "This colleague’s identity changed, so this was not sent. Compare safety numbers; then send it again, if it is them.",
  "foreign-device":
    "This identity claims a device that belongs to somebody else, so it was not accepted: it is a forgery. Tell your administrator in person.",
  "number-changed":
    "This colleague’s identity changed again while you compared, so nothing was marked. The number shown is the new one: compare it.",
  "rate-limited": "That was too often in a short time. Wait a moment, then try again.",
  busy: "The server is busy. Wait a moment, then try again.",
  internal: "The server met an error of its own. Try again; if it happens again, tell your administrator.",
  "storage-full": "This device has no room left. Free some space, then try again. Nothing sent so far is lost.",
  "storage-unavailable":
    "This browser does not let Mayfly keep messages, perhaps because of a private window. Use a normal window or another browser.",
  "store-damaged":
    "The messages kept on this device can’t be read any more. To go on, choose “I can’t unlock this device”.",
  "wrong-server":
    "The server that answered is not the one this device joined, so nothing was sent to it. Open the address of your organisation; tell your administrator if you did.",
  "wrong-stage": "Mayfly was locked or opened elsewhere meanwhile. Unlock it, then try again.",
  "unknown-conversation": "This conversation is not on this device any more. Find the colleague again to start a new one.",
  "store-newer": "A newer version of Mayfly has used this device. Reload the page to get it.",
  "unsupported-browser":
    "This browser lacks what Mayfly needs to keep messages safe. Update it, or use a current Firefox, Chrome, Edge or Safari.",
};

/** Where the server says how long to wait. */
export const rateLimitedFor = (wait: string) => `That was too often in a short time. Try again in ${wait}.`;

/** Why an incoming message was not accepted: the checks of docs/protocol.md, in a person's words. */
export const warnings: Readonly<Record<string, string>> & { readonly unknown: string } = {
  unknown: "a check that this version has no words for",
  malformed: "it is not built as a message must be",
  "foreign-network": "it belongs to another network",
  "unknown-device": "it names a device that is not its sender’s",
  "wrong-signing-key": "it was signed with another key than this colleague’s",
  "wrong-path": "it was not meant for this device",
  downgraded: "it was sealed with weaker encryption than both devices can do",
  "bad-signature": "its signature is wrong",
  "conflicting-duplicate": "another message with the same number came before",
  "key-unavailable": "the key it was sealed with is not on this device, or was used before",
  "wrap-unopenable": "it does not open with this device’s key",
  "wrong-commitment": "it does not hold the key it promised",
  "payload-unopenable": "its content was changed",
  "counter-reused": "its number was used before, perhaps by a copy of this colleague’s device",
  "implausible-time": "the time it gives is not plausible",
  "wrong-context": "it was taken out of another conversation",
  "unknown-content": "its content is of an unknown kind",
};
