/** Key pairs as vectors give them: the scalar and the point. */
import { fromBase64url, base64url } from "../src/bytes/text.js";
import type { Bytes } from "../src/bytes/bytes.js";
import type { AgreementPair } from "../src/crypto/agreement.js";

/** `scalar` of 66 bytes, `point` of 133. */
export async function agreementPair(scalar: Bytes, point: Bytes): Promise<AgreementPair> {
  const jwk = {
    kty: "EC",
    crv: "P-521",
    x: base64url(point.slice(1, 67)),
    y: base64url(point.slice(67)),
    d: base64url(scalar),
  };
  const algorithm = { name: "ECDH", namedCurve: "P-521" };
  return { privateKey: await crypto.subtle.importKey("jwk", jwk, algorithm, false, ["deriveBits"]), publicKey: point };
}

/** Of an extractable pair. */
export async function scalarOf(pair: AgreementPair): Promise<Bytes> {
  const { d } = await crypto.subtle.exportKey("jwk", pair.privateKey);
  return fromBase64url(d ?? "");
}
