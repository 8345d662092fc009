// Runs functions of a bundle in chromium, in a page of this machine: a secure context, which WebCrypto needs.
import { createReadStream, existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { build } from "esbuild";
import { chromium } from "playwright-core";

/**
 * Bundles `entryPoints` into `folder`, gives `use` a browser page to be had by `inPage(work, argument)`, and ends both.
 * `policy`: the content security policy of the page. What a page complains of goes to `complain`.
 */
export async function withChromium({ folder, policy, options, complain }, use) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  await build({ bundle: true, splitting: true, chunkNames: "[name]-[hash]", format: "esm", target: "es2022", logLevel: "warning", ...options });
  writeFileSync(join(folder, "index.html"), "<!doctype html><title>Mayfly</title>");
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
  try {
    await use(async (work, argument) => {
      const page = await browser.newPage();
      page.on("pageerror", (error) => complain(String(error)));
      page.on("console", (message) => message.type() === "error" && complain(message.text()));
      await page.goto(`http://127.0.0.1:${server.address().port}/`);
      const found = await page.evaluate(work, argument);
      await page.close();
      return found;
    });
  } finally {
    await browser.close();
    server.close();
  }
}
