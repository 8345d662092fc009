/** English. Plain words, second person, no exclamation marks. */

import { codes } from "./codes.js";
import { composer } from "./composer.js";
import { conversations } from "./conversations.js";
import { deviceNotices, devices, removed, signIn, waiting } from "./devices.js";
import { errors, rateLimitedFor, warnings } from "./errors.js";
import { enrolment, forgotten, locked, notices } from "./gate.js";
import { settings } from "./settings.js";
import { shell } from "./shell.js";
import { side } from "./side.js";
import { thread } from "./thread.js";
import { days, policy, units } from "./time.js";

export const en = {
  language: "en",
  locale: "en-GB",
  product: "Mayfly",
  units,
  days,
  policy,
  notices,
  enrolment,
  locked,
  forgotten,
  signIn,
  waiting,
  removed,
  devices,
  deviceNotices,
  settings,
  shell,
  conversations,
  thread,
  composer,
  codes,
  side,
  errors,
  rateLimitedFor,
  warnings,
};
