/** Several devices of one person: signing in, waiting, letting in, and what there is to know of each. */

export const signIn = {
  title: "Use Mayfly on this device",
  body: "You already have an account: sign in with the name of your network, your own, and your passphrase.",
  past: "Messages sent so far don’t appear here: they were sealed for your other devices alone.",
  network: "Name of your network",
  networkHint: "It stands above your conversations on your other device.",
  user: "Your name in it",
  passphrase: "Passphrase",
  recoveryKey: "Recovery key",
  recoveryKeyHint: "32 letters and digits. Capitals, spaces and dashes don’t matter.",
  recoveryKeyLength: (length: number) => `A recovery key has 32 letters and digits; this one has ${length}.`,
  device: "Name of this device",
  deviceHint: "For your own list of devices. Only your devices can read it.",
  action: "Sign in",
  next: "Choose a new passphrase",
  withKey: "Use a recovery key instead",
  withPassphrase: "Use the passphrase instead",
  withInvitation: "I have an invitation",
  missing: "Fill this in first.",
  choose: {
    title: "Choose a new passphrase",
    body: "It replaces the one you forgot: for your account, and to lock the messages on this device. It never leaves the device.",
    action: "Sign in",
  },
  busy: {
    title: "Signing in",
    body: "Keys are being made on this device. It takes up to a minute; please keep this tab open.",
  },
};

export const waiting = {
  title: "Let this device in from another one",
  body: (name: string, network: string) =>
    `You are signed in as ${name} in ${network}. On a device where Mayfly is open, press “Look at it” in the notice at the top, and type or scan this code there.`,
  code: "Code of this device",
  picture: "The code of this device as a square code, for your other device’s camera",
  goesOn: "This page goes on by itself. You may close it and come back.",
  expires: (when: string) => `The code is good until ${when}.`,
  noOther: "No other device any more? Sign in with your recovery key, or ask your administrator.",
  past: "Messages sent before this device is let in don’t appear on it.",
  stop: "Don’t use this device",
};

export const removed = {
  title: "This device is not part of your account any more",
  body: "It was removed from one of your other devices, or the account was deleted. It can’t send or receive. What it keeps still disappears on time.",
  help: "To use it again, erase what is left here, and sign in anew or join with an invitation.",
  action: "Erase what is left here",
  again: "Try again",
};

export const devices = {
  heading: "Your devices",
  loading: "Asking for your devices…",
  unnamed: { browser: "A browser without a name", native: "A command line without a name" },
  kind: { browser: "Browser", native: "Command line" },
  guessed: (browser: string, system: string) => `${browser} on ${system}`,
  someBrowser: "Browser",
  someSystem: "this computer",
  current: "This device",
  added: (when: string) => `Added ${when}`,
  lastSeen: (when: string) => `Last used ${when}`,
  rename: "Rename",
  renameOf: (name: string) => `Rename ${name}`,
  remove: "Remove",
  removeOf: (name: string) => `Remove ${name}`,
  nameLabel: "Name of the device",
  nameTooLong: "That name is too long. Use at most 64 letters.",
  save: "Save",
  cancel: "Cancel",
  add: "Use Mayfly on another device",
  most: (count: number) => `Your organisation allows ${count} devices. Remove one to add another.`,
  adding: {
    title: "Use Mayfly on another device",
    open: "On the other device, open this address in a browser:",
    signIn: "Choose “I already use Mayfly”, and sign in with these names and your passphrase:",
    network: "Network",
    name: "Your name",
    approve: "A notice appears here. Type or scan the code that the other device shows.",
    noApproval: "The other device is ready at once. Your colleagues are told that you use it.",
    past: "Messages sent so far stay on the devices they were sent to. The new one shows what comes after it was let in.",
  },
  approving: {
    title: "Let a device in",
    none: "No device is waiting now. It may have been let in or refused already, or its time ran out.",
    who: (name: string) => `“${name}” wants to join your account.`,
    whoUnnamed: "A device wants to join your account.",
    until: (when: string) => `It waits until ${when}.`,
    what: "Let in, it can write in your name and reads what is sent to you from then on. Only do so if the device is yours and in front of you.",
    code: "The code that the new device shows",
    codeHint: "25 digits. Take them from the screen of the device itself, not from a message or a call.",
    approve: "Let it in",
    refuse: "Refuse it",
    notMine: "If you did not sign in anywhere just now, refuse it and change your passphrase: somebody else knows it.",
    done: "The device was let in. Your colleagues are told that you use it.",
    refused: "The device was refused. If it was not yours, change your passphrase now.",
  },
  removing: {
    title: (name: string) => `Remove ${name}`,
    body: "It stops working at once: it can’t send or receive, and what waits for it on the server is deleted. Your colleagues are told that you don’t use it any more.",
    keeps: "Messages it already has stay on it until they disappear. If it was stolen, tell your colleagues what was on it.",
    action: "Remove the device",
    done: "The device was removed. It stopped working at once.",
  },
  banner: {
    title: "A device wants to join your account.",
    body: "If it is yours, let it in with the code it shows. If not, refuse it.",
    act: "Look at it",
  },
};

/** What happened to devices, told once. */
export const deviceNotices = {
  "past-not-here": {
    title: "This device is part of your account now.",
    body: "Messages sent before don’t appear on it. What is written from now on does.",
  },
  "own-device-added": {
    title: "A device was added to your account.",
    body: "It can write in your name and reads what is sent to you from now on. If it was not you who let it in, remove it and change your passphrase.",
  },
  "own-device-removed": {
    title: "A device was removed from your account.",
    body: "It does not work any more. If it was not you who removed it, change your passphrase.",
  },
  "peer-device-added": {
    title: (name: string) => `${name} uses a further device.`,
    body: (name: string) =>
      `What you send from now on goes to it too. Only who has ${name}’s passphrase or recovery key can add one. If it surprises you, ask ${name} in another way than Mayfly.`,
  },
  "peer-device-removed": {
    title: (name: string) => `${name} removed a device.`,
    body: "Nothing you send goes to it any more. What it has already disappears on time.",
  },
  show: "Show your devices",
  seen: "Got it",
};
