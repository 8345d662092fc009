import { readdirSync, readFileSync } from "node:fs";
import { join, normalize } from "node:path";
import ts from "typescript";
import { expect, it } from "vitest";

const files = readdirSync("src", { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".ts"));

/** What of src a file needs to run: types are gone by then. */
function imported(file: string, source: string): readonly string[] {
  const parsed = ts.createSourceFile(file, source, ts.ScriptTarget.Latest);
  return parsed.statements.flatMap((statement) => {
    if (!ts.isImportDeclaration(statement) && !ts.isExportDeclaration(statement)) return [];
    const { moduleSpecifier: from } = statement;
    const types = ts.isImportDeclaration(statement) ? onlyTypes(statement.importClause) : statement.isTypeOnly;
    if (types || from === undefined || !ts.isStringLiteral(from) || !from.text.startsWith(".")) return [];
    return [normalize(join(file, "..", from.text)).replace(/\.js$/u, ".ts")];
  });
}

function onlyTypes(clause: ts.ImportClause | undefined): boolean {
  if (clause === undefined) return false;
  const names = clause.namedBindings;
  return clause.phaseModifier === ts.SyntaxKind.TypeKeyword || (clause.name === undefined && names !== undefined && ts.isNamedImports(names) && names.elements.every(({ isTypeOnly }) => isTypeOnly));
}

/** The first way found that leads back to where it began. */
function cycleIn(graph: ReadonlyMap<string, readonly string[]>): readonly string[] | undefined {
  const done = new Set<string>();
  const from = (file: string, way: readonly string[]): readonly string[] | undefined => {
    if (way.includes(file)) return [...way.slice(way.indexOf(file)), file];
    if (done.has(file)) return undefined;
    for (const next of graph.get(file) ?? []) {
      const found = from(next, [...way, file]);
      if (found !== undefined) return found;
    }
    done.add(file);
    return undefined;
  };
  for (const file of graph.keys()) {
    const found = from(file, []);
    if (found !== undefined) return found;
  }
  return undefined;
}

it("no file needs itself, by way of others", () => {
  const graph = new Map(files.map((file) => [file, imported(file, readFileSync(`src/${file}`, "utf8"))]));
  expect(graph.get("client/messenger.ts")).toContain("client/account.ts");
  expect(cycleIn(graph)).toBeUndefined();
});

it("a cycle would be found, and one of types alone is none", () => {
  const source = (other: string, type = "") => `import ${type}{ a } from "./${other}.js";`;
  const graph = (type: string) => new Map([["x/a.ts", imported("x/a.ts", source("b"))], ["x/b.ts", imported("x/b.ts", source("a", type))]]);
  expect(cycleIn(graph(""))).toEqual(["x/a.ts", "x/b.ts", "x/a.ts"]);
  expect(cycleIn(graph("type "))).toBeUndefined();
});
