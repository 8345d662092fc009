// Runs in chromium what can't be run in Node, under the content security policy the server sends: the browser's own
// ML-KEM-1024 against the portable one, and which of them the client takes.
//   npm run browser
import { withChromium } from "./chromium.mjs";

const folder = "target/browser";
const policy = "default-src 'none'; script-src 'self'; connect-src 'self'; require-trusted-types-for 'script'";
const options = { entryPoints: { compare: "test/browser/kem.ts", choice: "test/browser/choice.ts" }, outdir: folder };

const failures = [];
await withChromium({ folder, policy, options, complain: (error) => failures.push(error) }, async (inPage) => {
  const found = await inPage(async () => (await import("/compare.js")).compare());
  failures.push(...found.failures);
  for (const [name, { milliseconds, longestGap }] of Object.entries({ native: found.native, portable: found.portable })) {
    console.log(`200 keys, ${name}: ${milliseconds.toFixed(0)} ms, longest wait for a frame ${longestGap.toFixed(0)} ms`);
  }
  failures.push(...(await inPage(async () => (await import("/choice.js")).choose(true))));
  failures.push(...(await inPage(async () => (await import("/choice.js")).choose(false))));
});
for (const failure of new Set(failures)) console.error(failure);
console.log(`browser: ${failures.length} failures`);
process.exit(failures.length === 0 ? 0 : 1);
