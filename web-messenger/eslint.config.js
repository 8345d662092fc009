import tseslint from "typescript-eslint";

/** The layers of src, lowest first: a layer may import itself and what stands before it, nothing else. */
const layers = ["bytes", "codec", "crypto", "protocol", "store", "connection", "client", "ui"];

const onlyDownwards = layers.map((layer, height) => ({
  files: [`src/${layer}/**/*.ts`],
  rules: {
    "no-restricted-imports": [
      "error",
      {
        patterns: layers.slice(height + 1).map((above) => ({
          group: [`**/${above}/*`, `**/${above}/**`],
          message: `${layer} knows nothing of ${above}: imports go downwards only.`,
        })),
      },
    ],
  },
}));

export default tseslint.config(
  { ignores: ["target/**", "node_modules/**"] },
  ...tseslint.configs.strictTypeChecked,
  {
    languageOptions: {
      parserOptions: {
        projectService: { allowDefaultProject: ["*.js", "build/*.mjs"] },
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      "@typescript-eslint/no-confusing-void-expression": ["error", { ignoreArrowShorthand: true }],
      "@typescript-eslint/switch-exhaustiveness-check": ["error", { considerDefaultExhaustiveForUnions: true }],
      "no-restricted-properties": [
        "error",
        { object: "Math", property: "random", message: "Random numbers come from crypto/random.ts (P1.4)." },
        { property: "innerHTML", message: "No markup from strings." },
        { property: "outerHTML", message: "No markup from strings." },
        { property: "insertAdjacentHTML", message: "No markup from strings." },
      ],
      "no-restricted-globals": ["error", { name: "localStorage", message: "Nothing is kept outside the vault." }],
      "no-console": "error",
      "max-lines": ["error", 400],
    },
  },
  ...onlyDownwards,
  {
    files: ["src/ui/**/*.ts"],
    // Lit calls listeners in templates with the component as `this`.
    rules: { "@typescript-eslint/unbound-method": "off" },
  },
  {
    files: ["test/**/*.ts"],
    rules: {
      "@typescript-eslint/no-non-null-assertion": "off",
      "@typescript-eslint/require-await": "off",
      "@typescript-eslint/no-confusing-void-expression": "off",
    },
  },
  { files: ["**/*.js", "**/*.mjs"], ...tseslint.configs.disableTypeChecked },
  { files: ["build/**"], rules: { "no-console": "off" } },
);
