// P-521: ECDSA and ECDH by node:crypto; points as integers for what it lacks (OPRF, checks, point of a scalar).
import { createECDH, createPublicKey, verify as verifySignature } from "node:crypto";
import { ascii, concat, toBigInt, unsigned, u8, u32, demand } from "./bytes.mjs";

export const P = (1n << 521n) - 1n;
export const N = toBigInt(
  Buffer.from(`01${"ff".repeat(32)}fa51868783bf2f966b7fcc0148f709a5d03bb5c9b8899c47aebb6fb71e91386409`, "hex"),
);
export const A = P - 3n;
export const B = toBigInt(
  Buffer.from(
    "0051953eb9618e1c9a1f929a21a0b68540eea2da725b99b315f3b8b489918ef109e156193951ec7e937b1652c0bd3bb1bf073573df883d2c34f1ef451fd46b503f00",
    "hex",
  ),
);
const G = {
  x: toBigInt(
    Buffer.from(
      "00c6858e06b70404e9cd9e3ecb662395b4429c648139053fb521f828af606b4d3dbaa14b5e77efe75928fe1dc127a2ffa8de3348b3c1856a429bf97e7e31c2e5bd66",
      "hex",
    ),
  ),
  y: toBigInt(
    Buffer.from(
      "011839296a789a3bc0045c8a5fb42c7d1bd998f54449579b446817afbd17273e662c97ee72995ef42640c550b9013fad0761353c7086a272c24088be94769fd16650",
      "hex",
    ),
  ),
};

export const mod = (value, modulus = P) => {
  const rest = value % modulus;
  return rest < 0n ? rest + modulus : rest;
};

export const power = (base, exponent, modulus = P) => {
  let result = 1n;
  for (let square = mod(base, modulus), rest = exponent; rest > 0n; rest >>= 1n) {
    if (rest & 1n) result = (result * square) % modulus;
    square = (square * square) % modulus;
  }
  return result;
};
export const inverse = (value, modulus = P) => power(value, modulus - 2n, modulus);

export const isOnCurve = ({ x, y }) => mod(y * y - (x * x * x + A * x + B)) === 0n;

/** Jacobian coordinates; z = 0 is infinity. */
const double = ({ X, Y, Z }) => {
  const S = mod(4n * X * Y * Y);
  const M = mod(3n * X * X + A * power(Z, 4n));
  const X3 = mod(M * M - 2n * S);
  return { X: X3, Y: mod(M * (S - X3) - 8n * power(Y, 4n)), Z: mod(2n * Y * Z) };
};

const addJacobian = (p, q) => {
  if (p.Z === 0n) return q;
  if (q.Z === 0n) return p;
  const [z1, z2] = [mod(p.Z * p.Z), mod(q.Z * q.Z)];
  const [u1, u2] = [mod(p.X * z2), mod(q.X * z1)];
  const [s1, s2] = [mod(p.Y * z2 * q.Z), mod(q.Y * z1 * p.Z)];
  const [h, r] = [mod(u2 - u1), mod(s2 - s1)];
  if (h === 0n) return r === 0n ? double(p) : { X: 1n, Y: 1n, Z: 0n };
  const [h2, h3] = [mod(h * h), mod(h * h * h)];
  const X = mod(r * r - h3 - 2n * u1 * h2);
  return { X, Y: mod(r * (u1 * h2 - X) - s1 * h3), Z: mod(h * p.Z * q.Z) };
};

const toJacobian = ({ x, y }) => ({ X: x, Y: y, Z: 1n });
const toAffine = ({ X, Y, Z }) => {
  demand(Z !== 0n, "infinity");
  const z = inverse(Z);
  return { x: mod(X * z * z), y: mod(Y * z * z * z) };
};

export const add = (p, q) => toAffine(addJacobian(toJacobian(p), toJacobian(q)));
export const multiply = (scalar, point) => {
  let sum = { X: 1n, Y: 1n, Z: 0n };
  const base = toJacobian(point);
  for (let bit = BigInt(scalar.toString(2).length) - 1n; bit >= 0n; bit--) {
    sum = double(sum);
    if ((scalar >> bit) & 1n) sum = addJacobian(sum, base);
  }
  return toAffine(sum);
};

export const decodePoint = (bytes) => {
  demand(bytes.length === 133 && bytes[0] === 4, "bad-point", "not an uncompressed point");
  const point = { x: toBigInt(bytes.subarray(1, 67)), y: toBigInt(bytes.subarray(67)) };
  demand(point.x < P && point.y < P && isOnCurve(point), "bad-point", "not on the curve");
  return point;
};
export const encodePoint = ({ x, y }) => concat(u8(4), unsigned(x, 66), unsigned(y, 66));

export const decodeCompressed = (bytes) => {
  demand(bytes.length === 67 && (bytes[0] === 2 || bytes[0] === 3), "bad-point", "not a compressed point");
  const x = toBigInt(bytes.subarray(1));
  demand(x < P, "bad-point", "x is too high");
  const square = mod(x * x * x + A * x + B);
  const root = power(square, (P + 1n) / 4n);
  demand(mod(root * root) === square, "bad-point", "not on the curve");
  return { x, y: (root & 1n) === BigInt(bytes[0] & 1) ? root : P - root };
};
export const encodeCompressed = ({ x, y }) => concat(u8(2n + (y & 1n)), unsigned(x, 66));

export const isScalar = (value) => value > 0n && value < N;
export const publicKeyOf = (scalar) => {
  const ecdh = createECDH("secp521r1");
  ecdh.setPrivateKey(scalar);
  return ecdh.getPublicKey();
};
export const multiplyBase = (scalar) => multiply(scalar, G);

export const diffieHellman = (scalar, publicKey) => {
  decodePoint(publicKey);
  const ecdh = createECDH("secp521r1");
  ecdh.setPrivateKey(scalar);
  return ecdh.computeSecret(publicKey);
};

export const signedInput = (label, network, ...fields) =>
  concat(u8(label.length), ascii(label), network, ...fields.flatMap((field) => [u32(field.length), field]));

const importedKeys = new Map();
const imported = (publicKey) => {
  const name = publicKey.toString("hex");
  if (!importedKeys.has(name)) {
    decodePoint(publicKey);
    const coordinate = (from) => publicKey.subarray(from, from + 66).toString("base64url");
    const jwk = { kty: "EC", crv: "P-521", x: coordinate(1), y: coordinate(67) };
    importedKeys.set(name, createPublicKey({ key: jwk, format: "jwk" }));
  }
  return importedKeys.get(name);
};

export const isSignedBy = (publicKey, signature, input) =>
  signature.length === 132 &&
  verifySignature("sha512", input, { key: imported(publicKey), dsaEncoding: "ieee-p1363" }, signature);
