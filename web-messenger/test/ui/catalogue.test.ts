import { readdirSync, readFileSync } from "node:fs";
import ts from "typescript";
import { describe, expect, it } from "vitest";

import { text } from "../../src/ui/text/catalogue.js";
import { errorSentence, warningReason } from "../../src/ui/text/failures.js";

const UI = "src/ui";

/** Codes of a Markdown table: everything in back ticks in a column. */
function codesOf(file: string, column: number, row: RegExp): readonly string[] {
  return readFileSync(file, "utf8")
    .split("\n")
    .filter((line) => row.test(line))
    .flatMap((line) => [...(line.split("|")[column] ?? "").matchAll(/`([a-z-]+)`/gu)].map((match) => match[1] ?? ""));
}

const sources = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".ts")).map((file) => `${folder}/${file}`);

const RAISING = new Set(["refused", "refusedLogIn", "ClientError", "RequestError", "VaultError"]);

/** Codes that the client raises itself: what its errors are made with, and what it writes down as the reason of a failure. */
function raisedIn(source: string): readonly string[] {
  const found: string[] = [];
  const literals = (node: ts.Node): void => {
    if (ts.isStringLiteral(node)) found.push(node.text);
    else if (ts.isConditionalExpression(node)) [node.whenTrue, node.whenFalse].forEach(literals);
  };
  const visit = (node: ts.Node): void => {
    const made = ts.isNewExpression(node) || ts.isCallExpression(node);
    if (made && RAISING.has(node.expression.getText())) node.arguments?.slice(0, 1).forEach(literals);
    if (ts.isPropertyAssignment(node) && ["code", "failure"].includes(node.name.getText())) literals(node.initializer);
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile("client.ts", source, ts.ScriptTarget.Latest, true));
  return found;
}

describe("the catalogue", () => {
  const administrators = new Set(["setup-closed"]);
  const refusals = codesOf("../docs/refusals.md", 1, /^\| `/u).filter((code) => !administrators.has(code));
  const checks = codesOf("../docs/protocol.md", 3, /^\| R\d+ \|/u).filter((code) => code !== "expired");

  const raised = new Set(["client", "connection", "protocol", "store"].flatMap((part) => sources(`src/${part}`)).flatMap((file) => raisedIn(readFileSync(file, "utf8"))));

  it.each([...raised])("has a sentence for what the client itself raises: %s", (code) =>
    expect(errorSentence(code)).not.toBe(text.errors.unknown),
  );

  it("has no sentence for a code that nobody raises", () => {
    const known = new Set(["unknown", ...refusals, ...raised]);
    expect(Object.keys(text.errors).filter((code) => !known.has(code))).toEqual([]);
  });

  it("reads the codes it is held against", () => {
    expect(raised).toContain("recovery-damaged");
    expect(raisedIn('throw new VaultError(worse ? "a-code" : "b-code"); settle({ failure: "c-code" });')).toEqual(["a-code", "b-code", "c-code"]);
    expect(refusals).toContain("invitation-unusable");
    expect(checks).toContain("bad-signature");
    expect(checks.length).toBeGreaterThanOrEqual(15);
  });

  it.each(refusals)("has a sentence for the refusal %s", (code) =>
    expect(errorSentence(code)).not.toBe(text.errors.unknown),
  );

  it.each(checks)("has words for the failed check %s", (code) =>
    expect(warningReason(code)).not.toBe(text.warnings.unknown),
  );

  it("has a sentence for a code nobody foresaw, also when it is a name every object has", () => {
    expect(errorSentence("never-heard-of")).toBe(text.errors.unknown);
    expect(errorSentence("constructor")).toBe(text.errors.unknown);
  });

  it("holds no sentence that nothing says", () => {
    const sources = readdirSync(UI, { recursive: true, encoding: "utf8" })
      .filter((file) => file.endsWith(".ts") && !file.startsWith("text/en"))
      .map((file) => readFileSync(`${UI}/${file}`, "utf8"))
      .join("\n");
    const byCode = new Set(["errors", "warnings"]);
    const unsaid = Object.entries(text)
      .filter(([part]) => !byCode.has(part))
      .flatMap(([part, value]) => namesOf(part, value))
      .filter((name) => !new RegExp(`[.[]"?${name.split(".").at(-1) ?? ""}\\b`, "u").test(sources));
    expect(unsaid).toEqual([]);
  });

  it("does not shout", () => {
    for (const sentence of sentencesOf(text)) expect(sentence).not.toContain("!");
  });
});

function namesOf(name: string, part: unknown): readonly string[] {
  if (typeof part !== "object" || part === null) return [name];
  // What is looked up by a state of the contract is said by every one of its names.
  if (["delivery", "deliveryWord", "devices.kind", "devices.unnamed"].some((end) => name.endsWith(end))) return [name];
  return Object.entries(part).flatMap(([below, value]) => namesOf(`${name}.${below}`, value));
}

function sentencesOf(part: unknown): readonly string[] {
  if (typeof part === "string") return [part];
  if (typeof part === "object" && part !== null) return Object.values(part).flatMap(sentencesOf);
  return [];
}

describe("components", () => {
  const files = readdirSync(UI, { recursive: true, encoding: "utf8" }).filter(
    (file) => file.endsWith(".ts") && !file.startsWith("text/en"),
  );

  it.each(files)("%s holds no sentence of its own", (file) => {
    expect(literalsIn(readFileSync(`${UI}/${file}`, "utf8"))).toEqual([]);
  });

  it("are searched by something that finds sentences", () => {
    expect(literalsIn("html`<p>Hello</p>`")).toEqual(["Hello"]);
    expect(literalsIn('html`<button title="Send it">${x}</button>`')).toEqual(["Send it"]);
    expect(literalsIn("html`<p>${a} and ${b}</p>`")).toEqual(["and"]);
    expect(literalsIn("html`<p class=${a}>${b ? 'Really not' : c}</p>`")).toEqual(["Really not"]);
    expect(literalsIn('html`<p class="quiet small">${text.a} </p>`')).toEqual([]);
  });
});

/** What a person would read, or hear, that stands in a template instead of the catalogue. */
function literalsIn(source: string): readonly string[] {
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isTaggedTemplateExpression(node) && node.tag.getText() === "html")
      found.push(...readable(markupOf(node.template)));
    // A phrase of several words is a sentence wherever it stands; class lists and media queries are not capitalised.
    if (ts.isStringLiteral(node) && /^[A-Z]\p{L}*[ ,.]+\p{L}/u.test(node.text)) found.push(node.text);
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile("component.ts", source, ts.ScriptTarget.Latest, true));
  return found;
}

/** The markup with a mark in place of each expression. */
function markupOf(template: ts.TemplateLiteral): string {
  if (ts.isNoSubstitutionTemplateLiteral(template)) return template.text;
  return template.head.text + template.templateSpans.map(({ literal }) => `\u0000${literal.text}`).join("");
}

function readable(markup: string): readonly string[] {
  const attributes = [
    ...markup.matchAll(/\s(?:title|aria-label|aria-description|placeholder|alt|label|hint)="([^"]*)"/gu),
  ].map((match) => match[1] ?? "");
  const between = markup.replace(/<[^>]*>/gu, "\u0001").split(/[\u0000\u0001]/u);
  return [...attributes, ...between].map((words) => words.trim()).filter((words) => /\p{L}/u.test(words));
}
