/** ML-KEM of WebCrypto ("Modern Algorithms in the Web Cryptography API"), which TypeScript's types don't know yet. */
import type { Kem } from "./kem.js";
import { source } from "./source.js";

const ML_KEM = { name: "ML-KEM-1024" } as const;

interface ModernSubtle {
  importKey(
    format: "raw-seed" | "raw-public",
    key: Uint8Array<ArrayBuffer>,
    algorithm: typeof ML_KEM,
    extractable: boolean,
    usages: readonly ("encapsulateBits" | "decapsulateBits")[],
  ): Promise<CryptoKey>;
  getPublicKey(key: CryptoKey, usages: readonly "encapsulateBits"[]): Promise<CryptoKey>;
  exportKey(format: "raw-public", key: CryptoKey): Promise<ArrayBuffer>;
  encapsulateBits(
    algorithm: typeof ML_KEM,
    key: CryptoKey,
  ): Promise<{ readonly sharedKey: ArrayBuffer; readonly ciphertext: ArrayBuffer }>;
  decapsulateBits(algorithm: typeof ML_KEM, key: CryptoKey, ciphertext: Uint8Array<ArrayBuffer>): Promise<ArrayBuffer>;
}

/** Nothing where the platform lacks the functions, or has them without ML-KEM-1024. */
export async function nativeKem(): Promise<Kem | undefined> {
  const offered = crypto.subtle as unknown as Partial<ModernSubtle>;
  const functions = [offered.encapsulateBits, offered.decapsulateBits, offered.getPublicKey];
  if (functions.some((each) => typeof each !== "function")) return undefined;
  const native = over(crypto.subtle as unknown as ModernSubtle);
  return native.pair(new Uint8Array(64)).then(
    () => native,
    () => undefined,
  );
}

function over(subtle: ModernSubtle): Kem {
  const parsed = async (seed: Uint8Array) => {
    const key = await subtle.importKey("raw-seed", source(seed), ML_KEM, false, ["decapsulateBits"]);
    const publicKey = await subtle.exportKey("raw-public", await subtle.getPublicKey(key, ["encapsulateBits"]));
    return { key, publicKey: new Uint8Array(publicKey) };
  };
  return {
    publicKey: async (seed) => (await parsed(seed)).publicKey,
    pair: async (seed) => {
      const { key, publicKey } = await parsed(seed);
      const decapsulate = async (ciphertext: Uint8Array): Promise<Uint8Array> =>
        new Uint8Array(await subtle.decapsulateBits(ML_KEM, key, source(ciphertext)));
      return { publicKey, decapsulate };
    },
    encapsulate: async (publicKey) => {
      const key = await subtle.importKey("raw-public", source(publicKey), ML_KEM, false, ["encapsulateBits"]);
      const { sharedKey, ciphertext } = await subtle.encapsulateBits(ML_KEM, key);
      return { shared: new Uint8Array(sharedKey), ciphertext: new Uint8Array(ciphertext) };
    },
  };
}
