import { ml_kem1024 } from "@noble/post-quantum/ml-kem.js";
import type { Bytes } from "../bytes/bytes.js";
import { erase } from "../bytes/bytes.js";
import type { Kem } from "./kem.js";
import { randomBytes } from "./random.js";

const MESSAGE_LENGTH = 32;

/** In this thread: each call lets what waits in the page, a frame of an animation for example, go first. */
export const portableKem: Kem = {
  publicKey: async (seed) => {
    await others();
    const { publicKey, secretKey } = ml_kem1024.keygen(seed);
    erase(secretKey);
    return publicKey;
  },
  pair: async (seed) => {
    await others();
    const { publicKey, secretKey } = ml_kem1024.keygen(seed);
    let unused: Uint8Array | undefined = secretKey;
    const decapsulate = async (ciphertext: Bytes): Promise<Bytes> => {
      await others();
      const key = unused ?? ml_kem1024.keygen(seed).secretKey;
      unused = undefined;
      const shared = ml_kem1024.decapsulate(ciphertext, key);
      erase(key);
      return shared;
    };
    return { publicKey, decapsulate };
  },
  encapsulate: async (publicKey) => {
    await others();
    const message = randomBytes(MESSAGE_LENGTH);
    const { sharedSecret, cipherText } = ml_kem1024.encapsulate(publicKey, message);
    erase(message);
    return { shared: sharedSecret, ciphertext: cipherText };
  },
};

function others(): Promise<void> {
  return new Promise((resume) => setTimeout(resume));
}
