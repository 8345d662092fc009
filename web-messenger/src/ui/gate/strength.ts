export { judge, MINIMUM_LENGTH, MINIMUM_SCORE, type Score } from "../../client/strength.js";
