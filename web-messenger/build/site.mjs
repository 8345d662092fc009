// Bundles the messenger into target/site: what the WAR serves. The same sources give the same bytes.
import { cpSync, existsSync, mkdirSync, rmSync } from "node:fs";
import { build } from "esbuild";

const site = "target/site";
rmSync(site, { recursive: true, force: true });
mkdirSync(site, { recursive: true });
if (existsSync("static")) cpSync("static", site, { recursive: true });
// The mark of the product, the portal's too.
cpSync("../web/src/main/resources/META-INF/resources/mayfly/mark.svg", `${site}/icon.svg`);

await build({
  entryPoints: {
    ...(existsSync("src/main.ts") ? { main: "src/main.ts" } : {}),
    document: "src/ui/document.css",
    "vault-worker": "src/store/vault-worker.ts",
    "passphrase-worker": "src/crypto/passphrase-worker.ts",
  },
  outdir: `${site}/assets`,
  bundle: true,
  format: "esm",
  splitting: true,
  chunkNames: "[name]-[hash]",
  target: "es2022",
  minify: true,
  sourcemap: false,
  legalComments: "linked",
  charset: "utf8",
  logLevel: "warning",
});
