// FIPS 203, ML-KEM-1024. Not in constant time: a verifier of published vectors needs none.
import { createHash, timingSafeEqual } from "node:crypto";
import { concat, demand, u8 } from "./bytes.mjs";

const Q = 3329;
const K = 4;
const [ETA, DU, DV] = [2, 11, 5];
export const KEY_LENGTH = 1568;
export const CIPHERTEXT_LENGTH = 1568;

const sha3 = (name, ...parts) =>
  createHash(name)
    .update(concat(...parts))
    .digest();
const shake = (name, length, ...parts) =>
  createHash(name, { outputLength: length })
    .update(concat(...parts))
    .digest();
const halves = (bytes) => [bytes.subarray(0, 32), bytes.subarray(32)];

const reverse7 = (value) => {
  let out = 0;
  for (let bit = 0; bit < 7; bit++) out |= ((value >> bit) & 1) << (6 - bit);
  return out;
};
const powerOf17 = (exponent) => {
  let out = 1;
  for (let n = 0; n < exponent; n++) out = (out * 17) % Q;
  return out;
};
const ZETAS = Array.from({ length: 128 }, (_, n) => powerOf17(reverse7(n)));
const GAMMAS = Array.from({ length: 128 }, (_, n) => powerOf17(2 * reverse7(n) + 1));

const ntt = (input) => {
  const f = input.slice();
  let i = 1;
  for (let length = 128; length >= 2; length >>= 1) {
    for (let start = 0; start < 256; start += 2 * length) {
      const zeta = ZETAS[i++];
      for (let j = start; j < start + length; j++) {
        const t = (zeta * f[j + length]) % Q;
        f[j + length] = (f[j] - t + Q) % Q;
        f[j] = (f[j] + t) % Q;
      }
    }
  }
  return f;
};

const inverseNtt = (input) => {
  const f = input.slice();
  let i = 127;
  for (let length = 2; length <= 128; length <<= 1) {
    for (let start = 0; start < 256; start += 2 * length) {
      const zeta = ZETAS[i--];
      for (let j = start; j < start + length; j++) {
        const t = f[j];
        f[j] = (t + f[j + length]) % Q;
        f[j + length] = (zeta * (f[j + length] - t + Q)) % Q;
      }
    }
  }
  return f.map((value) => (value * 3303) % Q);
};

const multiplyNtts = (f, g) => {
  const h = new Array(256);
  for (let i = 0; i < 128; i++) {
    const [a0, a1, b0, b1] = [f[2 * i], f[2 * i + 1], g[2 * i], g[2 * i + 1]];
    h[2 * i] = (a0 * b0 + ((a1 * b1) % Q) * GAMMAS[i]) % Q;
    h[2 * i + 1] = (a0 * b1 + a1 * b0) % Q;
  }
  return h;
};
const plus = (f, g) => f.map((value, n) => (value + g[n]) % Q);
const minus = (f, g) => f.map((value, n) => (value - g[n] + Q) % Q);
const dot = (u, v) => u.map((each, n) => multiplyNtts(each, v[n])).reduce(plus);

const encodeBits = (f, d) => {
  const out = Buffer.alloc(32 * d);
  f.forEach((value, n) => {
    for (let bit = 0; bit < d; bit++) {
      const at = n * d + bit;
      out[at >> 3] |= ((value >> bit) & 1) << (at & 7);
    }
  });
  return out;
};
const decodeBits = (bytes, d) =>
  Array.from({ length: 256 }, (_, n) => {
    let value = 0;
    for (let bit = 0; bit < d; bit++) {
      const at = n * d + bit;
      value |= ((bytes[at >> 3] >> (at & 7)) & 1) << bit;
    }
    return d === 12 ? value % Q : value;
  });
const compress = (f, d) => f.map((value) => Math.floor((value * 2 ** (d + 1) + Q) / (2 * Q)) % 2 ** d);
const decompress = (f, d) => f.map((value) => (value * Q + 2 ** (d - 1)) >> d);

const sampleNtt = (seed) => {
  for (let length = 840; ; length *= 2) {
    const stream = shake("shake128", length, seed);
    const out = [];
    for (let at = 0; at < length && out.length < 256; at += 3) {
      const low = stream[at] + 256 * (stream[at + 1] % 16);
      const high = (stream[at + 1] >> 4) + 16 * stream[at + 2];
      if (low < Q) out.push(low);
      if (high < Q && out.length < 256) out.push(high);
    }
    if (out.length === 256) return out;
  }
};
const sampleCbd = (seed, counter) => {
  const bytes = shake("shake256", 64 * ETA, seed, u8(counter));
  const bit = (at) => (bytes[at >> 3] >> (at & 7)) & 1;
  return Array.from({ length: 256 }, (_, n) => (bit(4 * n) + bit(4 * n + 1) - bit(4 * n + 2) - bit(4 * n + 3) + Q) % Q);
};

const rows = (make) => Array.from({ length: K }, (_, n) => make(n));
const matrix = (rho) => rows((i) => rows((j) => sampleNtt(concat(rho, u8(j), u8(i)))));
const polynomials = (bytes, d) => rows((n) => decodeBits(bytes.subarray(32 * d * n, 32 * d * (n + 1)), d));

const encrypt = (ek, message, randomness) => {
  const tHat = polynomials(ek, 12);
  const aHat = matrix(ek.subarray(384 * K));
  const yHat = rows((n) => ntt(sampleCbd(randomness, n)));
  const u = rows((i) =>
    plus(
      inverseNtt(
        dot(
          aHat.map((row) => row[i]),
          yHat,
        ),
      ),
      sampleCbd(randomness, K + i),
    ),
  );
  const mu = decompress(decodeBits(message, 1), 1);
  const v = plus(plus(inverseNtt(dot(tHat, yHat)), sampleCbd(randomness, 2 * K)), mu);
  return concat(...u.map((each) => encodeBits(compress(each, DU), DU)), encodeBits(compress(v, DV), DV));
};

const keys = new Map();
/** Kept: one key serves many checks. */
export const keyFromSeed = (seed) => {
  const name = seed.toString("hex");
  if (!keys.has(name)) keys.set(name, newKeyFromSeed(seed));
  return keys.get(name);
};
const newKeyFromSeed = (seed) => {
  const [d, z] = halves(seed);
  const [rho, sigma] = halves(sha3("sha3-512", d, u8(K)));
  const aHat = matrix(rho);
  const sHat = rows((n) => ntt(sampleCbd(sigma, n)));
  const eHat = rows((n) => ntt(sampleCbd(sigma, K + n)));
  const tHat = rows((i) => plus(dot(aHat[i], sHat), eHat[i]));
  const ek = concat(...tHat.map((each) => encodeBits(each, 12)), rho);
  return { ek, sHat, z };
};

/** The checks of section 7.2: length and modulus. */
export const isEncapsulationKey = (ek) =>
  ek.length === KEY_LENGTH &&
  concat(...polynomials(ek, 12).map((each) => encodeBits(each, 12))).equals(ek.subarray(0, 384 * K));

export const encapsulateWith = (ek, message) => {
  demand(isEncapsulationKey(ek), "bad-encapsulation-key");
  const [secret, randomness] = halves(sha3("sha3-512", message, sha3("sha3-256", ek)));
  return { secret, ciphertext: encrypt(ek, message, randomness) };
};

export const decapsulate = (seed, ciphertext) => {
  demand(ciphertext.length === CIPHERTEXT_LENGTH, "bad-kem-ciphertext");
  const { ek, sHat, z } = keyFromSeed(seed);
  const u = polynomials(ciphertext, DU).map((each) => decompress(each, DU));
  const v = decompress(decodeBits(ciphertext.subarray(32 * DU * K), DV), DV);
  const w = minus(v, inverseNtt(dot(sHat, u.map(ntt))));
  const message = encodeBits(compress(w, 1), 1);
  const [secret, randomness] = halves(sha3("sha3-512", message, sha3("sha3-256", ek)));
  const rejection = shake("shake256", 32, z, ciphertext);
  return timingSafeEqual(encrypt(ek, message, randomness), ciphertext) ? secret : rejection;
};
