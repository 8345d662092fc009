import { equal, type Bytes } from "../bytes/bytes.js";
import { hex, uuid } from "../bytes/text.js";
import { RequestError } from "../connection/ports.js";
import { judgeList, listedDevice, type TrustedList } from "../protocol/device-list.js";
import { put, type Book } from "./book.js";
import { endLinks } from "./links.js";
import { PEER, type LiveSelf, type Peer } from "./records.js";
import type { Server } from "./server.js";

/** Answers that there is none. */
const NO_LIST = new Set(["unknown-user", "unknown-device"]);

/** Colleagues: names, pinned lists, and what the person decided about them. */
export class People {
  private readonly names = new Map<string, string>();

  constructor(
    private readonly book: Book,
    private readonly server: Server,
    private readonly self: LiveSelf,
  ) {}

  get(user: Bytes): Peer | undefined {
    return this.book.get(PEER, hex(user));
  }

  async directory(): Promise<readonly { readonly id: Bytes; readonly name: string }[]> {
    const entries = await this.server.directory();
    entries.forEach(({ id, name }) => this.names.set(hex(id), name));
    return entries;
  }

  /** The colleague, kept from now on. */
  async meet(user: Bytes, name?: string): Promise<Peer> {
    const known = this.get(user);
    if (known !== undefined) return known;
    if (name === undefined && !this.names.has(hex(user))) await this.directory().catch(() => []);
    const peer: Peer = { user, name: name ?? this.names.get(hex(user)) ?? uuid(user), verified: false };
    await this.change(peer);
    return peer;
  }

  change(peer: Peer): Promise<void> {
    return this.book.commit(put(PEER, hex(peer.user), peer));
  }

  /** The list in force: the pinned one, or, for a stranger or a device not on it, what the server has now. */
  async listOf(user: Bytes, device?: Bytes): Promise<TrustedList | undefined> {
    const pinned = this.get(user)?.list;
    const enough = pinned !== undefined && (device === undefined || listedDevice(pinned, device) !== undefined);
    return enough ? pinned : this.refresh(user);
  }

  /** Asks the server. A list of another identity is set beside the pinned one, which stays in force. */
  async refresh(user: Bytes): Promise<TrustedList | undefined> {
    const signed = await this.server.deviceList(user).catch((failure: unknown) => {
      if (failure instanceof RequestError && NO_LIST.has(failure.code)) return undefined;
      throw failure;
    });
    const peer = this.get(user) ?? (signed === undefined ? undefined : await this.meet(user));
    if (signed === undefined || peer === undefined) return peer?.list;
    const verdict = await judgeList(this.self.network, user, signed, peer.list);
    if (verdict.kind === "trusted") {
      const same = peer.list === undefined || equal(peer.list.hash, verdict.list.hash);
      const ended = same ? [] : endLinks(this.book, peer.list);
      await this.book.commit(put(PEER, hex(user), { ...peer, list: verdict.list }), ...ended);
    }
    if (verdict.kind === "identity-changed") await this.change({ ...peer, changed: verdict.list });
    return verdict.kind === "trusted" ? verdict.list : peer.list;
  }
}
