/** The sentence for what a call to the messenger rejected with. */

import { ClientError } from "../../client/api.js";
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
