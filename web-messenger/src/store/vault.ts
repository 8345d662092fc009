/**
 * Records that can be erased one by one. Each version of each record is sealed under a key of its own; the key lies in
 * a slot of a file that is overwritten in place, the sealed record in rows that may leave traces when deleted. Erasing
 * the slot is erasing the record. The slots are sealed under a master key that the passphrase unlocks.
 *
 * A commit writes the new slots, then the rows in one transaction, then overwrites the old slots. Rows are the truth: a
 * slot without a row is overwritten by the next commit, the next `eraseRest` or at the next opening, so a failure at any point
 * leaves the state before or after.
 */
import { concat, EMPTY, erase, fromUtf8, utf8, type Bytes } from "../bytes/bytes.js";
import { readU32, u32 } from "../bytes/integers.js";
import { aeadKey, open, seal, UnopenableError, ZERO_NONCE } from "../crypto/aead.js";
import { passphraseKey, STRETCH_COST, type Stretcher } from "../crypto/passphrase.js";
import { randomBytes } from "../crypto/random.js";
import { VaultError, type ErasableFile, type Row, type Rows } from "./ports.js";
import * as slots from "./slots.js";

const SIZE_STEP = 256;

/** A record by its name. `eraseAt` in ms UTC: it is erased then, even while the vault is locked. */
export interface VaultRecord {
  readonly name: string;
  readonly value: Bytes;
  readonly eraseAt?: number;
}

export type VaultChange =
  | ({ readonly kind: "put" } & VaultRecord)
  | { readonly kind: "erase"; readonly name: string };

/** The vault of this profile before the passphrase: can purge, can't read. */
export class LockedVault {
  private constructor(
    private readonly file: ErasableFile,
    private readonly rows: Rows,
    private head: slots.Head | undefined,
    private filled: ReadonlyMap<number, Bytes>,
    private living: readonly Row[],
    /** The highest time ever stored. */
    readonly storedTime: number,
  ) {}

  /** Opens the file, overwrites what an interrupted commit left over, and erases what has expired meanwhile. */
  static async open(file: ErasableFile, rows: Rows, wallClock: number): Promise<LockedVault> {
    const bytes = await file.open();
    const storedTime = slots.storedTime(bytes);
    const [filled, stored] = [slots.readSlots(bytes), await rows.all()];
    const vault = new LockedVault(file, rows, slots.decodeHead(bytes), filled, stored, storedTime);
    await vault.purge(Math.max(wallClock, storedTime));
    return vault;
  }

  get exists(): boolean {
    return this.head !== undefined;
  }

  /** Erases the records whose time has come, and slots that no row names. */
  async purge(now: number): Promise<void> {
    const alive = (row: Row): boolean => this.filled.has(row.slot) && (row.eraseAt === 0 || row.eraseAt > now);
    const keep = this.living.filter(alive);
    const kept = new Set(keep.map((row) => row.slot));
    const orphans = [...this.filled.keys()].filter((slot) => !kept.has(slot));
    const dead = this.living.filter((row) => !alive(row)).map((row) => row.slot);
    if (orphans.length > 0) await this.file.write(orphans.map(zeros));
    if (dead.length > 0) await this.rows.commit([], dead);
    this.filled = new Map([...this.filled].filter(([slot]) => kept.has(slot)));
    this.living = keep;
  }

  /** A new vault in place of whatever was there. */
  async create(stretch: Stretcher, passphrase: string): Promise<Vault> {
    await this.destroy();
    const [salt, master] = [slots.newSalt(), randomBytes(32)];
    const unlocking = await passphraseKey(stretch, passphrase, salt, STRETCH_COST);
    this.head = { cost: STRETCH_COST, salt, sealedMaster: await slots.sealKey(unlocking, "master", master) };
    await this.file.write([{ offset: 0, bytes: slots.encodeHead(this.head) }]);
    const key = await aeadKey(master);
    erase(master);
    return new Vault(this.file, this.rows, key, new Map());
  }

  /** The opened vault and all its records. Throws VaultError `wrong-passphrase` or `store-damaged`. */
  async unlock(stretch: Stretcher, passphrase: string): Promise<{ vault: Vault; records: readonly VaultRecord[] }> {
    if (this.head === undefined) throw new VaultError("store-damaged");
    const master = await this.master(this.head, stretch, passphrase);
    const key = await aeadKey(master);
    erase(master);
    const read = await Promise.all(this.living.map((row) => this.read(key, row)));
    const vault = new Vault(this.file, this.rows, key, new Map(read.map(([slot, { name }]) => [name, slot])));
    return { vault, records: read.map(([, record]) => record) };
  }

  /** From now on another passphrase unlocks it; the head of the former is overwritten. Throws VaultError `wrong-passphrase`. */
  async changePassphrase(stretch: Stretcher, passphrase: string, newPassphrase: string): Promise<void> {
    if (this.head === undefined) throw new VaultError("store-damaged");
    const master = await this.master(this.head, stretch, passphrase);
    const salt = slots.newSalt();
    const unlocking = await passphraseKey(stretch, newPassphrase, salt, STRETCH_COST);
    const head = { cost: STRETCH_COST, salt, sealedMaster: await slots.sealKey(unlocking, "master", master) };
    erase(master);
    // Not the whole head: the highest time seen lies behind it.
    await this.file.write([{ offset: 0, bytes: slots.encodeHead(head).subarray(0, slots.TIME_AT) }]);
    this.head = head;
  }

  /** Forgets everything: the sealed master key first. */
  async destroy(): Promise<void> {
    await this.file.destroy();
    await this.rows.clear();
    this.head = undefined;
    this.filled = new Map();
    this.living = [];
  }

  private async master({ salt, cost, sealedMaster }: slots.Head, stretch: Stretcher, passphrase: string): Promise<Bytes> {
    const unlocking = await passphraseKey(stretch, passphrase, salt, cost);
    return slots.openKey(unlocking, "master", sealedMaster).catch(() => {
      throw new VaultError("wrong-passphrase");
    });
  }

  private async read(master: CryptoKey, row: Row): Promise<readonly [number, VaultRecord]> {
    try {
      const raw = await slots.openKey(master, `slot ${row.slot}`, this.filled.get(row.slot) ?? EMPTY);
      const key = await aeadKey(raw);
      erase(raw);
      const record = decodeRecord(await open(key, ZERO_NONCE, u32(row.slot), row.sealed));
      return [row.slot, row.eraseAt === 0 ? record : { ...record, eraseAt: row.eraseAt }];
    } catch (failure) {
      if (failure instanceof UnopenableError) throw new VaultError("store-damaged");
      throw failure;
    }
  }
}

/** The opened vault. Commits are atomic, durable when they resolve, and follow one another. */
export class Vault {
  private queue: Promise<unknown> = Promise.resolve();
  private closed = false;
  private readonly used: Set<number>;
  /** Slots that no row names any more and that the disk refused to overwrite so far. */
  private rest: readonly number[] = [];
  private next = 0;

  constructor(
    private readonly file: ErasableFile,
    private readonly rows: Rows,
    private readonly master: CryptoKey,
    private readonly slotOf: Map<string, number>,
  ) {
    this.used = new Set(slotOf.values());
  }

  commit(changes: readonly VaultChange[]): Promise<void> {
    return this.inTurn(() => this.write(changes));
  }

  /** Overwrites what earlier commits could not. Rejects where the disk still refuses. */
  eraseRest(): Promise<void> {
    return this.inTurn(() => this.overwrite([]));
  }

  /** Keeps the highest time seen; in the clear, it is no secret. */
  keepTime(time: number): Promise<void> {
    return this.inTurn(() => this.file.write([{ offset: slots.TIME_AT, bytes: slots.encodeTime(time) }]));
  }

  /**
   * Resolves when all commits before are done. What comes after is rejected: by then the file may belong to another
   * opening of this vault, whose slots it would overwrite.
   */
  async close(time: number): Promise<void> {
    const last = this.keepTime(time);
    this.closed = true;
    // A full disk closes too: the time is kept again after the next opening.
    await last.catch(() => undefined);
  }

  async destroy(): Promise<void> {
    this.closed = true;
    await this.queue;
    await this.file.destroy();
    await this.rows.clear();
  }

  private inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (this.closed) return Promise.reject(new VaultError("wrong-stage"));
    const turn = this.queue.then(work, work);
    // Only for the order: a failure is its caller's, and does not stop who comes next.
    this.queue = turn.catch(() => undefined);
    return turn;
  }

  private async write(changes: readonly VaultChange[]): Promise<void> {
    // The last change of a name counts.
    const latest = [...new Map(changes.map((change) => [change.name, change])).values()];
    const puts = latest.filter((change) => change.kind === "put").map((put) => ({ put, slot: this.freeSlot() }));
    const replaced = latest.map(({ name }) => this.slotOf.get(name)).filter((slot) => slot !== undefined);
    try {
      const made = await Promise.all(puts.map(({ put, slot }) => this.seal(put, slot)));
      if (made.length > 0) await this.file.write(made.map(({ part }) => part));
      await this.rows.commit(
        made.map(({ row }) => row),
        replaced,
      );
    } catch (failure) {
      puts.forEach(({ slot }) => this.used.delete(slot));
      throw failure instanceof VaultError ? failure : new VaultError("storage-full");
    }
    latest.forEach(({ name }) => this.slotOf.delete(name));
    puts.forEach(({ put, slot }) => this.slotOf.set(put.name, slot));
    // The commit is durable by now: what can't be overwritten is left to the next one, and to `eraseRest`, which says so.
    await this.overwrite(replaced).catch(() => undefined);
  }

  private async overwrite(more: readonly number[]): Promise<void> {
    this.rest = [...this.rest, ...more];
    if (this.rest.length === 0) return;
    await this.file.write(this.rest.map(zeros));
    this.rest.forEach((slot) => this.used.delete(slot));
    this.rest = [];
  }

  private freeSlot(): number {
    for (let tried = 0; tried < this.used.size && this.used.has(this.next); tried++) {
      this.next = this.next >= this.used.size * 2 ? 0 : this.next + 1;
    }
    let slot = this.next;
    while (this.used.has(slot)) slot++;
    this.used.add(slot);
    this.next = slot + 1;
    return slot;
  }

  private async seal(record: VaultRecord, slot: number) {
    const raw = randomBytes(32);
    const bytes = concat(await slots.sealKey(this.master, `slot ${slot}`, raw), new Uint8Array(4));
    const key = await aeadKey(raw);
    erase(raw);
    const plain = encodeRecord(record);
    const sealed = await seal(key, ZERO_NONCE, u32(slot), plain);
    erase(plain);
    const row: Row = { slot, eraseAt: record.eraseAt ?? 0, sealed };
    return { row, part: { offset: slots.slotOffset(slot), bytes } };
  }
}

function zeros(slot: number) {
  return { offset: slots.slotOffset(slot), bytes: new Uint8Array(slots.SLOT_LENGTH) };
}

function encodeRecord({ name, value }: VaultRecord): Bytes {
  const bytes = utf8(name);
  const whole = concat(u32(bytes.length), bytes, u32(value.length), value);
  const padded = new Uint8Array(Math.ceil(whole.length / SIZE_STEP) * SIZE_STEP);
  padded.set(whole);
  erase(whole);
  return padded;
}

function decodeRecord(bytes: Bytes): VaultRecord {
  const nameLength = readU32(bytes, 0);
  const valueAt = 8 + nameLength;
  const length = readU32(bytes, valueAt - 4);
  const record = { name: fromUtf8(bytes.subarray(4, 4 + nameLength)), value: bytes.slice(valueAt, valueAt + length) };
  erase(bytes);
  return record;
}
