/** Takes the browser's own ML-KEM away, in the page or in a worker: the first thing to be imported. */
delete (SubtleCrypto.prototype as unknown as Record<string, unknown>)["encapsulateBits"];
export {};
