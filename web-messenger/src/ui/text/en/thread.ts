export const thread = {
  back: "Back to conversations",
  details: "Details",
  with: (name: string) => `Conversation with ${name}`,
  messages: "Messages",
  verified: "Verified",
  unverified: "Not verified",
  identityChanged: "Identity changed",
  empty: {
    title: (name: string) => `Nothing here from you or ${name}`,
    body: "Messages are sealed on your device before they leave it, and disappear from everywhere on time.",
    verify: "To be sure nobody is in between, compare safety numbers once.",
    action: "Compare safety numbers",
  },
  earlier: "Earlier messages",
  newest: "Go to the newest message",
  newBelow: (count: number) => (count === 1 ? "1 new message" : `${count} new messages`),
  left: (left: string) => `${left} left`,
  leftInWords: (left: string, when: string) => `Disappears in ${left}, ${when}`,
  burnsInWords: (left: string) => `Burning: gone in ${left}`,
  burning: (left: string) => `burns in ${left}`,
  covered: {
    title: "Burns after it is read",
    body: (life: string) => `Once opened, it is gone after ${life}.`,
    action: "Open message",
  },
  delivery: {
    queued: "Waiting to leave this device",
    "waiting-for-keys": "Waiting until their device can receive it safely",
    sent: "Sent",
    delivered: "Delivered",
    failed: "Not sent",
  },
  deliveryWord: {
    queued: "Waiting",
    "waiting-for-keys": "Waiting for keys",
    sent: "Sent",
    delivered: "Delivered",
    failed: "Not sent",
  },
  retry: "Try again",
  discard: "Delete",
  yours: "You",
  warning: {
    title: (name: string) => `This message was not from ${name}, or was changed on its way`,
    titleUnknown: "A message could not be traced to a colleague",
    hidden: "It is not shown.",
    times: (count: number) => `This happened ${count} times; the last is below.`,
  },
  warningBanner: {
    title: (name: string, count: number) =>
      count === 1
        ? `A message in ${name}’s name failed its check`
        : `${count} messages in ${name}’s name failed their check`,
    titleUnknown: (count: number) =>
      count === 1
        ? "A message from an unknown sender failed its check"
        : `${count} messages from unknown senders failed their check`,
    body: (name: string, count: number) =>
      count === 1
        ? `Someone may have changed it on its way or pretended to be ${name}. It is not shown, and your other messages are not affected. Ask ${name} in another way, and compare safety numbers.`
        : `Someone may have changed them on their way or pretended to be ${name}. They are not shown, and your other messages are not affected. Ask ${name} in another way, and compare safety numbers.`,
    bodyUnknown: (count: number) =>
      count === 1
        ? "Someone may be trying to pass for a colleague. It is not shown, and your other messages are not affected."
        : "Someone may be trying to pass for a colleague. They are not shown, and your other messages are not affected.",
    reason: (reason: string) => `What failed: ${reason}`,
    compare: "Compare safety numbers",
    dismiss: "Put aside",
  },
  notOpened: {
    title: (name: string, count: number) =>
      count === 1 ? `A message from ${name} can’t be opened on this device` : `${count} messages from ${name} can’t be opened on this device`,
    titleUnknown: (count: number) =>
      count === 1 ? "A message can’t be opened on this device" : `${count} messages can’t be opened on this device`,
    lost: "It came unchanged, but the key for it is not here any more.",
    asked: (name: string) => `${name}’s device was asked to send it again; this notice goes when it has come.`,
    ask: (name: string) => `Ask ${name} to send it again.`,
    askNobody: "If another device of yours shows it, nothing is lost.",
    dismiss: "Put aside",
  },
  missing: {
    title: (name: string, count: number) =>
      count === 1 ? `1 thing from ${name} did not arrive here.` : `${count} things from ${name} did not arrive here.`,
    body: (name: string, count: number) =>
      count === 1
        ? `A message, or only a receipt. It may have ended before this device fetched it, or have been held back. If a device was added or removed lately, perhaps nothing is missing. Ask ${name}.`
        : `Messages, or only receipts. They may have ended before this device fetched them, or have been held back. If a device was added or removed lately, perhaps nothing is missing. Ask ${name}.`,
  },
  staleList: {
    title: (name: string) => `${name}’s device did not know your newest list of devices.`,
    body: (name: string) =>
      `The message came and is shown. Right after you added or removed a device that is nothing; more than a day later, the server may be holding lists back. If it happens again, compare safety numbers with ${name} and tell your administrator.`,
    somebody: "A colleague",
    seen: "Got it",
  },
  namesake: {
    mark: "Another person of a name you know",
    title: (name: string) => `This is another ${name}.`,
    body: "You knew somebody of this name before, or have it yourself, and in a network a name belongs to one person. It may be a mistake in the directory, or somebody who passes for another. Send nothing confidential before you have compared safety numbers, and tell your administrator.",
  },
  identity: {
    title: (name: string) => `${name}’s identity has changed.`,
    body: (name: string) =>
      `This happens when ${name} joins again with a new invitation. It also happens when somebody tries to get in between. Sending is stopped until you decide.`,
    warns: (name: string) =>
      `This happens when ${name} joins again with a new invitation. It also happens when somebody tries to get in between. Your organisation has set that sending goes on; compare safety numbers before you send anything confidential.`,
    compare: "Compare safety numbers",
    accept: "Go on without comparing",
    seen: "Got it",
  },
};
