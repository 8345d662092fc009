/** A value as bytes, for the vault: secrets in it never become text, so that they can be overwritten. */
import { copied, fromUtf8, joined, utf8, type Bytes } from "../bytes/bytes.js";
import { readU32, u32, u8 } from "../bytes/integers.js";
import { MalformedError } from "./canonical.js";

export type Plain = undefined | boolean | number | bigint | string | Bytes | readonly Plain[] | PlainObject;
export interface PlainObject {
  readonly [name: string]: Plain;
}

enum Tag {
  Undefined,
  False,
  True,
  Number,
  BigInt,
  Text,
  Bytes,
  List,
  Fields,
}

/** Written at once, from the value's own bytes: no part of a secret is left over. The caller erases it. */
export function encodePlain(value: Plain): Bytes {
  return joined(parts(value));
}

function parts(value: Plain): readonly Bytes[] {
  if (value === undefined) return [u8(Tag.Undefined)];
  if (typeof value === "boolean") return [u8(value ? Tag.True : Tag.False)];
  if (typeof value === "number") {
    const bytes = new Uint8Array(8);
    new DataView(bytes.buffer).setFloat64(0, value);
    return [u8(Tag.Number), bytes];
  }
  if (typeof value === "bigint") return sized(Tag.BigInt, utf8(value.toString()));
  if (typeof value === "string") return sized(Tag.Text, utf8(value));
  if (value instanceof Uint8Array) return sized(Tag.Bytes, value);
  if (isList(value)) return [u8(Tag.List), u32(value.length), ...value.flatMap(parts)];
  const fields = Object.entries(value).filter(([, field]) => field !== undefined);
  return [u8(Tag.Fields), u32(fields.length), ...fields.flatMap(([name, field]) => [...parts(name), ...parts(field)])];
}

function isList(value: readonly Plain[] | PlainObject): value is readonly Plain[] {
  return Array.isArray(value);
}

function sized(tag: Tag, bytes: Bytes): readonly Bytes[] {
  return [u8(tag), u32(bytes.length), bytes];
}

/** Throws MalformedError on anything that {@link encodePlain} did not write. */
export function decodePlain(bytes: Bytes): Plain {
  const reader = new Reader(bytes);
  const value = reader.value();
  if (reader.at !== bytes.length) throw new MalformedError("record");
  return value;
}

class Reader {
  at = 0;
  constructor(private readonly bytes: Bytes) {}

  value(): Plain {
    switch (this.take(1)[0]) {
      case Tag.Undefined:
        return undefined;
      case Tag.False:
        return false;
      case Tag.True:
        return true;
      case Tag.Number: {
        const number = this.take(8);
        return new DataView(number.buffer, number.byteOffset).getFloat64(0);
      }
      case Tag.BigInt:
        return BigInt(fromUtf8(this.take(this.count())));
      case Tag.Text:
        return fromUtf8(this.take(this.count()));
      case Tag.Bytes:
        return copied(this.take(this.count()));
      case Tag.List:
        return Array.from({ length: this.count() }, () => this.value());
      case Tag.Fields:
        return Object.fromEntries(Array.from({ length: this.count() }, () => [this.name(), this.value()]));
      default:
        throw new MalformedError("record");
    }
  }

  private name(): string {
    const name = this.value();
    if (typeof name !== "string") throw new MalformedError("record");
    return name;
  }

  private count(): number {
    const count = readU32(this.take(4), 0);
    if (count > this.bytes.length) throw new MalformedError("record");
    return count;
  }

  private take(length: number): Bytes {
    if (this.at + length > this.bytes.length) throw new MalformedError("record");
    const taken = this.bytes.subarray(this.at, this.at + length);
    this.at += length;
    return taken;
  }
}
