import { erase } from "../bytes/bytes.js";
import { eraseAll } from "../bytes/values.js";
import { encodePlain, decodePlain, type Plain } from "../codec/plain.js";
import type { Vault, VaultChange, VaultRecord } from "../store/vault.js";

/** A kind of record. `Stored` is what the vault keeps, `Live` what memory holds: for a key, one that can't be read. */
export interface Kind<Stored extends object, Live = Stored> {
  readonly name: string;
  /** Ms UTC: the record is erased then. */
  eraseAt?(stored: Stored): number | undefined;
  live(stored: Stored): Promise<Live>;
}

/** A kind whose records are the same in memory. */
export function kind<Stored extends object>(name: string, eraseAt?: (stored: Stored) => number | undefined): Kind<Stored> {
  const live = (stored: Stored): Promise<Stored> => Promise.resolve(stored);
  return eraseAt === undefined ? { name, live } : { name, live, eraseAt };
}

export interface BookChange {
  readonly name: string;
  readonly put?: { readonly value: Plain; readonly eraseAt?: number; live(): Promise<unknown> };
}

interface Held {
  readonly live: unknown;
  readonly eraseAt: number | undefined;
}

export function put<Stored extends object, Live>(of: Kind<Stored, Live>, id: string, stored: Stored): BookChange {
  const eraseAt = of.eraseAt?.(stored);
  const value = stored as unknown as Plain;
  const change = { value, live: () => of.live(stored) };
  return { name: `${of.name}/${id}`, put: eraseAt === undefined ? change : { ...change, eraseAt } };
}

export function drop<Stored extends object, Live>(of: Kind<Stored, Live>, id: string): BookChange {
  return { name: `${of.name}/${id}` };
}

/** The vault's records in memory, by kind. What is read here is on the disk; a change is visible once it is durable. */
export class Book {
  private readonly held = new Map<string, Map<string, Held>>();

  constructor(
    private readonly vault: Vault,
    /** Called after each commit. */
    private readonly changed: () => void,
  ) {}

  static async read(
    vault: Vault,
    records: readonly VaultRecord[],
    kinds: readonly Kind<never, unknown>[],
    changed: () => void,
  ): Promise<Book> {
    const book = new Book(vault, changed);
    const byName = new Map(kinds.map((each) => [each.name, each]));
    for (const { name, value, eraseAt } of records) {
      const [kindName, id] = split(name);
      const stored = decodePlain(value) as never;
      book.shelf(kindName).set(id, { live: (await byName.get(kindName)?.live(stored)) ?? stored, eraseAt });
    }
    return book;
  }

  get<Stored extends object, Live>(of: Kind<Stored, Live>, id: string): Live | undefined {
    return this.held.get(of.name)?.get(id)?.live as Live | undefined;
  }

  all<Stored extends object, Live>(of: Kind<Stored, Live>): ReadonlyMap<string, Live> {
    return new Map([...(this.held.get(of.name) ?? [])].map(([id, { live }]) => [id, live as Live]));
  }

  /** The same without a copy: nothing is to be awaited while they are gone through. */
  *each<Stored extends object, Live>(of: Kind<Stored, Live>): Iterable<readonly [string, Live]> {
    for (const [id, { live }] of this.held.get(of.name) ?? []) yield [id, live as Live];
  }

  has<Stored extends object, Live>(of: Kind<Stored, Live>, id: string): boolean {
    return this.held.get(of.name)?.has(id) === true;
  }

  /** Atomic and durable. */
  async commit(...changes: readonly BookChange[]): Promise<void> {
    if (changes.length === 0) return;
    const live = await Promise.all(changes.map(({ put: made }) => made?.live() ?? Promise.resolve()));
    const encoded = changes.map(({ name, put: made }): VaultChange => {
      if (made === undefined) return { kind: "erase", name };
      const record = { kind: "put", name, value: encodePlain(made.value) } as const;
      return made.eraseAt === undefined ? record : { ...record, eraseAt: made.eraseAt };
    });
    await this.vault.commit(encoded);
    encoded.forEach((change) => {
      if (change.kind === "put") erase(change.value);
    });
    changes.forEach(({ name, put: made }, i) => {
      const [kindName, id] = split(name);
      if (made === undefined) this.shelf(kindName).delete(id);
      else this.shelf(kindName).set(id, { live: live[i], eraseAt: made.eraseAt });
    });
    this.changed();
  }

  /** Erases all whose time has come, and what earlier erasures left over. Rejects where the disk refuses. */
  async sweep(now: number): Promise<void> {
    const due: BookChange[] = [];
    for (const [kindName, shelf] of this.held) {
      for (const [id, { eraseAt }] of shelf) {
        if (eraseAt !== undefined && eraseAt <= now) due.push({ name: `${kindName}/${id}` });
      }
    }
    await this.commit(...due);
    await this.vault.eraseRest();
  }

  /** When the next record ends; Infinity for never. */
  nextEnd(): number {
    let next = Infinity;
    for (const shelf of this.held.values()) for (const { eraseAt } of shelf.values()) next = Math.min(next, eraseAt ?? next);
    return next;
  }

  keepTime(time: number): Promise<void> {
    return this.vault.keepTime(time);
  }

  /** Nothing is committed from now on, and every byte that was held is overwritten: keys above all. */
  async close(time: number): Promise<void> {
    await this.vault.close(time);
    this.held.forEach((shelf) => shelf.forEach(({ live }) => eraseAll(live)));
    this.held.clear();
  }

  private shelf(kindName: string): Map<string, Held> {
    const shelf = this.held.get(kindName) ?? new Map<string, Held>();
    this.held.set(kindName, shelf);
    return shelf;
  }
}

function split(name: string): readonly [string, string] {
  const at = name.indexOf("/");
  return [name.slice(0, at), name.slice(at + 1)];
}
