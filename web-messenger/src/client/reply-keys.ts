/** Keys that travel in messages: whoever gets one answers without a round trip to the server. */
import { PrekeyType } from "#wire/keys_pb.js";
import { equal, type Bytes } from "../bytes/bytes.js";
import { hex } from "../bytes/text.js";
import { exportPrivateKey } from "../crypto/agreement.js";
import { acceptReplyKey, CLAIMABLE, newPrekeys } from "../protocol/prekeys.js";
import type { ReplyKey } from "../protocol/wrapped-key.js";
import { put, type Book, type BookChange } from "./book.js";
import { CLAIMED, PREKEY, REPLY_KEY, SEEN_PREKEY } from "./records.js";

/** A device has that many of ours; of one that sends more, no more are kept. */
const UNSPENT = 4;

export interface Enclosed {
  readonly replyKey?: ReplyKey;
  readonly changes: readonly BookChange[];
}

/** A fresh one for that device, unless it has enough. Commit the changes before it leaves. */
export async function enclosedFor(book: Book, device: Bytes, created: number): Promise<Enclosed> {
  const out = [...book.all(REPLY_KEY).values()].filter((each) => equal(each.device, device) && each.until > created);
  const [made] = out.length < UNSPENT ? await newPrekeys(1) : [];
  if (made === undefined) return { changes: [] };
  const { id, pair } = made;
  const { publicKey } = pair;
  const expires = created + CLAIMABLE;
  const kept = put(PREKEY, hex(id), { id, created, pkcs8: await exportPrivateKey(pair.privateKey), publicKey });
  return { replyKey: { id, key: publicKey, created, expires }, changes: [kept, put(REPLY_KEY, hex(id), { device, until: expires })] };
}

/** What keeps one that came from that device. Of one that is not good, or one too many, nothing. */
export async function keeping(book: Book, device: Bytes, replyKey: ReplyKey, now: number): Promise<readonly BookChange[]> {
  const kept = [...book.all(CLAIMED).values()].filter((each) => each.reply === true && equal(each.device, device));
  const key = await acceptReplyKey(replyKey, (id) => book.has(SEEN_PREKEY, hex(id)), now);
  if (key === undefined || kept.length >= UNSPENT) return [];
  const name = hex(key.id);
  return [
    put(SEEN_PREKEY, name, { until: key.expires }),
    put(CLAIMED, name, { ...key, type: PrekeyType.P521, device, reply: true }),
  ];
}
