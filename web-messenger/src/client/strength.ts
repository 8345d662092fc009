/** How easily a passphrase is guessed. The judge and its word lists are loaded when the first letter is typed, not before. */

import { ClientError } from "./api.js";

export const MINIMUM_LENGTH = 12;

/** zxcvbn's scale: guesses from under 10^3 (0) to over 10^10 (4). */
export const MINIMUM_SCORE = 3;

export type Score = 0 | 1 | 2 | 3 | 4;

/** Beyond this the judge only gets slower. */
const JUDGED_LENGTH = 72;

type Judge = (passphrase: string, known: readonly string[]) => Score;

let loading: Promise<Judge> | undefined;

async function load(): Promise<Judge> {
  const [{ ZxcvbnFactory }, common, english] = await Promise.all([
    import("@zxcvbn-ts/core"),
    import("@zxcvbn-ts/language-common"),
    import("@zxcvbn-ts/language-en"),
  ]);
  const judge = new ZxcvbnFactory({
    graphs: common.adjacencyGraphs,
    dictionary: { ...common.dictionary, ...english.dictionary },
  });
  return (passphrase, known) => judge.check(passphrase.slice(0, JUDGED_LENGTH), [...known]).score;
}

/** @param known words that a guesser would try first: the person's and the network's name */
export async function judge(passphrase: string, known: readonly string[]): Promise<Score> {
  loading ??= load();
  const parts = known.flatMap((words) => [words, words.replace(/\s+/gu, ""), ...words.split(/[\s._-]+/u)]);
  return (await loading)(
    passphrase,
    parts.filter((part) => part.length > 2),
  );
}

/** Rejects with `weak-passphrase`: the rule holds whatever screen asked for the passphrase. */
export async function demandStrong(passphrase: string, known: readonly string[]): Promise<void> {
  const long = Array.from(passphrase).length >= MINIMUM_LENGTH;
  if (!long || (await judge(passphrase, known)) < MINIMUM_SCORE) throw new ClientError("weak-passphrase");
}
