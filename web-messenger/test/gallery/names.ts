/** For the runner, which has no document: the names of the states and scenes, and what its camera shows. */
import { SAFETY_DIGITS } from "./cast.js";
import { conduct } from "./conduct.js";
import { states } from "./states.js";

export const names = Object.keys(states);
export const sentences = Object.keys(conduct);
export const cameraSees = SAFETY_DIGITS;
