import { create, fromBinary, toBinary, type DescMessage, type MessageInitShape, type MessageShape } from "@bufbuild/protobuf";
import { configureTextEncoding } from "@bufbuild/protobuf/wire";
import { equal, fromUtf8, utf8, type Bytes } from "../bytes/bytes.js";

/** Bytes that are not the one encoding of a message. */
export class MalformedError extends Error {
  constructor(what: string) {
    super(`malformed ${what}`);
    this.name = "MalformedError";
  }
}

// Text is taken as it stands: no byte order mark is eaten, no broken character replaced.
configureTextEncoding({
  checkUtf8: (text) => text.isWellFormed(),
  decodeUtf8: fromUtf8,
  encodeUtf8: (text) => utf8(text) as Uint8Array<ArrayBuffer>,
});

/** The one encoding: fields ascending, minimal, no defaults. */
export function encode<Desc extends DescMessage>(schema: Desc, message: MessageInitShape<Desc>): Bytes {
  return toBinary(schema, create(schema, message), { writeUnknownFields: false });
}

/** Parses and encodes again: anything that is not the one encoding is refused, unknown fields too. */
export function decode<Desc extends DescMessage>(schema: Desc, bytes: Bytes): MessageShape<Desc> {
  let message: MessageShape<Desc>;
  try {
    message = fromBinary(schema, bytes, { readUnknownFields: false });
  } catch {
    throw new MalformedError(schema.name);
  }
  if (!equal(toBinary(schema, message, { writeUnknownFields: false }), bytes)) throw new MalformedError(schema.name);
  return message;
}

/** The bytes, where they have this length. */
export function exactly(length: number, bytes: Bytes, what: string): Bytes {
  if (bytes.length !== length) throw new MalformedError(what);
  return bytes;
}

/** A sub-message that must be there. */
export function present<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new MalformedError(what);
  return value;
}

/** The last millisecond of the year 9999: any later time is nonsense. */
const LAST_MILLISECOND = 253_402_300_799_999n;

/** A time: after 1970 and not after the year 9999. */
export function timeOf(value: bigint, what: string): number {
  if (value === 0n || value > LAST_MILLISECOND) throw new MalformedError(what);
  return Number(value);
}

/** An uint64 that fits a number of JavaScript. */
export function safeNumber(value: bigint, what: string): number {
  if (value > BigInt(Number.MAX_SAFE_INTEGER)) throw new MalformedError(what);
  return Number(value);
}
