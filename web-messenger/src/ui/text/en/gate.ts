/** The screens before the conversations: starting, joining, unlocking, and what stands in the way. */

export const notices = {
  starting: "Opening Mayfly…",
  otherTab: {
    title: "Mayfly is open in another tab",
    body: "Only one tab at a time can use the messages on this device, so that none is lost or kept too long. Go on in the other tab, or close it and try again here.",
    action: "Try again here",
  },
  suspended: {
    title: "Your account is suspended",
    body: "An administrator of your organisation has suspended it. You can’t send or receive. Messages on this device still disappear on time.",
    help: "If you think this is a mistake, ask your administrator to resume your account, then try again.",
    action: "Try again",
  },
  broken: {
    title: "Mayfly can’t open on this device",
    action: "Try again",
    code: (code: string) => `For your administrator: ${code}`,
  },
};

export const enrolment = {
  title: "Join your organisation",
  body: "Mayfly carries messages that only you and the people you write to can read, and that disappear on time.",
  how: "You join with an invitation from your administrator: a link, or a code of 26 letters and digits.",
  code: "Invitation code",
  codeHint: "Capitals, spaces and dashes don’t matter.",
  codeIncomplete: (length: number) => `A code has 26 letters and digits; this one has ${length}.`,
  codeEmpty: "Paste the code from your invitation.",
  already: "I already use Mayfly",
  open: "Open the invitation",
  opening: "Opening the invitation…",
  invited: (network: string) => `Join ${network}`,
  as: (name: string) => `You will be known as ${name}.`,
  expires: (when: string) => `This invitation can be used until ${when}.`,
  rules: "What your organisation has set",
  device: "Your messages will live on this device, in this browser. Messages sent before you join don’t appear here.",
  next: "Choose a passphrase",
  other: "Use another invitation",
  passphrase: {
    title: "Choose a passphrase",
    body: "It locks the messages on this device, and signs you in on another one. It never leaves the device, and nobody can reset it.",
    recoveryKey: "Once you have joined, you can print a recovery key in the settings, for the day you forget it.",
    noRecoveryKey: "If you forget it, you need a new invitation, and your colleagues see that your identity changed.",
    label: "Passphrase",
    hint: "At least 12 characters. Four or more unrelated words are strong and easy to remember.",
    again: "The same passphrase again",
    show: "Show passphrase",
    hide: "Hide passphrase",
    tooShort: (missing: number) => (missing === 1 ? "1 more character." : `${missing} more characters.`),
    judging: "Checking how easily it could be guessed…",
    weak: "Too easy to guess. Add unrelated words, or let go of names, dates and keyboard patterns.",
    fair: "Nearly strong enough. One more unrelated word will do.",
    strong: "Strong",
    veryStrong: "Very strong",
    strength: "Strength",
    differs: "The two don’t match yet.",
    missing: "Type your passphrase.",
    submit: "Join",
    back: "Back",
  },
  making: {
    title: "Setting up this device",
    body: "Your keys are being made on this device. It takes up to a minute; please keep this tab open.",
  },
};

export const locked = {
  title: "Mayfly is locked",
  body: "Your messages are sealed on this device until you unlock it. They still disappear on time.",
  label: "Passphrase",
  action: "Unlock",
  unlocking: "Unlocking…",
  forgotten: "I can’t unlock this device",
  invited: "You opened an invitation, but this device already has an account. The invitation has not been used.",
};

/** Where the passphrase of this device is forgotten. */
export const forgotten = {
  title: "Begin anew on this device",
  body: "Nobody can reset the passphrase of this device. You can erase what the device keeps, and then come back in one of these ways:",
  ways: [
    "With your recovery key, if you have one.",
    "With the passphrase of your account, if you changed it on another device. That device then lets this one in.",
    "With a new invitation from your administrator. Your colleagues then see that your identity changed.",
  ],
  lost: "The messages on this device, and those on their way to it, are gone for good.",
  action: "Erase what this device keeps",
  back: "Back",
};
