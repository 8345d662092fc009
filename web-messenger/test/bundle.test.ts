import { build, type BuildOptions, type Metafile } from "esbuild";
import { beforeAll, describe, expect, it } from "vitest";
import { bundle } from "../build/bundle.mjs";

/** Bytes, minified, of all that a browser loads before the first screen. */
const FIRST_LOAD_AT_MOST = 400_000;

let outputs: Metafile["outputs"];

beforeAll(async () => {
  const options = { ...(bundle as BuildOptions), write: false, metafile: true as const, outdir: "target/bundle-test" };
  ({ outputs } = (await build(options)).metafile);
});

/** The entrance, and what it imports without being asked to. */
function firstLoad(): ReadonlySet<string> {
  const found = new Set<string>();
  const add = (name: string): void => {
    if (found.has(name)) return;
    found.add(name);
    outputs[name]!.imports.filter(({ kind, external }) => kind === "import-statement" && external !== true).forEach(({ path }) => add(path));
  };
  add(Object.keys(outputs).find((name) => name.endsWith("/main.js"))!);
  return found;
}

function sourcesOf(names: Iterable<string>): readonly string[] {
  return [...names].flatMap((name) => Object.keys(outputs[name]!.inputs));
}

describe("what a browser loads before the first screen", () => {
  it("has nothing of the large libraries in it, which all come later", () => {
    const heavy = /@noble|@zxcvbn|hash-wasm|node_modules\/qr/u;
    expect(sourcesOf(firstLoad()).filter((source) => heavy.test(source))).toEqual([]);
    const later = sourcesOf(Object.keys(outputs));
    for (const library of ["@noble/curves", "@noble/post-quantum", "@zxcvbn-ts", "hash-wasm"]) {
      expect(later.some((source) => source.includes(library))).toBe(true);
    }
  });

  it("stays small", () => {
    const size = [...firstLoad()].reduce((sum, name) => sum + outputs[name]!.bytes, 0);
    expect(size).toBeLessThan(FIRST_LOAD_AT_MOST);
    expect(size).toBeGreaterThan(100_000);
  });
});
