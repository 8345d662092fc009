/** For the runner, which has no document: only the names of the states. */
import { states } from "./states.js";

export const names = Object.keys(states);
