// RFC 9497, mode OPRF, suite P521-SHA512; hashing to the curve by RFC 9380, P521_XMD:SHA-512_SSWU_RO_.
import { H, ascii, concat, demand, toBigInt, u16, u8, unsigned } from "./bytes.mjs";
import { A, B, N, P, add, decodeCompressed, encodeCompressed, inverse, mod, multiply, power } from "./p521.mjs";

const CONTEXT = concat(ascii("OPRFV1-"), u8(0), ascii("-P521-SHA512"));
const Z = P - 4n;
const FIELD_BYTES = 98;

const expandMessageXmd = (message, dst, length) => {
  const dstPrime = concat(dst, u8(dst.length));
  const b0 = H(Buffer.alloc(128), message, u16(length), u8(0), dstPrime);
  const blocks = [H(b0, u8(1), dstPrime)];
  while (blocks.length * 64 < length) {
    const last = blocks[blocks.length - 1];
    const mixed = Buffer.from(b0.map((byte, n) => byte ^ last[n]));
    blocks.push(H(mixed, u8(blocks.length + 1), dstPrime));
  }
  return concat(...blocks).subarray(0, length);
};

const hashToField = (message, dst, modulus, count) => {
  const uniform = expandMessageXmd(message, dst, FIELD_BYTES * count);
  return Array.from({ length: count }, (_, n) =>
    mod(toBigInt(uniform.subarray(FIELD_BYTES * n, FIELD_BYTES * (n + 1))), modulus),
  );
};

const isSquare = (value) => value === 0n || power(value, (P - 1n) / 2n) === 1n;
const curve = (x) => mod(x * x * x + A * x + B);

const mapToCurve = (u) => {
  const zu2 = mod(Z * u * u);
  const denominator = mod(zu2 * zu2 + zu2);
  const x1 = denominator === 0n ? mod(B * inverse(Z * A)) : mod(-B * inverse(A) * (1n + inverse(denominator)));
  const x = isSquare(curve(x1)) ? x1 : mod(zu2 * x1);
  const root = power(curve(x), (P + 1n) / 4n);
  return { x, y: (root & 1n) === (u & 1n) ? root : P - root };
};

export const hashToGroup = (input) => {
  const [u0, u1] = hashToField(input, concat(ascii("HashToGroup-"), CONTEXT), P, 2);
  return add(mapToCurve(u0), mapToCurve(u1));
};
const hashToScalar = (input, dst) => hashToField(input, dst, N, 1)[0];

export const deriveKeyPair = (seed, info) => {
  const input = concat(seed, u16(info.length), info);
  for (let counter = 0; counter < 256; counter++) {
    const scalar = hashToScalar(concat(input, u8(counter)), concat(ascii("DeriveKeyPair"), CONTEXT));
    if (scalar !== 0n) return scalar;
  }
  throw new Error("DeriveKeyPairError");
};

export const blindWith = (blind, input) => encodeCompressed(multiply(blind, hashToGroup(input)));
export const evaluate = (privateKey, element) => encodeCompressed(multiply(privateKey, decodeCompressed(element)));
export const finalize = (input, blind, evaluated) => {
  demand(blind > 0n && blind < N, "bad-scalar");
  const unblinded = encodeCompressed(multiply(inverse(blind, N), decodeCompressed(evaluated)));
  return H(u16(input.length), input, u16(unblinded.length), unblinded, ascii("Finalize"));
};
export const scalarBytes = (scalar) => unsigned(scalar, 66);
