/** `node src/main.mjs FILE`: searches the traffic in a file; prints what opened as JSON, in its order, null for the rest. */
import { readFileSync } from "node:fs";

import { hex } from "./bytes.mjs";
import { search } from "./search.mjs";

const found = await search(JSON.parse(readFileSync(process.argv[2], "utf8")));
const plain = found.map((opened) => (opened === undefined ? null : describe(opened)));
console.log(JSON.stringify(plain));

function describe({ key, content }) {
  const [kind, value] = Object.entries(content).find(([, set]) => set !== undefined);
  return { key: hex(key), kind, text: value.body ?? null };
}
