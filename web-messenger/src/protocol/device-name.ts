/** Names of devices, for their own person's eyes: sealed under a key that the server never has. */
import { concat, EMPTY, erase, fromUtf8, utf8, type Bytes } from "../bytes/bytes.js";
import { aeadKey, NONCE_LENGTH, open, seal, TAG_LENGTH, UnopenableError } from "../crypto/aead.js";
import { expand, extract } from "../crypto/hash.js";
import { randomBytes } from "../crypto/random.js";

/** Bytes of UTF-8. */
export const NAME_LENGTH = 64;

const SEALED_LENGTH = NONCE_LENGTH + NAME_LENGTH + TAG_LENGTH;

/** Each device keeps it; made from the identity key's scalar while that is unlocked. */
export async function deviceNameKey(scalar: Bytes): Promise<Uint8Array> {
  const prk = await extract(EMPTY, scalar);
  const key = await expand(prk, "msgr/v1/device-name", 32);
  erase(prk);
  return key;
}

function additional(user: Bytes, device: Bytes): Bytes {
  return concat(utf8("msgr/v1/device-name"), user, device);
}

/** Throws RangeError where the name is empty, too long or holds a zero. */
export async function sealName(key: Bytes, user: Bytes, device: Bytes, name: string): Promise<Bytes> {
  const text = utf8(name);
  if (text.length === 0 || text.length > NAME_LENGTH || text.includes(0)) throw new RangeError("not a name");
  const padded = concat(text, new Uint8Array(NAME_LENGTH - text.length));
  const nonce = randomBytes(NONCE_LENGTH);
  return concat(nonce, await seal(await aeadKey(key), nonce, additional(user, device), padded));
}

/** Nothing where it is none of this user's, or not for that device. */
export async function openName(key: Bytes, user: Bytes, device: Bytes, sealed: Bytes): Promise<string | undefined> {
  if (sealed.length !== SEALED_LENGTH) return undefined;
  const nonce = sealed.subarray(0, NONCE_LENGTH);
  try {
    const padded = await open(await aeadKey(key), nonce, additional(user, device), sealed.subarray(NONCE_LENGTH));
    const end = padded.indexOf(0);
    const text = end === -1 ? padded : padded.subarray(0, end);
    const clean = text.length > 0 && padded.subarray(text.length).every((byte) => byte === 0);
    return clean ? fromUtf8(text) : undefined;
  } catch (failure) {
    if (failure instanceof UnopenableError || failure instanceof TypeError) return undefined;
    throw failure;
  }
}
