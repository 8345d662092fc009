/** How the sources become what the WAR serves. What is imported lazily becomes a file of its own, loaded when it is asked for. */
export const bundle = {
  entryPoints: {
    main: "src/main.ts",
    document: "src/ui/document.css",
    "vault-worker": "src/store/vault-worker.ts",
    "passphrase-worker": "src/crypto/passphrase-worker.ts",
    "wrap-worker": "src/protocol/wrap-worker.ts",
  },
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
};
