#!/usr/bin/env node
// node search.mjs FILE: searches the traffic in a file; prints what opened as JSON, in its order, null for the rest.
import { readFileSync } from "node:fs";
import { search } from "./lib/search.mjs";

const describe = ({ key, content }) => {
  const [kind, value] = Object.entries(content).find(([, set]) => set !== undefined);
  return { key: key.toString("hex"), kind, text: value.body ?? null };
};
const found = search(JSON.parse(readFileSync(process.argv[2], "utf8")));
console.log(JSON.stringify(found.map((opened) => (opened === undefined ? null : describe(opened)))));
