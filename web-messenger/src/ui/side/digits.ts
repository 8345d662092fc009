/** Digits as people read them aloud: in groups of five. */
export function groupsOfFive(digits: string): readonly string[] {
  return digits.match(/\d{1,5}/gu) ?? [];
}
