/** What is said in the recorded conversations, and in which order it arrives. */
import { randomBytes } from "../../src/crypto/random.js";
import type { MessageContent } from "../../src/protocol/content.js";
import { NOON } from "../people.js";
import type { Line, Script } from "./recording.js";

function text(body: string): MessageContent {
  return { kind: "text", body };
}

function line(content: MessageContent, at: number, more: Partial<Line> = {}): Line {
  // Every second one carries a reply key: a recipient may use or ignore it.
  return { content, withKeys: true, withReplyKey: at % 2 === 0, confirmed: [0], ...more };
}

const CONTENTS: readonly MessageContent[] = [
  text("Hello from TypeScript ✉"),
  text("fresh 0"),
  { kind: "displayed", message: randomBytes(16), displayedAt: NOON },
  { kind: "delivered", messages: [randomBytes(16), randomBytes(16)] },
];

/** START and FRESH: one is overtaken by its successor. */
export const CLASSICAL_SCRIPT: Script = { lines: CONTENTS.map((content, at) => line(content, at)), arrival: [0, 1, 3, 2] };

const FRESH = Array.from({ length: 16 }, (_, i) => i);
const CARRIER = FRESH.length;
const FIRST_CHAINS = [CARRIER + 1, CARRIER + 2, CARRIER + 3];
const LATER_CHAINS = [CARRIER + 4, CARRIER + 5];
const WITHOUT_KEYS = { withKeys: false };

/**
 * START, FRESH 0 to 15 of which the last is a carrier, three CHAINs from the START, and, the carrier being confirmed,
 * two from the carrier. Overtaken are a FRESH, by the carrier, and a CHAIN of each sub-chain.
 */
export const HYBRID_SCRIPT: Script = {
  lines: [
    line(text("Hello from TypeScript, in suite 0x0002 ✉"), 0),
    ...FRESH.map((i) => line(CONTENTS[i] ?? text(`fresh ${i}`), i + 1)),
    ...FIRST_CHAINS.map((at, i) => line(text(`chain 0, ${i}`), at, WITHOUT_KEYS)),
    ...LATER_CHAINS.map((at, i) => line(text(`chain 16, ${i}`), at, { ...WITHOUT_KEYS, confirmed: [CARRIER] })),
  ],
  arrival: [
    0, ...FRESH.slice(1, 15), FIRST_CHAINS[1]!, FIRST_CHAINS[0]!, CARRIER, 15, FIRST_CHAINS[2]!, ...LATER_CHAINS.toReversed(),
  ],
};
