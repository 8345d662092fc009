/** Numbers that people compare: in groups of five digits, read aloud, typed or scanned. */

export function groupsOfFive(digits: string): readonly string[] {
  return digits.match(/.{1,5}/gu) ?? [];
}

/** What was typed or pasted, without what only parts the groups. */
export function withoutGaps(typed: string): string {
  return typed.replace(/[\s.,·–-]/gu, "");
}

export type TypedCode =
  | { readonly kind: "whole"; readonly digits: string }
  | { readonly kind: "empty" }
  | { readonly kind: "not-digits" }
  | { readonly kind: "other-length"; readonly count: number };

/** @param length how many digits the code has */
export function typedCode(typed: string, length: number): TypedCode {
  const digits = withoutGaps(typed);
  if (digits === "") return { kind: "empty" };
  if (!/^\d+$/u.test(digits)) return { kind: "not-digits" };
  return digits.length === length ? { kind: "whole", digits } : { kind: "other-length", count: digits.length };
}
