/** `node src/main.mjs FILE`: searches the traffic in a file; prints what opened as JSON, in its order, null for the rest. */
import { readFileSync } from "node:fs";

import { search } from "./search.mjs";

const found = await search(JSON.parse(readFileSync(process.argv[2], "utf8")));
const plain = found.map((content) => (content === undefined ? null : describe(content)));
console.log(JSON.stringify(plain));

function describe(content) {
  const [kind, value] = Object.entries(content).find(([, set]) => set !== undefined);
  return { kind, text: value.body ?? null };
}
