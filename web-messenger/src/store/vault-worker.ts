/**
 * Owns the one file of erasable secrets, in the origin's private file system. A synchronous access handle is exclusive
 * (a second writer can't exist), writes in place, and flushes to the disk: what IndexedDB can't promise.
 */

/** Parts are written in place; the answer comes after the flush. */
export type FileRequest =
  | { readonly id: number; readonly kind: "open" }
  | { readonly id: number; readonly kind: "write"; readonly parts: readonly FilePart[] }
  | { readonly id: number; readonly kind: "destroy" };

export interface FilePart {
  readonly offset: number;
  readonly bytes: Uint8Array;
}

export type FileAnswer =
  | { readonly id: number; readonly kind: "opened"; readonly bytes: Uint8Array }
  | { readonly id: number; readonly kind: "done" }
  | { readonly id: number; readonly kind: "failed"; readonly reason: string };

interface AccessHandle {
  getSize(): number;
  read(into: Uint8Array, options: { at: number }): number;
  write(from: Uint8Array, options: { at: number }): number;
  truncate(size: number): void;
  flush(): void;
  close(): void;
}

const FILE = "secrets";
let handle: AccessHandle | undefined;

async function open(): Promise<Uint8Array> {
  const folder = await navigator.storage.getDirectory();
  const file = (await folder.getFileHandle(FILE, { create: true })) as unknown as {
    createSyncAccessHandle(): Promise<AccessHandle>;
  };
  handle ??= await file.createSyncAccessHandle();
  const bytes = new Uint8Array(handle.getSize());
  handle.read(bytes, { at: 0 });
  return bytes;
}

function write(parts: readonly FilePart[]): void {
  if (handle === undefined) throw new Error("the file is not open");
  for (const part of parts) {
    if (handle.write(part.bytes, { at: part.offset }) !== part.bytes.length) throw new Error("storage is full");
  }
  handle.flush();
}

function destroy(): void {
  if (handle === undefined) throw new Error("the file is not open");
  handle.write(new Uint8Array(handle.getSize()), { at: 0 });
  handle.flush();
  handle.truncate(0);
  handle.flush();
}

async function answer(request: FileRequest): Promise<FileAnswer> {
  try {
    switch (request.kind) {
      case "open":
        return { id: request.id, kind: "opened", bytes: await open() };
      case "write":
        write(request.parts);
        return { id: request.id, kind: "done" };
      case "destroy":
        destroy();
        return { id: request.id, kind: "done" };
    }
  } catch (failure) {
    return { id: request.id, kind: "failed", reason: failure instanceof Error ? failure.name : "unknown" };
  }
}

// One request after the other: the order of writes is the order of requests.
let queue: Promise<void> = Promise.resolve();
self.addEventListener("message", (event: MessageEvent<FileRequest>) => {
  queue = queue.then(async () => {
    self.postMessage(await answer(event.data));
  });
});
