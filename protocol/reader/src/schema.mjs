/** Reads the .proto files themselves: names, numbers and types of the fields, and nothing else of Protobuf's tools. */
import { readFileSync, readdirSync } from "node:fs";

const FOLDER = new URL("../../src/main/protobuf/mayfly/v1/", import.meta.url);
const TOKEN = /[A-Za-z_][\w.]*|\d+|[{}=;]/g;

/** message name → fields, ascending; enum name → Set of its numbers. */
export const messages = new Map();
export const enums = new Map();

for (const file of readdirSync(FOLDER)) read(readFileSync(new URL(file, FOLDER), "utf8"));

function read(text) {
  const tokens = text.replace(/\/\/.*$/gm, "").replace(/"[^"]*"/g, "text").match(TOKEN);
  let at = 0;
  const next = () => tokens[at++];
  const skip = () => {
    while (next() !== ";");
  };

  function message() {
    const name = next();
    const fields = [];
    next();
    body(fields, undefined);
    messages.set(name, fields.sort((one, other) => one.number - other.number));
  }

  function body(fields, oneof) {
    for (let token = next(); token !== "}"; token = next()) {
      if (token === "message") message();
      else if (token === "oneof") {
        const group = next();
        next();
        body(fields, group);
      } else if (token === "reserved") skip();
      else {
        const repeated = token === "repeated";
        const type = repeated ? next() : token;
        const name = next();
        next();
        fields.push({ name, number: Number(next()), type: type.split(".").at(-1), repeated, oneof });
        skip();
      }
    }
  }

  while (at < tokens.length) {
    const token = next();
    if (token === "message") message();
    else if (token === "enum") {
      const name = next();
      const numbers = new Set();
      next();
      for (let value = next(); value !== "}"; value = next()) {
        next();
        numbers.add(Number(next()));
        next();
      }
      enums.set(name, numbers);
    } else skip();
  }
}
