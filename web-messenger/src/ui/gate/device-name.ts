/** A first name for this device, from what the browser says of itself. The person may change it. */

import { text } from "../text/catalogue.js";

/** The first that is found counts: most browsers also name those they descend from. */
const BROWSERS = [
  ["Edg", "Edge"],
  ["OPR/", "Opera"],
  ["Firefox/", "Firefox"],
  ["Chrome/", "Chrome"],
  ["Safari/", "Safari"],
] as const;

const SYSTEMS = [
  ["iPhone", "iPhone"],
  ["iPad", "iPad"],
  ["Android", "Android"],
  ["Windows", "Windows"],
  ["Macintosh", "macOS"],
  ["CrOS", "ChromeOS"],
  ["Linux", "Linux"],
] as const;

export function usualDeviceName(agent: string): string {
  const browser = nameIn(BROWSERS, agent) ?? text.devices.someBrowser;
  return text.devices.guessed(browser, nameIn(SYSTEMS, agent) ?? text.devices.someSystem);
}

function nameIn(names: readonly (readonly [string, string])[], agent: string): string | undefined {
  return names.find(([sign]) => agent.includes(sign))?.[1];
}
