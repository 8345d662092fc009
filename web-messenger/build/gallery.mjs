// Draws every state of the interface in chromium, under the content security policy the server sends, in two sizes, light and
// dark; keeps the pictures in target/gallery/shots and lets axe look at each. Then plays the scenes of test/gallery/conduct.ts.
// Fails on a finding, a violated policy, an error or a scene that goes otherwise.
//   npm run screens      writes the states that no story comes by into docs/screens
//   npm run gallery [-- PATTERN [SIZE-AND-SCHEME]]      e.g. npm run gallery -- '^thread' phone-dark, or -- '' conduct
import { createReadStream, existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { cpSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join, resolve } from "node:path";
import { build } from "esbuild";
import { chromium } from "playwright-core";
import { fakeCamera } from "./fake-camera.mjs";

const write = process.argv[2] === "--write";
const [pattern = "", only = ""] = write
  ? ["^(suspended|offline|clock-off|identity-changed|failed|broken|safety-number|sign-in|waiting-for-approval|device-approving|settings)$", "desktop-light"]
  : process.argv.slice(2);
const site = "target/gallery/site";
const shots = "target/gallery/shots";
const axe = readFileSync("node_modules/axe-core/axe.min.js", "utf8");
const types = { ".html": "text/html", ".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml" };
const policy =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types lit-html";
/** Milliseconds until a state or scene must stand, on a busy machine too. */
const STANDS_WITHIN = 120_000;
/** Seconds of a scene that are worth a line. */
const SLOW = 10;
const place = { locale: "en-GB", timezoneId: "Europe/Berlin", deviceScaleFactor: 1 };
const desktop = { width: 1280, height: 800 };
const phone = { width: 360, height: 740 };
const modes = {
  "desktop-light": { viewport: desktop, colorScheme: "light" },
  "desktop-dark": { viewport: desktop, colorScheme: "dark" },
  "phone-light": { viewport: phone, colorScheme: "light" },
  "phone-dark": { viewport: phone, colorScheme: "dark" },
  // Asked for by name: two panes, the narrowest reflow (WCAG 1.4.10), and the high-contrast theme.
  "reflow-light": { viewport: { width: 320, height: 512 }, colorScheme: "light" },
  "tablet-light": { viewport: { width: 768, height: 1024 }, colorScheme: "light" },
  "contrast-light": { viewport: desktop, colorScheme: "light", contrast: "more" },
  "contrast-dark": { viewport: desktop, colorScheme: "dark", contrast: "more" },
};

rmSync(site, { recursive: true, force: true });
mkdirSync(shots, { recursive: true });
await build({
  entryPoints: { page: "test/gallery/page.ts", document: "src/ui/document.css", names: "test/gallery/names.ts" },
  outdir: site,
  bundle: true,
  splitting: true,
  format: "esm",
  target: "es2022",
  logLevel: "warning",
});
cpSync("test/gallery/index.html", join(site, "index.html"));
cpSync("../web/src/main/resources/META-INF/resources/mayfly/mark.svg", join(site, "icon.svg"));
const { cameraSees, names, sentences } = await import(new URL(`../${site}/names.js`, import.meta.url));
const wanted = names.filter((name) => new RegExp(pattern).test(name));

const server = createServer((request, response) => {
  const file = join(site, new URL(request.url, "http://gallery").pathname.replace(/\/$/, "/index.html"));
  if (!file.startsWith(site) || !existsSync(file)) return response.writeHead(404).end();
  response.writeHead(200, {
    "content-type": types[extname(file)] ?? "application/octet-stream",
    "content-security-policy": policy,
  });
  createReadStream(file).pipe(response);
});
await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
const address = `http://127.0.0.1:${server.address().port}/`;

const browser = await chromium.launch({
  executablePath: process.env.MAYFLY_CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--force-color-profile=srgb", ...fakeCamera(resolve("target/gallery/camera.y4m"), cameraSees)],
});
const findings = [];
let drawn = 0;
let played = 0;
try {
  for (const [mode, { viewport, colorScheme, contrast = "no-preference" }] of Object.entries(modes)) {
    if (only === "" ? /^(tablet|reflow|contrast)/.test(mode) : !mode.includes(only)) continue;
    const context = await browser.newContext({ ...place, viewport, colorScheme, contrast, reducedMotion: "reduce" });
    for (const name of wanted) {
      findings.push(...(await look(context, name, `${name}-${mode}`)));
      drawn++;
    }
    await context.close();
  }
  if ("conduct".includes(only)) {
    for (const sentence of sentences.filter((each) => new RegExp(pattern).test(each))) {
      const viewport = sentence.startsWith("on a phone") ? phone : desktop;
      const context = await browser.newContext({ ...place, viewport });
      findings.push(...(await play(context, sentence)));
      await context.close();
      played++;
    }
  }
} finally {
  await browser.close();
  server.close();
}
for (const finding of findings) console.error(finding);
console.log(`gallery: ${drawn} pictures in ${shots}, ${played} scenes, ${findings.length} findings`);
process.exit(findings.length === 0 ? 0 : 1);

async function open(context, query, title, found, clock) {
  const page = await context.newPage();
  page.on("console", (message) => message.type() === "error" && found.push(`${title}: ${message.text()}`));
  page.on("pageerror", (error) => found.push(`${title}: ${error}`));
  if (clock !== undefined) await page.clock.setFixedTime(clock);
  await page.goto(`${address}?${new URLSearchParams(query)}`);
  try {
    await page.waitForSelector("body[data-ready], body[data-broken]", { state: "attached", timeout: STANDS_WITHIN });
  } catch {
    // One that hangs is a finding, not the end of the run.
    found.push(`${title}: does not stand after ${STANDS_WITHIN / 1000} s`);
    return page;
  }
  const broken = await page.evaluate(() => document.body.dataset.broken);
  if (broken) found.push(`${title}: ${broken}`);
  return page;
}

async function play(context, sentence) {
  const found = [];
  const begun = performance.now();
  const page = await open(context, { conduct: sentence }, sentence, found);
  const seconds = (performance.now() - begun) / 1000;
  if (seconds > SLOW) console.log(`${seconds.toFixed(0)} s: ${sentence}`);
  await page.close();
  return found;
}

async function look(context, name, picture) {
  const found = [];
  const page = await open(context, { state: name }, picture, found, new Date("2026-03-12T14:20:00+01:00"));
  await page.screenshot({ path: write ? `../docs/screens/${name}.png` : `${shots}/${picture}.png` });
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  if (wide > 0) found.push(`${picture}: wider than the window by ${wide} px`);
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() =>
    window.axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] }),
  );
  for (const { id, help, nodes } of violations) {
    const where = nodes.map(
      ({ target, any }) => `${target.flat().join(" ")} ${any.map(({ message }) => message).join("; ")}`,
    );
    found.push(`${picture}: ${id}: ${help}: ${where.slice(0, 3).join(" | ")}`);
  }
  await page.close();
  return found;
}
