/** Runs in a browser: which ML-KEM-1024 the client takes, here and where the browser has none. */
import { hex } from "../../src/bytes/text.js";
import { encapsulate, kemPair, newKemSeed } from "../../src/crypto/kem.js";

/** What is wrong; `native` says what the browser is to have. */
export async function choose(native: boolean): Promise<readonly string[]> {
  if (!native) delete (SubtleCrypto.prototype as unknown as Record<string, unknown>)["encapsulateBits"];
  const pair = await kemPair(newKemSeed());
  const { shared, ciphertext } = await encapsulate(pair.publicKey);
  const agreed = hex(shared) === hex(await pair.decapsulate(ciphertext));
  const loaded = performance.getEntriesByType("resource").some(({ name }) => name.includes("kem-portable"));
  return [
    ...(agreed ? [] : ["the shared secrets differ"]),
    ...(loaded === native ? [`the portable one is ${loaded ? "" : "not "}loaded`] : []),
  ];
}
