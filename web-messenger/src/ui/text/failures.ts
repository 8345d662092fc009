/** The sentence for what a call to the messenger rejected with. */

import { ClientError, type Warning } from "../../client/api.js";
import { text } from "./catalogue.js";
import { leftInWords } from "./durations.js";

export function errorSentence(code: string): string {
  return Object.hasOwn(text.errors, code) ? (text.errors[code] ?? text.errors.unknown) : text.errors.unknown;
}

export function failureSentence(failure: unknown): string {
  if (!(failure instanceof ClientError)) return text.errors.unknown;
  const { code, retryAfterMs } = failure;
  return code === "rate-limited" && retryAfterMs > 0
    ? text.rateLimitedFor(leftInWords(retryAfterMs))
    : errorSentence(code);
}

export function warningReason(code: string): string {
  return Object.hasOwn(text.warnings, code) ? (text.warnings[code] ?? text.warnings.unknown) : text.warnings.unknown;
}

/** Of a message that is a colleague's without doubt, and for which this device lacks the key. */
export const NOT_OPENED = "key-unavailable";

export function notOpenedSentence({ claimedAuthor, asked }: Pick<Warning, "claimedAuthor" | "asked">): string {
  const words = text.thread.notOpened;
  if (claimedAuthor === undefined) return `${words.lost} ${words.askNobody}`;
  return `${words.lost} ${asked === true ? words.asked(claimedAuthor.name) : words.ask(claimedAuthor.name)}`;
}
