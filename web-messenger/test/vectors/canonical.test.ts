import type { DescMessage } from "@bufbuild/protobuf";
import { OuterHeaderSchema, WrapSchema } from "#wire/envelope_pb.js";
import { ListedDeviceSchema, PrekeyBatchSchema } from "#wire/keys_pb.js";
import { ContentSchema, PayloadSchema } from "#wire/sealed_pb.js";
import { UploadPrekeysSchema } from "#wire/socket_pb.js";
import { describe, expect, it } from "vitest";
import { fromHex, hex } from "../../src/bytes/text.js";
import { decode, encode, MalformedError } from "../../src/codec/canonical.js";
import { vectorsOf } from "./files.js";

interface Encoding {
  readonly type: string;
  readonly encoded: string;
  readonly violation?: string;
}

const SCHEMAS: Readonly<Record<string, DescMessage>> = {
  PrekeyBatch: PrekeyBatchSchema,
  OuterHeader: OuterHeaderSchema,
  ListedDevice: ListedDeviceSchema,
  UploadPrekeys: UploadPrekeysSchema,
  Wrap: WrapSchema,
  Content: ContentSchema,
  Payload: PayloadSchema,
};

const vectors = vectorsOf("canonical.json") as readonly Encoding[];

function schemaOf({ type }: Encoding): DescMessage {
  const schema = SCHEMAS[type];
  if (schema === undefined) throw new Error(`${type} has no schema here`);
  return schema;
}

describe("a message has one encoding", () => {
  it.each(vectors.filter(({ violation }) => violation === undefined))("that parses: $type $encoded", (vector) => {
    const schema = schemaOf(vector);
    expect(hex(encode(schema, decode(schema, fromHex(vector.encoded))))).toBe(vector.encoded);
  });

  it.each(vectors.filter(({ violation }) => violation !== undefined))("and no other: $violation", (vector) => {
    expect(() => decode(schemaOf(vector), fromHex(vector.encoded))).toThrow(MalformedError);
  });

  it("has a violation of every kind in the file", () => {
    expect(vectors.filter(({ violation }) => violation !== undefined)).toHaveLength(20);
  });
});
