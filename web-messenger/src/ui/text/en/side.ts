export const side = {
  label: "Details of this conversation",
  title: "Details",
  close: "Close details",
  verification: "Verification",
  life: "How long messages live",
  rulesFrom: "Set by your organisation for everyone in this network.",
  safety: {
    verifiedTitle: (name: string) => `You have verified ${name}`,
    unverifiedTitle: (name: string) => `You have not verified ${name} yet`,
    changedTitle: (name: string) => `${name}’s identity has changed`,
    verifiedBody: "If this identity ever changes, sending stops and you are asked.",
    body: (name: string) =>
      `Read these numbers to each other, face to face or in a call, or hold your screens side by side. If ${name} sees the same 60 digits, nobody is in between.`,
    digits: "Safety number",
    loading: "Working out the safety number…",
    match: "They match: mark as verified",
    matchAndSend: "They match: verify and go on",
    stillMatch: "Take the verification back",
    differ: "They differ",
    differTitle: "Don’t send anything confidential here",
    differBody: (name: string) =>
      `Different numbers mean that somebody may be in between you and ${name}. Tell your administrator, by another way than Mayfly. Sending here stays as it is until you decide.`,
    differStopped: (name: string) =>
      `Different numbers mean that somebody may be in between you and ${name}. Sending stays stopped. Tell your administrator, by another way than Mayfly.`,
    differBack: "Show the numbers again",
  },
};
