interface ScriptPolicy {
  createScriptURL(url: string): unknown;
}

interface PolicyFactory {
  createPolicy(name: string, rules: { createScriptURL(url: string): string }): ScriptPolicy;
}

const OWN_WORKERS = ["vault-worker", "passphrase-worker", "wrap-worker"] as const;

let policy: ScriptPolicy | undefined;

/** One of our own workers, by name: nothing else passes the Trusted Types policy `mayfly-workers`. */
export function startWorker(name: (typeof OWN_WORKERS)[number]): Worker {
  const url = new URL(`${name}.js`, import.meta.url).href;
  const factory = (globalThis as { trustedTypes?: PolicyFactory }).trustedTypes;
  policy ??= factory?.createPolicy("mayfly-workers", {
    createScriptURL: (wanted) => {
      const { origin, pathname } = new URL(wanted);
      const own = origin === location.origin && OWN_WORKERS.some((worker) => pathname === `/assets/${worker}.js`);
      if (!own) throw new TypeError("not a worker of this application");
      return wanted;
    },
  });
  const trusted = policy === undefined ? url : (policy.createScriptURL(url) as string);
  return new Worker(trusted, { type: "module", name });
}
