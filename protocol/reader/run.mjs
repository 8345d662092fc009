#!/usr/bin/env node
// Reads protocol/vectors, or some of its files: node run.mjs [FILE ...]
import { checkOwn, checkVectors, missingFiles, readVectors, vectorFiles } from "./checks/all.mjs";

const asked = process.argv.slice(2);
const all = asked.length === 0;
const tallies = (all ? vectorFiles() : asked).map((file) => checkVectors(file, readVectors(file)));
const missing = all ? missingFiles() : [];
if (all) tallies.push(checkOwn());

for (const { file, passed, comparisons, failures } of tallies) {
  const counts = `${String(passed).padStart(4)} passed, ${failures.length} failures (${comparisons} comparisons)`;
  console.log(`${file.padEnd(40)} ${counts}`);
  for (const failure of failures) console.log(`    ${failure}`);
}
for (const file of missing) console.log(`${file}: missing`);
const sum = (of) => tallies.reduce((total, tally) => total + of(tally), 0);
const failed = sum((tally) => tally.failures.length) + missing.length;
console.log(`${sum((tally) => tally.passed)} vectors passed, ${failed} failures`);
process.exitCode = failed === 0 ? 0 : 1;
