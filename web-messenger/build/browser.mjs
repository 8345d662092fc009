// Runs in chromium what can't be run in Node: the browser's own ML-KEM-1024 against the portable one.
//   npm run browser
import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { build } from "esbuild";
import { chromium } from "playwright-core";

const folder = "target/browser";
rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
await build({
  entryPoints: { kem: "test/browser/kem.ts" },
  outdir: folder,
  bundle: true,
  format: "esm",
  target: "es2022",
  logLevel: "warning",
});
const script = readFileSync(`${folder}/kem.js`);
// WebCrypto needs a secure context: a page from this machine is one.
const server = createServer((request, response) => {
  const isScript = request.url === "/kem.js";
  response.writeHead(200, { "content-type": isScript ? "text/javascript" : "text/html" });
  response.end(isScript ? script : "<!doctype html><title>kem</title>");
});
await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
const browser = await chromium.launch({
  executablePath: process.env.MAYFLY_CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox"],
});
let failures = ["nothing was compared"];
try {
  const page = await browser.newPage();
  await page.goto(`http://127.0.0.1:${server.address().port}/`);
  const found = await page.evaluate(async () => (await import("/kem.js")).compare());
  failures = found.failures;
  for (const [name, { milliseconds, longestGap }] of Object.entries({ native: found.native, portable: found.portable })) {
    console.log(`200 keys, ${name}: ${milliseconds.toFixed(0)} ms, longest wait for a frame ${longestGap.toFixed(0)} ms`);
  }
} finally {
  await browser.close();
  server.close();
}
for (const failure of new Set(failures)) console.error(failure);
console.log(`browser: ${failures.length} failures`);
process.exit(failures.length === 0 ? 0 : 1);
