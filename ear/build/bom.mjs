// Writes the archive's bill of materials (CycloneDX 1.6, JSON): the libraries of every module, the packages in the browser
// client, Payara with each library in it, PostgreSQL. Refuses a licence that is not on the list below. The same build gives
// the same bytes: no random number, no clock.
//   node build/bom.mjs OUT VERSION TIMESTAMP PAYARA_VERSION PAYARA_ZIP PAYARA_FOLDER POSTGRESQL_VERSION
import { createHash } from "node:crypto";
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { basename, join, relative } from "node:path";
import { entries } from "./zip.mjs";

const [out, version, timestamp, payaraVersion, payaraZip, payaraFolder, postgresqlVersion] = process.argv.slice(2);

/** What may be part of a work under Apache-2.0 or stand beside it. Payara is aggregated, under licences of its own. */
const allowed = new Set([
  "0BSD",
  "Apache-2.0",
  "BSD-2-Clause",
  "BSD-3-Clause",
  "Bouncy Castle Licence",
  "ISC",
  "MIT",
  "PostgreSQL",
]);
const modules = ["ejb-messaging", "web", "ws-endpoint", "web-admin", "launcher", "client-java"];
const hashed = new Set(["SHA-256", "SHA-512"]);

const components = new Map();
const dependencies = new Map();

function add(component, dependsOn = []) {
  components.set(component["bom-ref"], component);
  depend(component["bom-ref"], dependsOn);
}

function depend(ref, dependsOn) {
  const known = dependencies.get(ref) ?? new Set();
  dependsOn.forEach((each) => known.add(each));
  dependencies.set(ref, known);
}

function maven(group, name, of, type = "jar") {
  const purl = `pkg:maven/${group}/${name}@${of}?type=${type}`;
  return { type: "library", "bom-ref": purl, group, name, version: of, purl };
}

function hash(file, algorithm = "sha256") {
  return createHash(algorithm).update(readFileSync(file)).digest("hex");
}

function ordered(list, key) {
  return list.sort((one, other) => (key(one) < key(other) ? -1 : key(one) > key(other) ? 1 : 0));
}

function libraries(module) {
  const bom = JSON.parse(readFileSync(`../${module}/target/bom.json`, "utf8"));
  const kept = ({ type, "bom-ref": ref, group, name, version: of, hashes = [], licenses, purl }) => ({
    type,
    "bom-ref": ref,
    group,
    name,
    version: of,
    hashes: hashes.filter(({ alg }) => hashed.has(alg)),
    ...(licenses ? { licenses } : {}),
    purl,
  });
  for (const component of [bom.metadata.component, ...bom.components]) {
    const before = components.get(component["bom-ref"]);
    if (before === undefined || before.hashes.length === 0) add(kept(component));
  }
  for (const { ref, dependsOn = [] } of bom.dependencies) depend(ref, dependsOn);
  return bom.metadata.component["bom-ref"];
}

function browserClient() {
  const { packages } = JSON.parse(readFileSync("../web-messenger/package-lock.json", "utf8"));
  const purl = (place) =>
    `pkg:npm/${place.slice(place.lastIndexOf("node_modules/") + 13).replace("@", "%40")}@${packages[place].version}`;
  const found = (from, name) => {
    for (let at = from; ; at = at.slice(0, Math.max(at.lastIndexOf("/node_modules/"), 0))) {
      const place = `${at === "" ? "" : `${at}/`}node_modules/${name}`;
      if (packages[place] !== undefined) return purl(place);
      if (at === "") throw new Error(`package-lock.json lacks ${name}`);
    }
  };
  const needs = (place) => Object.keys(packages[place].dependencies ?? {}).map((name) => found(place, name));
  for (const [place, { version: of, license, integrity, dev }] of Object.entries(packages)) {
    if (place === "" || dev) continue;
    const [group, name] = /^(?:(@[^/]+)\/)?(.+)$/.exec(place.slice(place.lastIndexOf("node_modules/") + 13)).slice(1);
    const component = {
      type: "library",
      "bom-ref": purl(place),
      ...(group === undefined ? {} : { group }),
      name,
      version: of,
      hashes: [{ alg: "SHA-512", content: Buffer.from(integrity.slice("sha512-".length), "base64").toString("hex") }],
      licenses: [/ (AND|OR) /.test(license) ? { expression: license } : { license: { id: license } }],
      purl: purl(place),
    };
    add(component, needs(place));
  }
  const messenger = maven("org.mayfly", "web-messenger", version, "war");
  add(messenger, needs(""));
  return messenger["bom-ref"];
}

function payara() {
  const distribution = maven("fish.payara.distributions", "payara", payaraVersion, "zip");
  const jars = readdirSync(payaraFolder, { recursive: true }).filter((name) => name.endsWith(".jar"));
  add({
    ...distribution,
    type: "application",
    hashes: [{ alg: "SHA-256", content: hash(payaraZip) }],
    licenses: [{ expression: "CDDL-1.1 OR GPL-2.0-only WITH Classpath-exception-2.0" }],
    components: jars.sort().map((jar) => inPayara(join(payaraFolder, jar))),
  });
  return distribution["bom-ref"];
}

/** A jar by the coordinates it carries; what was folded into it stands below it. */
function inPayara(jar) {
  const place = relative(payaraFolder, jar);
  const carried = [...entries(readFileSync(jar), (name) => /^META-INF\/maven\/.*\/pom\.properties$/.test(name))];
  const coordinates = ordered(
    carried.map(([, text]) => Object.fromEntries([...text.toString().matchAll(/^(\w+)=(.*?)\r?$/gm)].map((line) => line.slice(1)))),
    ({ groupId, artifactId }) => `${groupId}:${artifactId}`,
  ).map(({ groupId, artifactId, version: of }) => maven(groupId, artifactId, of));
  const named = coordinates.find(({ name }) => name === basename(jar, ".jar")) ?? (coordinates.length === 1 ? coordinates[0] : undefined);
  const self = named ?? { type: "library", name: basename(jar, ".jar") };
  const folded = coordinates.filter((each) => each !== named).map((each) => ({ ...each, "bom-ref": `${place}#${each.purl}` }));
  return {
    ...self,
    "bom-ref": place,
    hashes: [{ alg: "SHA-256", content: hash(jar) }],
    ...(folded.length === 0 ? {} : { components: folded }),
  };
}

function postgresql() {
  const binaries = [...components.values()].find(({ name }) => name.startsWith("embedded-postgres-binaries"));
  const purl = `pkg:generic/postgresql@${postgresqlVersion.replace(/\.0$/, "")}`;
  add({
    type: "application",
    "bom-ref": purl,
    name: "postgresql",
    version: postgresqlVersion.replace(/\.0$/, ""),
    licenses: [{ license: { id: "PostgreSQL" } }],
    purl,
  });
  depend(binaries["bom-ref"], [purl]);
}

/** Whether an SPDX expression can be satisfied from the list: all of an AND, one of an OR. */
function isAllowed(licence) {
  const [all, one] = [" AND ", " OR "].map((operator) => licence.replace(/^\((.*)\)$/, "$1").split(operator));
  if (allowed.has(licence)) return true;
  return all.length > 1 ? all.every(isAllowed) : one.length > 1 && one.some(isAllowed);
}

function foreignLicences() {
  const own = (component) => component.group === "org.mayfly" || component.group === "fish.payara.distributions";
  const names = ({ licenses = [] }) => licenses.map(({ license, expression }) => expression ?? license.id ?? license.name);
  return [...components.values()]
    .filter((component) => !own(component) && !names(component).some(isAllowed))
    .map((component) => `${component.purl}: ${names(component).join(", ") || "no licence stated"}`);
}

const root = { ...maven("org.mayfly", "mayfly", version, "tar.gz"), type: "application", licenses: [{ license: { id: "Apache-2.0" } }] };
depend(root["bom-ref"], [...modules.map(libraries), browserClient(), payara()]);
postgresql();

const foreign = foreignLicences();
if (foreign.length > 0) {
  console.error(`The licence of these libraries is not on the list in ear/build/bom.mjs:\n${foreign.join("\n")}`);
  process.exit(1);
}
const content = {
  metadata: { timestamp, component: root },
  components: ordered([...components.values()], (component) => component["bom-ref"]),
  dependencies: ordered(
    [...dependencies].map(([ref, dependsOn]) => ({ ref, dependsOn: [...dependsOn].sort() })),
    ({ ref }) => ref,
  ),
};
const named = createHash("sha256").update(JSON.stringify(content)).digest("hex");
const uuid = `${named.slice(0, 8)}-${named.slice(8, 12)}-8${named.slice(13, 16)}-8${named.slice(17, 20)}-${named.slice(20, 32)}`;
const bom = { bomFormat: "CycloneDX", specVersion: "1.6", serialNumber: `urn:uuid:${uuid}`, version: 1, ...content };
writeFileSync(out, `${JSON.stringify(bom, null, 1)}\n`);
