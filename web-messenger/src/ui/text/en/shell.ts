export const shell = {
  titleWithUnread: (unread: number) => `(${unread}) Mayfly`,
  rail: "Network",
  lock: "Lock Mayfly on this device",
  lockHint: "Lock Mayfly on this device (Ctrl+Shift+L)",
  you: (name: string, network: string) => `You are ${name} in ${network}`,
  connecting: "Connecting…",
  offline: {
    title: "You’re offline.",
    body: "What you send waits on this device and leaves when the connection is back.",
    next: (seconds: number) => (seconds <= 0 ? "Trying again now." : `Trying again in ${seconds} s.`),
  },
  clock: {
    ahead: (much: string) => `This device’s clock is ${much} ahead.`,
    behind: (much: string) => `This device’s clock is ${much} behind.`,
    body: "Sending is stopped, because messages would disappear at the wrong time. Set the clock of this device; Mayfly then goes on by itself. Where the clock had been ahead, Mayfly waits until that time has come.",
  },
  notErased: {
    title: "Messages whose time has run out can’t be erased from this device.",
    body: "They are not shown any more, but this browser refuses to overwrite them, perhaps because the disk is full. Mayfly keeps trying. Make room on this device; if this notice stays, tell your administrator.",
  },
  policyChanged: {
    title: "Your organisation has changed how long messages live.",
    body: (sentence: string) => `From now on: ${sentence}`,
    dismiss: "Got it",
  },
  identitiesPass: {
    title: "Your organisation no longer stops sending when a colleague’s identity changes.",
    body: "For colleagues whose safety number you compared it still stops, and you are asked. Compare numbers with the others before you send them anything confidential.",
    dismiss: "Got it",
  },
  announce: {
    message: (name: string, words: string) => `${name}: ${words}`,
    covered: (name: string) => `${name} sent a message that burns after it is read.`,
    elsewhere: (name: string) => `New message from ${name}.`,
    warning: (name: string) => `Security warning about ${name}.`,
  },
};
