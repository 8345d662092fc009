/** The sentence for what a call to the messenger rejected with. */

import { ClientError } from "../../client/api.js";
import { text } from "./catalogue.js";

export function errorSentence(code: string): string {
  return Object.hasOwn(text.errors, code) ? (text.errors[code] ?? text.errors.unknown) : text.errors.unknown;
}

export function failureSentence(failure: unknown): string {
  return failure instanceof ClientError ? errorSentence(failure.code) : text.errors.unknown;
}

export function warningReason(code: string): string {
  return Object.hasOwn(text.warnings, code) ? (text.warnings[code] ?? text.warnings.unknown) : text.warnings.unknown;
}
