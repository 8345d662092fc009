// Runs in chromium what can't be run in Node, under the content security policy the server sends: the browser's own
// ML-KEM-1024 against the portable one, and which of them the client takes.
//   npm run browser
import { createReadStream, existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { build } from "esbuild";
import { chromium } from "playwright-core";

const folder = "target/browser";
const policy = "default-src 'none'; script-src 'self'; connect-src 'self'; require-trusted-types-for 'script'";

rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
await build({
  entryPoints: { compare: "test/browser/kem.ts", choice: "test/browser/choice.ts" },
  outdir: folder,
  bundle: true,
  splitting: true,
  chunkNames: "[name]-[hash]",
  format: "esm",
  target: "es2022",
  logLevel: "warning",
});
writeFileSync(`${folder}/index.html`, "<!doctype html><title>Mayfly</title>");

// WebCrypto needs a secure context: a page from this machine is one.
const server = createServer((request, response) => {
  const file = join(folder, new URL(request.url, "http://browser").pathname.replace(/\/$/, "/index.html"));
  if (!file.startsWith(folder) || !existsSync(file)) return response.writeHead(404).end();
  response.writeHead(200, {
    "content-type": file.endsWith(".js") ? "text/javascript" : "text/html",
    "content-security-policy": policy,
  });
  createReadStream(file).pipe(response);
});
await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
const browser = await chromium.launch({
  executablePath: process.env.MAYFLY_CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox"],
});
const failures = [];
try {
  const found = await inPage(async () => (await import("/compare.js")).compare());
  failures.push(...found.failures);
  for (const [name, { milliseconds, longestGap }] of Object.entries({ native: found.native, portable: found.portable })) {
    console.log(`200 keys, ${name}: ${milliseconds.toFixed(0)} ms, longest wait for a frame ${longestGap.toFixed(0)} ms`);
  }
  failures.push(...(await inPage(async () => (await import("/choice.js")).choose(true))));
  failures.push(...(await inPage(async () => (await import("/choice.js")).choose(false))));
} finally {
  await browser.close();
  server.close();
}
for (const failure of new Set(failures)) console.error(failure);
console.log(`browser: ${failures.length} failures`);
process.exit(failures.length === 0 ? 0 : 1);

async function inPage(work) {
  const page = await browser.newPage();
  page.on("pageerror", (error) => failures.push(String(error)));
  await page.goto(`http://127.0.0.1:${server.address().port}/`);
  const found = await page.evaluate(work);
  await page.close();
  return found;
}
