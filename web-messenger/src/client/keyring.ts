/** The one-time keys of this device: made, kept, and offered at the server. */
import { PrekeyType } from "#wire/keys_pb.js";
import { hex } from "../bytes/text.js";
import { exportPrivateKey } from "../crypto/agreement.js";
import { listedDevice } from "../protocol/device-list.js";
import {
  POOL, newKemPrekeys, newPrekeys, signBatch, type KeyType, type PublicPrekey, type Upload,
} from "../protocol/prekeys.js";
import { HYBRID } from "../protocol/suite.js";
import { put, type Book, type BookChange } from "./book.js";
import type { Server } from "./server.js";
import { KEM_PREKEY, PREKEY, type LiveSelf } from "./records.js";

interface Made {
  readonly published: readonly PublicPrekey[];
  readonly changes: readonly BookChange[];
}

export interface Batch {
  readonly upload: Upload;
  readonly changes: readonly BookChange[];
}

/** Pairs of one type and the signed batch of their public halves. Commit the changes before the batch leaves. */
export async function newBatch(
  self: Pick<LiveSelf, "network" | "user" | "device" | "list" | "key">,
  type: KeyType,
  count: number,
  created: number,
): Promise<Batch> {
  const { published, changes } = await (type === PrekeyType.P521 ? agreementKeys : kemKeys)(count, created);
  const owner = { user: self.user, device: self.device, identityFingerprint: self.list.fingerprint };
  return { upload: await signBatch(self.network, owner, self.key, type, published, created), changes };
}

async function agreementKeys(count: number, created: number): Promise<Made> {
  const made = await newPrekeys(count);
  const changes = made.map(async ({ id, pair: { publicKey, privateKey } }) =>
    put(PREKEY, hex(id), { id, created, pkcs8: await exportPrivateKey(privateKey), publicKey }),
  );
  const published = made.map(({ id, pair }) => ({ id, key: pair.publicKey }));
  return { published, changes: await Promise.all(changes) };
}

async function kemKeys(count: number, created: number): Promise<Made> {
  const made = await newKemPrekeys(count);
  const changes = made.map(({ id, seed }) => put(KEM_PREKEY, hex(id), { id, created, seed }));
  return { published: made.map(({ id, publicKey }) => ({ id, key: publicKey })), changes };
}

/** Keeps the pools at the server filled. */
export class Keyring {
  private readonly filling = new Set<KeyType>();

  constructor(
    private readonly book: Book,
    private readonly server: Server,
    private readonly self: LiveSelf,
    private readonly now: () => number,
  ) {}

  /** `left` keys of the type can still be claimed. */
  async replenish(type: KeyType, left: number): Promise<void> {
    if (this.filling.has(type) || left > POOL / 4 || !this.offers(type)) return;
    this.filling.add(type);
    try {
      const { upload, changes } = await newBatch(this.self, type, POOL - left, this.now());
      await this.book.commit(...changes);
      await this.server.uploadPrekeys(upload);
    } finally {
      this.filling.delete(type);
    }
  }

  private offers(type: KeyType): boolean {
    const own = listedDevice(this.self.list, this.self.device);
    return type === PrekeyType.P521 || own?.suites.includes(HYBRID) === true;
  }
}
