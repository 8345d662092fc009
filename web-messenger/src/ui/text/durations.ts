/** Lengths of time as people say them. The words come from the catalogue; the rounding is decided here. */

import { text } from "./catalogue.js";

const DAY = 86_400;
const HOUR = 3_600;
const MINUTE = 60;

/** Exactly, largest unit first: `90` gives "1 minute 30 seconds". Policies are stated like this: nothing is rounded. */
export function exactly(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  const parts = [
    part(Math.floor(whole / DAY), text.units.days),
    part(Math.floor((whole % DAY) / HOUR), text.units.hours),
    part(Math.floor((whole % HOUR) / MINUTE), text.units.minutes),
    part(whole % MINUTE, text.units.seconds),
  ].filter((word) => word !== "");
  return parts.length === 0 ? text.units.seconds(0) : parts.join(" ");
}

function part(count: number, word: (count: number) => string): string {
  return count === 0 ? "" : word(count);
}

/**
 * What is left, short, for a countdown: with the next smaller unit while there are few of the larger. Never more than there is,
 * except that the last second reads "1 s".
 */
export function left(ms: number): string {
  const seconds = Math.ceil(ms / 1000);
  if (seconds < MINUTE) return text.units.s(Math.max(1, seconds));
  if (seconds < HOUR) return withRest(seconds, MINUTE, text.units.min, 1, text.units.s);
  if (seconds < DAY) return withRest(seconds, HOUR, text.units.h, MINUTE, text.units.min);
  return withRest(seconds, DAY, text.units.d, HOUR, text.units.h);
}

type Word = (count: number) => string;

const FEW = 10;

function withRest(seconds: number, unit: number, word: Word, restUnit: number, restWord: Word): string {
  const count = Math.floor(seconds / unit);
  const rest = Math.floor((seconds % unit) / restUnit);
  return count >= FEW || rest === 0 ? word(count) : `${word(count)} ${restWord(rest)}`;
}

/** What is left, for people who hear the screen and for tooltips: the two largest units. */
export function leftInWords(ms: number): string {
  const seconds = Math.max(1, Math.ceil(ms / 1000));
  if (seconds >= DAY) return exactly(seconds - (seconds % HOUR));
  if (seconds >= HOUR) return exactly(seconds - (seconds % MINUTE));
  return exactly(seconds);
}
