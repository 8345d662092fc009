// Nothing that a vector says goes unread: whatever field is changed, its file fails.
import assert from "node:assert/strict";
import { test } from "node:test";
import { checkVectors, readVectors, vectorFiles } from "../checks/all.mjs";

/** For people; a clock that may as well show a millisecond more; and what may be right or wrong in another way too. */
const UNREAD = [
  "about",
  "name",
  "source",
  "now",
  "vectors.violation",
  "vectors.encoded",
  "broken.after",
  "envelopes.what",
];

/** The first place of each field: path → [holder, key], the entries of a list counted as one field. */
const fieldsOf = (value, path = [], fields = new Map()) => {
  for (const [key, inner] of Object.entries(value)) {
    const name = Array.isArray(value) ? path : [...path, key];
    if (inner !== null && typeof inner === "object") fieldsOf(inner, name, fields);
    else if (!fields.has(name.join("."))) fields.set(name.join("."), [value, key]);
  }
  return fields;
};

const changed = (value) => {
  if (typeof value !== "string") return value + 1;
  if (!/^[0-9a-f]+$/.test(value)) return `${value}x`;
  const at = value.length >> 2;
  return value.slice(0, at) + (value[at] === "0" ? "1" : "0") + value.slice(at + 1);
};

for (const file of vectorFiles()) {
  test(`${file} fails when any field of it is changed`, () => {
    const unnoticed = [];
    for (const field of fieldsOf(readVectors(file)).keys()) {
      if (UNREAD.includes(field)) continue;
      const vectors = readVectors(file);
      const [holder, key] = fieldsOf(vectors).get(field);
      holder[key] = changed(holder[key]);
      if (checkVectors(file, vectors, { firstOnly: true }).failures.length === 0) unnoticed.push(field);
    }
    assert.deepEqual(unnoticed, []);
  });
}
