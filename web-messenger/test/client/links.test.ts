import { describe, expect, it } from "vitest";
import { hex } from "../../src/bytes/text.js";
import { randomBytes } from "../../src/crypto/random.js";
import { Book, put } from "../../src/client/book.js";
import { lateChanges, linkChanges } from "../../src/client/links.js";
import { EPOCH, KEM_PREKEY, KINDS, PREKEY } from "../../src/client/records.js";
import { beginning } from "../../src/protocol/ratchet.js";
import { HYBRID, type Suite } from "../../src/protocol/suite.js";
import { LockedVault } from "../../src/store/vault.js";
import { NOON } from "../people.js";
import { MemoryFile, MemoryRows, quickStretch } from "../store/memory.js";

async function emptyBook(): Promise<Book> {
  const locked = await LockedVault.open(new MemoryFile(), new MemoryRows(), NOON);
  return Book.read(await locked.create(quickStretch, "correct horse"), [], KINDS, () => undefined);
}

describe("epochs of one sender device", () => {
  it.each([
    [[1, 2, 3, 4], [3, 4]],
    [[3, 4, 1, 2], [3, 4]],
    [[2, 4, 1, 3], [3, 4]],
  ])("begun by the messages %j are kept by their counters, the two newest, in whatever order they come", async (order, kept) => {
    const [book, device] = [await emptyBook(), randomBytes(16)];
    for (const counter of order) {
      const epoch = { suite: HYBRID as Suite, epoch: randomBytes(32), chain: beginning(randomBytes(64)), subChains: [], oldestPlace: 0 };
      const effects = { epoch, confirms: true, skipped: [] };
      await book.commit(...linkChanges(book, device, effects, BigInt(counter), NOON));
    }
    const left = [...book.all(EPOCH)].filter(([name]) => name.startsWith(hex(device)));
    expect(left.map(([, { begunBy }]) => Number(begunBy)).sort()).toEqual(kept);
  });
});

describe("an envelope that came too late", () => {
  it("takes its one-time keys with it and begins nothing; in a chain it takes its place", async () => {
    const [book, senderDevice, id] = [await emptyBook(), randomBytes(16), randomBytes(16)];
    const [key, publicKey] = [randomBytes(64), randomBytes(133)];
    await book.commit(
      put(PREKEY, hex(id), { id, created: NOON, pkcs8: key, publicKey }),
      put(KEM_PREKEY, hex(id), { id, created: NOON, seed: key }),
    );
    const epoch = { suite: HYBRID as Suite, epoch: randomBytes(32), chain: beginning(key), subChains: [], oldestPlace: 0 };
    const effects = { epoch, confirms: true, skipped: [], spentPrekey: id, spentKemPrekey: id };
    await book.commit(...lateChanges(book, { senderDevice, start: true, effects }, NOON));
    expect([PREKEY, KEM_PREKEY, EPOCH].map((each) => book.all(each as typeof EPOCH).size)).toEqual([0, 0, 0]);
    await book.commit(...linkChanges(book, senderDevice, { epoch, confirms: true, skipped: [] }, 5n, NOON));
    const moved = { ...epoch, chain: { key: randomBytes(64), index: 1 } };
    await book.commit(...lateChanges(book, { senderDevice, start: false, effects: { ...effects, epoch: moved } }, NOON));
    expect([...book.all(EPOCH).values()]).toEqual([{ ...moved, begunBy: 5n }]);
  });
});
