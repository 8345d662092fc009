// Installs the packages of package-lock.json, unless node_modules already holds exactly those.
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { spawnSync } from "node:child_process";

const stamp = "node_modules/.installed-lock";
const hash = createHash("sha256").update(readFileSync("package-lock.json")).update(process.version).digest("hex");
if (existsSync(stamp) && readFileSync(stamp, "utf8") === hash) process.exit(0);

const done = spawnSync("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"], {
  stdio: "inherit",
});
if (done.status !== 0) {
  console.error("The packages of package-lock.json could not be installed: is the npm registry reachable?");
  process.exit(1);
}
writeFileSync(stamp, hash);
