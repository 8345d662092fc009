/**
 * Every sentence of the interface, by place. Components hold none of their own: a test refuses them.
 * Another language is another object of the type {@link Catalogue}; the compiler tells what is missing.
 */

import { en } from "./en/index.js";

export type Catalogue = typeof en;

/** The catalogue in use. */
export const text: Catalogue = en;
