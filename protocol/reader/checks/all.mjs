// Which check reads which file of protocol/vectors. A file that stands here and is missing, or the other way round, is a failure.
import { readFileSync, readdirSync } from "node:fs";
import { basename } from "node:path";
import { Enough, Tally } from "../lib/tally.mjs";
import { envelopes } from "./envelopes.mjs";
import * as identities from "./identities.mjs";
import { judged } from "./judged.mjs";
import { own } from "./own.mjs";
import * as primitives from "./primitives.mjs";
import { wrapsHybrid } from "./wraps.mjs";

export const VECTORS = new URL("../../vectors/", import.meta.url);

const CHECKS = {
  "canonical.json": primitives.canonical,
  "conversation.json": identities.conversation,
  "device-names.json": identities.deviceNames,
  "envelopes.json": envelopes,
  "envelopes-hybrid.json": envelopes,
  "hkdf.json": primitives.hkdf,
  "judged.json": judged,
  "lists.json": identities.lists,
  "merkle.json": primitives.merkle,
  "mlkem.json": primitives.mlKem,
  "padding.json": primitives.padding,
  "published.json": identities.published,
  "published-hybrid.json": identities.published,
  "recovery.json": identities.recovery,
  "recovery-key.json": identities.recoveryKey,
  "rfc9180-a6.json": primitives.rfc9180,
  "rfc9497-p521-sha512.json": primitives.rfc9497,
  "signed-inputs.json": primitives.signedInputs,
  "wraps-hybrid.json": wrapsHybrid,
};

/** Of the folder and those in it. */
export const vectorFiles = (folder = VECTORS) =>
  readdirSync(folder, { recursive: true })
    .filter((file) => file.endsWith(".json"))
    .sort();

export const missingFiles = (folder = VECTORS) => {
  const files = vectorFiles(folder);
  return Object.keys(CHECKS).filter((file) => !files.includes(file));
};

export const readVectors = (file, folder = VECTORS) => JSON.parse(readFileSync(new URL(file, folder)));

/** What the file's check says of these vectors; no more than the first thing where firstOnly is set. */
export const checkVectors = (file, vectors, { firstOnly = false } = {}) => {
  const tally = new Tally(file, firstOnly);
  const check = CHECKS[basename(file)];
  if (check === undefined) tally.failures.push("no check for this file");
  else {
    try {
      check(vectors, tally);
    } catch (error) {
      if (!(error instanceof Enough)) tally.failures.push(error.stack);
    }
  }
  if (tally.passed === 0) tally.failures.push("no vector passed");
  return tally;
};

/** What no vector holds: sealed here, and read. */
export const checkOwn = () => {
  const tally = new Tally("(no vector: sealed here)");
  own(tally);
  return tally;
};
