/** Runs in a browser: its own ML-KEM-1024 against the portable one, and how each keeps the page alive. */
import { equal } from "../../src/bytes/bytes.js";
import { hex } from "../../src/bytes/text.js";
import { isEncapsulationKey, newKemSeed, type Kem } from "../../src/crypto/kem.js";
import { nativeKem } from "../../src/crypto/kem-native.js";
import { portableKem } from "../../src/crypto/kem-portable.js";

const ROUNDS = 20;
const POOL = 200;

export interface Measured {
  readonly milliseconds: number;
  /** Between two frames, while the keys were made. */
  readonly longestGap: number;
}

export interface Findings {
  readonly failures: readonly string[];
  readonly native: Measured;
  readonly portable: Measured;
}

export async function compare(): Promise<Findings> {
  const native = await nativeKem();
  if (native === undefined) throw new Error("this browser has no ML-KEM-1024 of its own");
  const failures: string[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const seed = newKemSeed();
    const [one, other] = [await native.pair(seed), await portableKem.pair(seed)];
    if (!equal(one.publicKey, other.publicKey)) failures.push("the public keys of a seed differ");
    if (!isEncapsulationKey(one.publicKey)) failures.push("a public key fails the modulus check");
    for (const maker of [native, portableKem]) {
      const { shared, ciphertext } = await maker.encapsulate(one.publicKey);
      const secrets = [shared, await one.decapsulate(ciphertext), await other.decapsulate(ciphertext)].map(hex);
      if (new Set(secrets).size !== 1) failures.push("the shared secrets differ");
      const changed = ciphertext.map((byte, i) => (i === round ? byte ^ 1 : byte));
      const rejected = [await one.decapsulate(changed), await other.decapsulate(changed)].map(hex);
      if (new Set([...rejected, ...secrets]).size !== 2) failures.push("a changed ciphertext is not rejected alike");
    }
    const above = one.publicKey.slice().fill(0xff, 0, 3);
    if (isEncapsulationKey(above)) failures.push("numbers above the modulus pass");
    if (await takes(native, above)) failures.push("the browser takes numbers above the modulus");
    if (await takes(portableKem, above)) failures.push("the library takes numbers above the modulus");
  }
  return { failures, native: await measured(native), portable: await measured(portableKem) };
}

function takes(kem: Kem, publicKey: Uint8Array): Promise<boolean> {
  return kem.encapsulate(publicKey).then(
    () => true,
    () => false,
  );
}

async function measured(kem: Kem): Promise<Measured> {
  let [running, last, longestGap] = [true, performance.now(), 0];
  const frame = (): void => {
    const now = performance.now();
    longestGap = Math.max(longestGap, now - last);
    last = now;
    if (running) requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
  const begin = performance.now();
  for (let i = 0; i < POOL; i++) await kem.publicKey(newKemSeed());
  const milliseconds = performance.now() - begin;
  await new Promise(requestAnimationFrame);
  running = false;
  return { milliseconds, longestGap };
}
