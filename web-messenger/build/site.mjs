// Bundles the messenger into target/site: what the WAR serves. The same sources give the same bytes.
import { cpSync, existsSync, mkdirSync, rmSync } from "node:fs";
import { build } from "esbuild";
import { bundle } from "./bundle.mjs";

const site = "target/site";
rmSync(site, { recursive: true, force: true });
mkdirSync(site, { recursive: true });
if (existsSync("static")) cpSync("static", site, { recursive: true });
// The mark of the product, the portal's too.
cpSync("../web/src/main/resources/META-INF/resources/mayfly/mark.svg", `${site}/icon.svg`);

await build({ ...bundle, outdir: `${site}/assets` });
