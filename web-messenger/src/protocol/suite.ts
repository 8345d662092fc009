/** HPKE with P-521 alone. */
export const CLASSICAL = 0x0001;
/** The same with an ML-KEM-1024 shared secret in each START. */
export const HYBRID = 0x0002;

export type Suite = typeof CLASSICAL | typeof HYBRID;

/** What this version speaks, ascending. */
export const SUITES: readonly Suite[] = [CLASSICAL, HYBRID];

export function isSuite(number: number): number is Suite {
  return number === CLASSICAL || number === HYBRID;
}

interface Entry {
  readonly suites: readonly number[];
}

/** The highest that both devices' entries in their lists name; nothing where there is none. */
export function commonSuite(one: Entry, other: Entry): Suite | undefined {
  return SUITES.findLast((suite) => one.suites.includes(suite) && other.suites.includes(suite));
}
