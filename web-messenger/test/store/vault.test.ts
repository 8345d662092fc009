import { beforeEach, describe, expect, it } from "vitest";
import { utf8, fromUtf8 } from "../../src/bytes/bytes.js";
import { hex } from "../../src/bytes/text.js";
import { HEAD_LENGTH } from "../../src/store/slots.js";
import { LockedVault, type Vault } from "../../src/store/vault.js";
import { MemoryFile, MemoryRows, quickStretch } from "./memory.js";

const PASSPHRASE = "correct horse battery staple";

let file: MemoryFile;
let rows: MemoryRows;
let vault: Vault;

beforeEach(async () => {
  file = new MemoryFile();
  rows = new MemoryRows();
  vault = await (await LockedVault.open(file, rows, 0)).create(quickStretch, PASSPHRASE);
});

async function reopened(now = 0): Promise<Record<string, string>> {
  const { records } = await (await LockedVault.open(file, rows, now)).unlock(quickStretch, PASSPHRASE);
  return Object.fromEntries(records.map(({ name, value }) => [name, fromUtf8(value)]));
}

function put(name: string, value: string, eraseAt?: number) {
  return { kind: "put", name, value: utf8(value), ...(eraseAt === undefined ? {} : { eraseAt }) } as const;
}

const filledSlots = () => Buffer.from(file.bytes.slice(HEAD_LENGTH)).some((byte) => byte !== 0);

describe("the vault", () => {
  it("gives back what was committed, the last of each name", async () => {
    await vault.commit([put("a", "1"), put("b", "2")]);
    await vault.commit([put("a", "3"), { kind: "erase", name: "b" }]);
    expect(await reopened()).toEqual({ a: "3" });
  });

  it("refuses a wrong passphrase", async () => {
    const locked = await LockedVault.open(file, rows, 0);
    await expect(locked.unlock(quickStretch, "another")).rejects.toMatchObject({ code: "wrong-passphrase" });
  });

  it("takes the same passphrase in another Unicode form", async () => {
    const other = await (await LockedVault.open(file, rows, 0)).create(quickStretch, "caf\u00e9");
    await other.commit([put("a", "1")]);
    const { records } = await (await LockedVault.open(file, rows, 0)).unlock(quickStretch, "cafe\u0301");
    expect(records).toHaveLength(1);
  });

  it("an erased record can't be read with the passphrase and every row ever written", async () => {
    await vault.commit([put("secret", "the meeting is at nine")]);
    expect(filledSlots()).toBe(true);
    await vault.commit([{ kind: "erase", name: "secret" }]);
    expect(filledSlots()).toBe(false);
    rows.everWritten.forEach((row) => rows.living.set(row.slot, row));
    expect(await reopened()).toEqual({});
  });

  it("a replaced version is erased too", async () => {
    await vault.commit([put("link", "first chain key")]);
    const before = hex(file.bytes.slice(HEAD_LENGTH, HEAD_LENGTH + 64));
    await vault.commit([put("link", "second chain key")]);
    expect(hex(file.bytes).includes(before)).toBe(false);
  });

  it("erases what expired without the passphrase, at opening", async () => {
    await vault.commit([put("short", "gone", 1_000), put("long", "here", 5_000)]);
    await LockedVault.open(file, rows, 1_000);
    expect(rows.living.size).toBe(1);
    expect(await reopened(0)).toEqual({ long: "here" });
  });

  it("a clock set back does not bring an expired record back", async () => {
    await vault.commit([put("short", "gone", 1_000)]);
    await vault.keepTime(2_000);
    expect(await reopened(500)).toEqual({});
  });

  it("a crash before the rows leaves the state before, and no orphan slot", async () => {
    await vault.commit([put("a", "1")]);
    rows.failCommits = true;
    await expect(vault.commit([put("a", "2"), put("b", "3")])).rejects.toMatchObject({ code: "storage-full" });
    rows.failCommits = false;
    expect(await reopened()).toEqual({ a: "1" });
    const filled = [...Array(8).keys()].filter((slot) =>
      file.bytes.slice(HEAD_LENGTH + 64 * slot, HEAD_LENGTH + 64 * (slot + 1)).some((byte) => byte !== 0),
    );
    expect(filled).toHaveLength(1);
  });

  it("takes nothing after it was closed: its slots may be another's by then", async () => {
    await vault.commit([put("a", "1")]);
    const before = vault.commit([put("b", "2")]);
    const closed = vault.close(1_000);
    await expect(vault.commit([put("c", "3")])).rejects.toMatchObject({ code: "wrong-stage" });
    await Promise.all([before, closed]);
    expect(rows.living.size).toBe(2);
  });

  it("no plaintext reaches rows or file", async () => {
    await vault.commit([put("canary-name", "canary-value")]);
    const disk = Buffer.concat([file.bytes, ...rows.everWritten.map((row) => row.sealed)]);
    for (const canary of ["canary-name", "canary-value", PASSPHRASE]) {
      expect(disk.includes(canary)).toBe(false);
      expect(disk.includes(Buffer.from(canary, "utf16le"))).toBe(false);
    }
    expect(Buffer.concat([disk, Buffer.from("canary-value")]).includes("canary-value")).toBe(true);
  });
});
