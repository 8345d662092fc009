// Canonical protobuf by descriptors: parse, encode again, refuse unless the bytes are the same.
import { Refusal, concat, equal, demand } from "./bytes.mjs";
import { ENUMS, MESSAGES } from "./schema.mjs";

const VARINT = 0;
const LENGTH = 2;
const FIXED32 = 5;
const bad = (detail) => {
  throw new Refusal("malformed", detail);
};

const wireType = (field) => {
  if (field.packed || field.type === "bytes" || field.type === "string" || MESSAGES[field.type]) return LENGTH;
  return field.type === "fixed32" ? FIXED32 : VARINT;
};

class Reader {
  constructor(bytes) {
    this.bytes = bytes;
    this.at = 0;
  }

  get done() {
    return this.at === this.bytes.length;
  }

  take(length) {
    if (length > this.bytes.length - this.at) bad("cut short");
    this.at += length;
    return this.bytes.subarray(this.at - length, this.at);
  }

  varint() {
    let value = 0n;
    for (let shift = 0n; shift < 70n; shift += 7n) {
      const byte = this.take(1)[0];
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return value >= 1n << 64n ? bad("a number beyond 64 bits") : value;
    }
    return bad("a number in more than 10 bytes");
  }
}

const number32 = (value) => (value >= 1n << 32n ? bad("a number beyond 32 bits") : Number(value));

const readScalar = (field, reader) => {
  if (field.type === "uint64") return reader.varint();
  if (field.type === "uint32") return number32(reader.varint());
  if (field.type === "fixed32") return reader.take(4).readUInt32LE();
  if (field.type === "bool") {
    const value = reader.varint();
    return value > 1n ? bad("a truth value beyond 1") : value === 1n;
  }
  const value = number32(reader.varint());
  return ENUMS[field.type].includes(value) ? value : bad(`no ${field.type} has the value ${value}`);
};

const readString = (bytes) => {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return bad("not UTF-8");
  }
};

const readValue = (field, reader) => {
  if (wireType(field) !== LENGTH) return readScalar(field, reader);
  const bytes = reader.take(Number(reader.varint()));
  if (field.packed) {
    const inner = new Reader(bytes);
    const values = [];
    while (!inner.done) values.push(readScalar({ ...field, packed: false }, inner));
    return values;
  }
  if (field.type === "bytes") return Buffer.from(bytes);
  if (field.type === "string") return readString(bytes);
  return parse(field.type, bytes);
};

const isDefault = (field, value) => {
  if (field.repeated) return value.length === 0;
  if (MESSAGES[field.type] || field.oneof) return value === undefined;
  if (field.type === "bytes" || field.type === "string") return value.length === 0;
  return value === 0 || value === 0n || value === false;
};

const defaultOf = (field) => {
  if (field.repeated) return [];
  if (MESSAGES[field.type] || field.oneof) return undefined;
  return { bytes: Buffer.alloc(0), string: "", uint64: 0n, bool: false }[field.type] ?? 0;
};

/** Lenient in order and defaults only: encode() finds those. */
function parse(type, bytes) {
  const fields = MESSAGES[type];
  const message = {};
  for (const field of fields) message[field.name] = defaultOf(field);
  const reader = new Reader(bytes);
  while (!reader.done) {
    const tag = reader.varint();
    const field = fields.find((candidate) => BigInt(candidate.number) === tag >> 3n);
    if (!field) bad(`unknown field ${tag >> 3n} of ${type}`);
    if (Number(tag & 7n) !== wireType(field)) bad(`another wire type for ${type}.${field.name}`);
    const value = readValue(field, reader);
    if (field.repeated && !field.packed) message[field.name].push(value);
    else message[field.name] = value;
  }
  return message;
}

const varint = (value) => {
  const out = [];
  let rest = BigInt(value);
  do {
    const more = rest >> 7n;
    out.push(Number(rest & 0x7fn) | (more ? 0x80 : 0));
    rest = more;
  } while (rest);
  return Buffer.from(out);
};

const writeScalar = (field, value) => {
  if (field.type !== "fixed32") return varint(value === true ? 1 : value);
  const out = Buffer.alloc(4);
  out.writeUInt32LE(value);
  return out;
};

const writeValue = (field, value) => {
  if (wireType(field) !== LENGTH) return writeScalar(field, value);
  let content = value;
  if (field.packed) content = concat(...value.map((each) => writeScalar(field, each)));
  else if (field.type === "string") content = Buffer.from(value, "utf8");
  else if (field.type !== "bytes") content = encode(field.type, value);
  return concat(varint(content.length), content);
};

export function encode(type, message) {
  const parts = [];
  for (const field of MESSAGES[type]) {
    const value = message[field.name];
    if (isDefault(field, value)) continue;
    for (const each of field.repeated && !field.packed ? value : [value]) {
      parts.push(varint((field.number << 3) | wireType(field)), writeValue(field, each));
    }
  }
  return concat(...parts);
}

const oneofsAreSingle = (type, message) => {
  const seen = new Set();
  for (const field of MESSAGES[type]) {
    const value = message[field.name];
    if (field.oneof && value !== undefined) {
      if (seen.has(field.oneof)) bad(`two of ${type}.${field.oneof}`);
      seen.add(field.oneof);
    }
    if (MESSAGES[field.type]) {
      for (const each of field.repeated ? value : [value]) if (each) oneofsAreSingle(field.type, each);
    }
  }
};

/** The canonical layer: what canonical.json tests. */
export const decodeCanonical = (type, bytes) => {
  const message = parse(type, bytes);
  oneofsAreSingle(type, message);
  demand(equal(encode(type, message), bytes), "malformed", `${type} is not canonical`);
  return message;
};

const YEAR_9999 = 253402300799999n;
const BELOW_2_63 = (1n << 63n) - 1n;

const checkValue = (name, field, value) => {
  if (field.type === "bytes") {
    const lengths = field.length === undefined ? undefined : [field.length].flat();
    if (lengths && !lengths.includes(value.length)) bad(`${name} has ${value.length} bytes`);
    if (field.min !== undefined && (value.length < field.min || value.length > field.max))
      bad(`${name} has ${value.length} bytes`);
  }
  if (field.time && (value === 0n || value > YEAR_9999)) bad(`${name} is no time`);
  if (field.ordinal && (value === 0n || value > BELOW_2_63)) bad(`${name} is out of range`);
  if (field.set && !value) bad(`${name} is not set`);
  if (MESSAGES[field.type])
    value ? checkFields(field.type, value) : field.optional || field.oneof || bad(`${name} is missing`);
};

const checkFields = (type, message) => {
  for (const field of MESSAGES[type]) {
    const name = `${type}.${field.name}`;
    const value = message[field.name];
    if (!field.repeated) {
      checkValue(name, field, value);
      continue;
    }
    if (field.count && (value.length < field.count[0] || value.length > field.count[1]))
      bad(`${name} has ${value.length} entries`);
    for (const each of value) checkValue(name, { ...field, repeated: false, packed: false }, each);
  }
};

/** The canonical layer and after it lengths, times, counts, and required fields. */
export const decode = (type, bytes) => {
  const message = decodeCanonical(type, bytes);
  checkFields(type, message);
  return message;
};

export const isWellFormed = (type, message) => checkFields(type, message);
