/** Values made of plain objects, lists, numbers, text and bytes: what records are, and what threads tell each other. */
import { copied, erase } from "./bytes.js";

/** Overwrites all bytes in it. Text and the browser's own keys are beyond reach. */
export function eraseAll(value: unknown): void {
  if (value instanceof Uint8Array) erase(value);
  else if (isComposed(value)) Object.values(value).forEach(eraseAll);
}

/** The same with bytes of its own: each in memory that nothing else is in, to be given away. */
export function copyOf<Value>(value: Value): Value {
  if (value instanceof Uint8Array) return copied(value) as Value;
  if (Array.isArray(value)) return value.map(copyOf) as Value;
  if (!isComposed(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, copyOf(part)])) as Value;
}

/** The memory of all bytes in it, each once. */
export function buffersOf(value: unknown): ArrayBuffer[] {
  const found = new Set<ArrayBuffer>();
  const look = (part: unknown): void => {
    if (part instanceof Uint8Array) found.add(part.buffer as ArrayBuffer);
    else if (isComposed(part)) Object.values(part).forEach(look);
  };
  look(value);
  return [...found];
}

function isComposed(value: unknown): value is object {
  return Array.isArray(value) || (typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype);
}
