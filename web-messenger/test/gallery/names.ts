/** For the runner, which has no document: the names of the states and scenes. */
import { conduct } from "./conduct.js";
import { states } from "./states.js";

export const names = Object.keys(states);
export const sentences = Object.keys(conduct);
