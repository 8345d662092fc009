/** Points in time as people read them, in the catalogue's language and the device's time zone. */

import type { Time } from "../../client/api.js";
import { text } from "./catalogue.js";

const clock = new Intl.DateTimeFormat(text.locale, { hour: "2-digit", minute: "2-digit" });
const weekday = new Intl.DateTimeFormat(text.locale, { weekday: "long" });
const date = new Intl.DateTimeFormat(text.locale, { weekday: "long", day: "numeric", month: "long" });
const full = new Intl.DateTimeFormat(text.locale, { dateStyle: "full", timeStyle: "short" });

/** Midnight of the local day, in milliseconds. */
export function dayOf(time: Time): Time {
  const day = new Date(time);
  day.setHours(0, 0, 0, 0);
  return day.getTime();
}

export function clockTime(time: Time): string {
  return clock.format(time);
}

/** Date and time in full, for tooltips. */
export function fullTime(time: Time): string {
  return full.format(time);
}

/** "12 March 2026": where the hour tells nothing. */
export function dateOnly(time: Time): string {
  return new Intl.DateTimeFormat(text.locale, { dateStyle: "long" }).format(time);
}

/** The same of a time that stands for a whole day of UTC. */
export function utcDay(time: Time): string {
  return new Intl.DateTimeFormat(text.locale, { dateStyle: "long", timeZone: "UTC" }).format(time);
}

/** "Today", "Yesterday", or the date. */
export function dayName(time: Time, now: Time): string {
  const days = Math.round((dayOf(now) - dayOf(time)) / 86_400_000);
  if (days === 0) return text.days.today;
  if (days === 1) return text.days.yesterday;
  return date.format(time);
}

/** For a list: the clock today, the weekday within a week, else the date. */
export function shortTime(time: Time, now: Time): string {
  const days = Math.round((dayOf(now) - dayOf(time)) / 86_400_000);
  if (days === 0) return clockTime(time);
  if (days === 1) return text.days.yesterday;
  if (days < 7) return weekday.format(time);
  return new Intl.DateTimeFormat(text.locale, { day: "numeric", month: "short" }).format(time);
}
