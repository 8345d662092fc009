// RFC 9106, Argon2id version 1.3 with one lane: all that docs/protocol.md, "Recovery", needs.
import { createHash } from "node:crypto";
import { concat } from "./bytes.mjs";

const WORDS = 256; // 32-bit words in a block of 1 KiB
const TYPE_ID = 2;
const VERSION = 0x13;
const le32 = (value) => {
  const out = Buffer.alloc(4);
  out.writeUInt32LE(value);
  return out;
};
const blake2b = (...parts) =>
  createHash("blake2b512")
    .update(concat(...parts))
    .digest();

/** H' for lengths that need no shortened BLAKE2b: 64 bytes, and 1,024. */
const longHash = (length, input) => {
  if (length === 64) return blake2b(le32(length), input);
  let v = blake2b(le32(length), input);
  const parts = [v.subarray(0, 32)];
  for (let n = 2; n <= length / 32 - 2; n++) {
    v = blake2b(v);
    parts.push(v.subarray(0, 32));
  }
  return concat(...parts, blake2b(v));
};

const high32 = (a, b) => {
  const [a0, a1, b0, b1] = [a & 0xffff, a >>> 16, b & 0xffff, b >>> 16];
  const middle = a1 * b0 + ((a0 * b0) >>> 16);
  const low = a0 * b1 + (middle % 65536);
  return a1 * b1 + Math.floor(middle / 65536) + Math.floor(low / 65536);
};

// v[2n] is the low half of word n, v[2n + 1] the high one. a += b + 2·low(a)·low(b)
const mix = (v, a, b) => {
  const [al, bl] = [v[a] >>> 0, v[b] >>> 0];
  const product = Math.imul(al, bl) >>> 0;
  const low = al + bl + ((product << 1) >>> 0);
  v[a + 1] = v[a + 1] + v[b + 1] + ((high32(al, bl) << 1) | (product >>> 31)) + Math.floor(low / 4294967296);
  v[a] = low;
};
const rotate = (v, d, a, right) => {
  const low = v[d] ^ v[a];
  const high = v[d + 1] ^ v[a + 1];
  if (right === 32) [v[d], v[d + 1]] = [high, low];
  else if (right === 63) [v[d], v[d + 1]] = [(low << 1) | (high >>> 31), (high << 1) | (low >>> 31)];
  else [v[d], v[d + 1]] = [(low >>> right) | (high << (32 - right)), (high >>> right) | (low << (32 - right))];
};
const quarter = (v, a, b, c, d) => {
  mix(v, a, b);
  rotate(v, d, a, 32);
  mix(v, c, d);
  rotate(v, b, c, 24);
  mix(v, a, b);
  rotate(v, d, a, 16);
  mix(v, c, d);
  rotate(v, b, c, 63);
};
const permute = (v, at) => {
  const w = at.map((each) => 2 * each);
  for (let n = 0; n < 4; n++) quarter(v, w[n], w[4 + n], w[8 + n], w[12 + n]);
  for (let n = 0; n < 4; n++) quarter(v, w[n], w[4 + ((n + 1) % 4)], w[8 + ((n + 2) % 4)], w[12 + ((n + 3) % 4)]);
};
const ROWS = Array.from({ length: 8 }, (_, row) => Array.from({ length: 16 }, (_, n) => 16 * row + n));
const COLUMNS = Array.from({ length: 8 }, (_, column) =>
  Array.from({ length: 16 }, (_, n) => 2 * column + 16 * (n >> 1) + (n & 1)),
);

const [mixed, work] = [new Uint32Array(WORDS), new Uint32Array(WORDS)];
/** into = G(x, y), xored onto what stands there where keep is set. */
const compressInto = (into, x, y, keep) => {
  for (let n = 0; n < WORDS; n++) mixed[n] = work[n] = x[n] ^ y[n];
  for (const row of ROWS) permute(work, row);
  for (const column of COLUMNS) permute(work, column);
  for (let n = 0; n < WORDS; n++) into[n] = mixed[n] ^ work[n] ^ (keep ? into[n] : 0);
};

const ZERO = new Uint32Array(WORDS);
/** The pseudo-random words of a segment that does not depend on data. */
const addressesOf = (pass, slice, blocks, passes, count) => {
  const input = new Uint32Array(WORDS);
  [input[0], input[4], input[6], input[8], input[10]] = [pass, slice, blocks, passes, TYPE_ID];
  const out = [];
  const address = new Uint32Array(WORDS);
  while (out.length < count) {
    input[12]++;
    compressInto(address, ZERO, input, false);
    compressInto(address, ZERO, address.slice(), false);
    for (let n = 0; n < WORDS; n += 2) out.push(address[n]);
  }
  return out;
};

const referenceIndex = (random, pass, slice, inSegment, segment, blocks) => {
  const area = pass === 0 ? slice * segment + inSegment - 1 : blocks - segment + inSegment - 1;
  const x = high32(random, random);
  const relative = area - 1 - high32(area, x >>> 0);
  const start = pass === 0 || slice === 3 ? 0 : (slice + 1) * segment;
  return (start + relative) % blocks;
};

export const argon2id = ({ password, salt, kibibytes, passes, length }) => {
  const blocks = 4 * Math.floor(kibibytes / 4);
  const segment = blocks / 4;
  const h0 = blake2b(
    le32(1),
    le32(length),
    le32(kibibytes),
    le32(passes),
    le32(VERSION),
    le32(TYPE_ID),
    le32(password.length),
    password,
    le32(salt.length),
    salt,
    le32(0),
    le32(0),
  );
  const memory = new Uint32Array(blocks * WORDS);
  const block = (n) => memory.subarray(n * WORDS, (n + 1) * WORDS);
  for (const n of [0, 1]) {
    const first = longHash(1024, concat(h0, le32(n), le32(0)));
    for (let word = 0; word < WORDS; word++) memory[n * WORDS + word] = first.readUInt32LE(4 * word);
  }
  for (let pass = 0; pass < passes; pass++) {
    for (let slice = 0; slice < 4; slice++) {
      const addresses = pass === 0 && slice < 2 ? addressesOf(pass, slice, blocks, passes, segment) : undefined;
      for (let n = pass === 0 && slice === 0 ? 2 : 0; n < segment; n++) {
        const at = slice * segment + n;
        const previous = block((at + blocks - 1) % blocks);
        const random = addresses ? addresses[n] : previous[0];
        compressInto(block(at), previous, block(referenceIndex(random, pass, slice, n, segment, blocks)), pass > 0);
      }
    }
  }
  const last = block(blocks - 1);
  return longHash(length, Buffer.from(last.buffer, last.byteOffset, 1024));
};
