import { describe, expect, it } from "vitest";
import { WrapSchema, WrapState, type Wrap } from "#wire/envelope_pb.js";
import { encode, MalformedError } from "../../src/codec/canonical.js";
import { parseWrap } from "../../src/protocol/wrap.js";

type Fields = Partial<Omit<Wrap, "$typeName" | "$unknown">>;

function bytes(length: number): Uint8Array<ArrayBuffer> {
  return new Uint8Array(length).fill(7);
}

const SEALED = { sealed: bytes(214) };
const AGREED = { prekey: bytes(16), encapsulated: bytes(133) };
const FORMS: readonly (readonly [string, Fields])[] = [
  ["START 0x0001", { suite: 1, state: WrapState.START, ...AGREED, ...SEALED }],
  [
    "START 0x0002",
    { suite: 2, state: WrapState.START, ...AGREED, kemPrekey: bytes(16), kemCiphertext: bytes(1_568), ...SEALED },
  ],
  ["FRESH 0x0001", { suite: 1, state: WrapState.FRESH, ...AGREED, epoch: bytes(32), index: 3, ...SEALED }],
  ["FRESH 0x0002", { suite: 2, state: WrapState.FRESH, ...AGREED, epoch: bytes(32), index: 3, ...SEALED }],
  ["CHAIN 0x0001", { suite: 1, state: WrapState.CHAIN, epoch: bytes(32), index: 16, subIndex: 3, ...SEALED }],
  ["CHAIN 0x0002", { suite: 2, state: WrapState.CHAIN, epoch: bytes(32), index: 16, subIndex: 3, ...SEALED }],
];
const ALL: Fields = {
  prekey: bytes(16), encapsulated: bytes(133), kemPrekey: bytes(16), kemCiphertext: bytes(1_568), epoch: bytes(32),
  index: 1, subIndex: 1, sealed: bytes(214),
};
const NUMBERS = new Set(["index", "subIndex"]);

function parse(fields: Fields) {
  return parseWrap(encode(WrapSchema, fields));
}

describe.each(FORMS)("a wrap of the form %s", (_name, form) => {
  it("is taken", () => {
    expect(parse(form).suite).toBe(form.suite);
  });

  it("is refused without any of its fields, except a number, which may be 0", () => {
    for (const name of Object.keys(form)) {
      const { [name as keyof Fields]: left, ...others } = form;
      if (NUMBERS.has(name)) expect(parse(others).suite).toBe(form.suite);
      else expect(() => parse(others), `${name} ${String(left)}`).toThrow(MalformedError);
    }
  });

  it("is refused with any field of another form", () => {
    const foreign = Object.entries(ALL).filter(([name]) => !(name in form));
    expect(foreign.length).toBeGreaterThan(0);
    for (const [name, value] of foreign) expect(() => parse({ ...form, [name]: value }), name).toThrow(MalformedError);
  });

  it("is refused with bytes of another length", () => {
    for (const [name, value] of Object.entries(form)) {
      if (!(value instanceof Uint8Array)) continue;
      for (const length of [value.length - 1, value.length + 1]) {
        expect(() => parse({ ...form, [name]: bytes(length) }), `${name} of ${length}`).toThrow(MalformedError);
      }
    }
  });

  it("is refused of another suite or state than there are", () => {
    for (const suite of [0, 3, 0x10001]) expect(() => parse({ ...form, suite })).toThrow(MalformedError);
    expect(() => parse({ ...form, state: WrapState.UNSPECIFIED })).toThrow(MalformedError);
  });
});
