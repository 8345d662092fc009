/** Canonical Protobuf (docs/protocol.md, "Encoding"): decodes, encodes again, and refuses what is not the same. */
import { ascii, join, same } from "./bytes.mjs";
import { Malformed, require } from "./malformed.mjs";
import { enums, messages } from "./schema.mjs";

const VARINT = 0;
const LENGTH = 2;
const FIXED32 = 5;

/** An object with every field of the message; absent: 0, 0n, "", no bytes, undefined for a message, [] for a list. */
export function decode(type, bytes) {
  const value = read(type, bytes);
  require(same(encode(type, value), bytes), `not the canonical encoding of a ${type}`);
  return value;
}

export function encode(type, value) {
  return join(...fieldsOf(type).map((field) => (field.repeated ? list(field, value[field.name]) : single(field, value[field.name]))));
}

function fieldsOf(type) {
  const fields = messages.get(type);
  if (fields === undefined) throw new Error(`the schema has no message ${type}`);
  return fields;
}

const isMessage = (field) => messages.has(field.type);
const isNumber = (field) => ["uint32", "uint64"].includes(field.type) || enums.has(field.type);
const wireType = (field) => (field.type === "fixed32" ? FIXED32 : isNumber(field) ? VARINT : LENGTH);

function absent({ type, repeated }) {
  if (repeated) return [];
  if (messages.has(type)) return undefined;
  return { uint64: 0n, bytes: new Uint8Array(0), string: "" }[type] ?? 0;
}

function read(type, bytes) {
  const fields = fieldsOf(type);
  const value = Object.fromEntries(fields.map((field) => [field.name, absent(field)]));
  const source = { bytes, at: 0 };
  const groups = new Map();
  while (source.at < bytes.length) {
    const tag = Number(varint(source, 32));
    const field = fields.find(({ number }) => number === tag >>> 3);
    require(field !== undefined, `unknown field ${tag >>> 3} of ${type}`);
    if (field.oneof) {
      require((groups.get(field.oneof) ?? field.name) === field.name, `more than one of ${field.oneof}`);
      groups.set(field.oneof, field.name);
    }
    const packed = field.repeated && isNumber(field);
    require((tag & 7) === (packed ? LENGTH : wireType(field)), `another wire type for ${field.name}`);
    if (packed) {
      const inner = { bytes: taken(source), at: 0 };
      while (inner.at < inner.bytes.length) value[field.name].push(scalar(field, inner));
    } else if (field.repeated) value[field.name].push(scalar(field, source));
    else value[field.name] = scalar(field, source);
  }
  return value;
}

function scalar(field, source) {
  if (field.type === "uint64") return varint(source, 64);
  if (isNumber(field)) {
    const number = Number(varint(source, 32));
    require(enums.get(field.type)?.has(number) ?? true, `${field.type} does not name ${number}`);
    return number;
  }
  if (field.type === "fixed32") {
    require(source.at + 4 <= source.bytes.length, "cut short");
    source.at += 4;
    return new DataView(source.bytes.buffer, source.bytes.byteOffset).getUint32(source.at - 4, true);
  }
  const bytes = taken(source);
  if (field.type === "bytes") return bytes;
  if (isMessage(field)) return read(field.type, bytes);
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new Malformed("not UTF-8");
  }
}

function varint(source, bits) {
  let value = 0n;
  for (let shift = 0n; shift < 70n; shift += 7n) {
    require(source.at < source.bytes.length, "cut short");
    const byte = source.bytes[source.at++];
    value |= BigInt(byte & 0x7f) << shift;
    if (byte < 0x80) {
      require(value < 1n << BigInt(bits), `more than ${bits} bits`);
      return value;
    }
  }
  throw new Malformed("a number of more than 10 bytes");
}

function taken(source) {
  const length = Number(varint(source, 32));
  require(source.at + length <= source.bytes.length, "cut short");
  source.at += length;
  return source.bytes.slice(source.at - length, source.at);
}

function single(field, value) {
  if (isMessage(field)) return value === undefined ? new Uint8Array(0) : tagged(field, LENGTH, delimited(encode(field.type, value)));
  const written = encoded(field, value);
  const isDefault = wireType(field) === LENGTH ? value.length === 0 : Number(value) === 0;
  return isDefault ? new Uint8Array(0) : tagged(field, wireType(field), written);
}

function list(field, values) {
  if (values.length === 0) return new Uint8Array(0);
  if (isNumber(field)) return tagged(field, LENGTH, delimited(join(...values.map((value) => encoded(field, value)))));
  return join(
    ...values.map((value) => tagged(field, LENGTH, isMessage(field) ? delimited(encode(field.type, value)) : encoded(field, value))),
  );
}

function encoded(field, value) {
  if (isNumber(field)) return minimal(BigInt(value));
  if (field.type === "fixed32") {
    const bytes = new Uint8Array(4);
    new DataView(bytes.buffer).setUint32(0, value, true);
    return bytes;
  }
  return delimited(field.type === "string" ? ascii(value) : value);
}

const tagged = (field, type, bytes) => join(minimal(BigInt((field.number << 3) | type)), bytes);
const delimited = (bytes) => join(minimal(BigInt(bytes.length)), bytes);

function minimal(value) {
  const bytes = [];
  for (; value > 0x7fn; value >>= 7n) bytes.push(Number(value & 0x7fn) | 0x80);
  return new Uint8Array([...bytes, Number(value)]);
}
