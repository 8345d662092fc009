import { browserDial, browserTimers } from "../connection/browser.js";
import { FetchRest } from "../connection/rest.js";
import type { StretchRequest } from "../crypto/argon2.js";
import { IndexedDbRows } from "../store/indexeddb-rows.js";
import { OpfsFile } from "../store/opfs-file.js";
import { startWorker } from "../store/workers.js";
import type { Messenger } from "./api.js";
import { clientErrors } from "./errors.js";
import { SealedMessenger } from "./messenger.js";
import { demandSupport } from "./support.js";
import { wrapHand } from "./wrap-hand.js";
import { WrapPool } from "./wrap-pool.js";

/** More would only wait for each other, and hold memory. */
const WRAP_WORKERS_AT_MOST = 8;

const VAULT_LOCK = "mayfly-vault";

/**
 * Opens the client of this browser profile: the one entrance for the user interface. One tab owns the vault; in another
 * the stage is `other-tab` until the first is closed. Rejects with ClientError.
 */
export async function openMessenger(): Promise<Messenger> {
  demandSupport(globalThis);
  const cores = Math.min(navigator.hardwareConcurrency, WRAP_WORKERS_AT_MOST);
  const messenger = new SealedMessenger({
    file: new OpfsFile(),
    rows: await clientErrors(() => IndexedDbRows.open()),
    stretch: stretchInWorker,
    timers: browserTimers,
    dial: browserDial(location.origin),
    rest: new FetchRest((path, init) => fetch(path, init)),
    serverName: location.origin,
    wraps: () => new WrapPool(() => wrapHand(startWorker("wrap-worker")), cores, browserTimers),
  });
  addEventListener("online", () => messenger.networkChanged());
  await new Promise<void>((ready) => {
    const own = async (): Promise<void> => {
      await messenger.begin();
      ready();
      // Held until the tab ends.
      await new Promise<never>(() => undefined);
    };
    void navigator.locks.request(VAULT_LOCK, { ifAvailable: true }, async (lock) => {
      if (lock !== null) return own();
      messenger.yieldToOtherTab();
      ready();
      void navigator.locks.request(VAULT_LOCK, own);
    });
  });
  // Else the browser may throw the vault away when its disk is full.
  void navigator.storage.persist().catch(() => false);
  return messenger;
}

function stretchInWorker(request: StretchRequest): Promise<Uint8Array> {
  const worker = startWorker("passphrase-worker");
  return new Promise<Uint8Array>((done, failed) => {
    worker.onmessage = ({ data }: MessageEvent<unknown>) => {
      if (data instanceof Uint8Array) done(data);
      else failed(new Error("the passphrase could not be stretched"));
    };
    worker.onerror = () => failed(new Error("the worker of the passphrase failed"));
    worker.postMessage(request);
  }).finally(() => worker.terminate());
}
