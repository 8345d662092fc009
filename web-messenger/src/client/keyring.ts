import type { Bytes } from "../bytes/bytes.js";
import { hex } from "../bytes/text.js";
import { exportPrivateKey } from "../crypto/agreement.js";
import { POOL, newPrekeys, signBatch, type OwnPrekey, type Upload } from "../protocol/prekeys.js";
import { put, type Book, type BookChange } from "./book.js";
import type { Server } from "./server.js";
import { PREKEY, type LiveSelf } from "./records.js";

/** What makes a one-time pair durable. */
export async function keepPrekey(own: OwnPrekey, created: number, replyFor?: Bytes): Promise<BookChange> {
  const pkcs8 = await exportPrivateKey(own.pair.privateKey);
  const record = { id: own.id, created, pkcs8, publicKey: own.pair.publicKey };
  return put(PREKEY, hex(own.id), replyFor === undefined ? record : { ...record, replyFor });
}

/** Pairs and the signed batch of their public halves. Commit the changes before the batch leaves. */
export async function newBatch(
  self: Pick<LiveSelf, "network" | "user" | "device" | "list" | "key">,
  count: number,
  created: number,
): Promise<{ readonly upload: Upload; readonly changes: readonly BookChange[] }> {
  const pairs = await newPrekeys(count);
  const owner = { user: self.user, device: self.device, identityFingerprint: self.list.fingerprint };
  const upload = await signBatch(self.network, owner, self.key, pairs, created);
  return { upload, changes: await Promise.all(pairs.map((pair) => keepPrekey(pair, created))) };
}

/** Keeps the pool at the server filled. */
export class Keyring {
  private filling = false;

  constructor(
    private readonly book: Book,
    private readonly server: Server,
    private readonly self: LiveSelf,
    private readonly now: () => number,
  ) {}

  async replenish(left: number): Promise<void> {
    if (this.filling || left > POOL / 4) return;
    this.filling = true;
    try {
      const { upload, changes } = await newBatch(this.self, POOL - left, this.now());
      await this.book.commit(...changes);
      await this.server.uploadPrekeys(upload);
    } finally {
      this.filling = false;
    }
  }
}
