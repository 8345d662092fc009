// Measures in chromium how long an envelope takes to be sealed for many devices, by where its wraps are sealed: one by one in
// the page, all at once in the page, in workers, in workers that have to be started first. All ways take turns; medians.
//   npm run bench [-- DEVICES...]      standard: 100
import { cpus } from "node:os";
import { withChromium } from "./chromium.mjs";

const devices = process.argv.slice(2).map(Number);
const folder = "target/bench";
const rounds = 5;
// Of what the server sends (src/main/webapp/WEB-INF/web.xml), what concerns workers.
const policy =
  "default-src 'none'; script-src 'self'; worker-src 'self'; connect-src 'self'; require-trusted-types-for 'script'; trusted-types mayfly-workers";

const failures = [];
for (const portable of [false, true]) {
  const worker = portable ? "test/browser/portable-wrap-worker.ts" : "src/protocol/wrap-worker.ts";
  const options = { entryPoints: { sealing: "test/browser/sealing.ts", "wrap-worker": worker }, outdir: `${folder}/assets`, minify: true };
  await withChromium({ folder, policy, options, complain: (error) => failures.push(error) }, async (inPage) => {
    for (const count of devices.length === 0 ? [100] : devices) {
      for (const state of portable ? ["start"] : ["start", "fresh"]) {
        const asked = { state, devices: count, rounds, workers: Math.min(cpus().length, 8), portable };
        print(asked, await inPage(async (given) => (await import("/assets/sealing.js")).measure(given), asked));
      }
    }
  });
}
for (const failure of new Set(failures)) console.error(failure);
process.exit(failures.length === 0 ? 0 : 1);

function print({ state, devices: count, workers, portable }, found) {
  const yardstick = median(found["one by one"], "milliseconds");
  const kem = portable ? ", ML-KEM of the library" : "";
  console.log(`${state.toUpperCase()}, ${count} devices, ${workers} workers${kem}`);
  for (const [way, taken] of Object.entries(found)) {
    const each = taken.map(({ milliseconds }) => milliseconds.toFixed(0)).join(" ");
    const [time, standstill] = [median(taken, "milliseconds"), median(taken, "standstill")];
    const figures = `${time.toFixed(0).padStart(6)} ms  ${(time / yardstick).toFixed(2)}  page stands still ${standstill.toFixed(0).padStart(4)} ms`;
    console.log(`  ${way.padEnd(12)} ${figures}   (${each})`);
  }
}

function median(taken, what) {
  const sorted = taken.map((round) => round[what]).sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}
