import { afterEach, describe, expect, it, vi } from "vitest";
import { demandSupport, type Browser } from "../../src/client/support.js";
import { IndexedDbRows } from "../../src/store/indexeddb-rows.js";

const there = {};
const whole: Browser = {
  navigator: { locks: there, storage: { getDirectory: there } },
  crypto: { subtle: there },
  indexedDB: there,
  Worker: there,
  WebSocket: there,
};

describe("a browser", () => {
  it("that has all that is needed is taken", () => {
    expect(() => demandSupport(whole)).not.toThrow();
  });

  it.each<[string, Partial<Browser>]>([
    ["locks", { navigator: { storage: { getDirectory: there } } }],
    ["storage", { navigator: { locks: there } }],
    ["a file system of its own", { navigator: { locks: there, storage: {} } }],
    ["cryptography", { crypto: {} }],
    ["a database", { indexedDB: undefined }],
    ["workers", { Worker: undefined }],
    ["sockets", { WebSocket: undefined }],
  ])("without %s is refused before anything is kept in it", (_what, lacking) => {
    expect(() => demandSupport({ ...whole, ...lacking })).toThrow(expect.objectContaining({ code: "unsupported-browser" }));
  });
});

describe("the database of a browser that does not open", () => {
  afterEach(() => vi.unstubAllGlobals());

  it.each([
    ["VersionError", "store-newer"],
    ["UnknownError", "storage-unavailable"],
  ])("with %s is told of as %s", async (name, code) => {
    const request = { error: { name }, onerror: () => undefined };
    vi.stubGlobal("indexedDB", { open: () => request });
    const opened = IndexedDbRows.open();
    request.onerror();
    await expect(opened).rejects.toMatchObject({ code });
  });
});
