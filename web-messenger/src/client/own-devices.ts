/** The person's devices as they are listed, and the one that waits to be. */
import { equal, utf8, type Bytes } from "../bytes/bytes.js";
import { fromUuid, uuid } from "../bytes/text.js";
import { sha512 } from "../crypto/hash.js";
import { judgeList, listedDevice } from "../protocol/device-list.js";
import { openName, sealName } from "../protocol/device-name.js";
import { addedEntry, deviceCode } from "../protocol/list-signing.js";
import { DEVICE_NAME_AT_MOST, type OwnDevice, type WaitingDevice } from "./api.js";
import { drop, type Book } from "./book.js";
import { refused } from "./errors.js";
import type { People } from "./people.js";
import { NAME_KEY, OWN_NAME, type LiveSelf } from "./records.js";
import type { Server } from "./server.js";

export class OwnDevices {
  private waitingNow: WaitingDevice | undefined;

  constructor(
    private readonly self: LiveSelf,
    private readonly book: Book,
    private readonly server: Server,
    private readonly people: People,
    private readonly changed: () => void,
  ) {}

  get waiting(): WaitingDevice | undefined {
    return this.waitingNow;
  }

  /** Asks the server whether one waits, and gives it the name of this device where that was chosen before. */
  async look(): Promise<void> {
    const waiting = await this.server.waitingDevice();
    const added = waiting === undefined ? undefined : addedEntry(this.self.list, waiting.list);
    const name = added === undefined || waiting?.name === undefined ? undefined : await this.opened(added.device, waiting.name);
    this.waitingNow = waiting === undefined ? undefined : { expires: waiting.expires, ...(name === undefined ? {} : { name }) };
    this.changed();
    const own = this.book.get(OWN_NAME, "0");
    if (own === undefined) return;
    await this.name(this.self.device, own.name);
    await this.book.commit(drop(OWN_NAME, "0"));
  }

  /** Approves what has that code, whatever the server says waits. */
  async approve(code: string): Promise<void> {
    const { network, user, list } = this.self;
    const waiting = await this.server.waitingDevice();
    if (waiting === undefined) refused("no-waiting-device");
    const signed = { identityKey: list.identityKey, list: waiting.list, signature: waiting.signature };
    const verdict = await judgeList(network, user, signed, list);
    const entry = verdict.kind === "trusted" ? addedEntry(list, waiting.list) : undefined;
    const typed = code.replace(/\D/gu, "");
    if (entry === undefined || (await deviceCode(network, user, entry)) !== typed) refused("wrong-device-code");
    await this.server.approveDevice(await sha512(waiting.list));
    this.waitingNow = undefined;
    await this.people.refresh(user);
  }

  async refuse(): Promise<void> {
    await this.server.refuseDevice();
    this.waitingNow = undefined;
    this.changed();
  }

  /** Oldest first. The list says which there are; the server adds names and days. */
  async all(): Promise<readonly OwnDevice[]> {
    const kept = await this.server.ownDevices();
    const list = (await this.people.refresh(this.self.user)) ?? this.self.list;
    const devices = [...list.devices].sort((a, b) => a.created - b.created);
    return Promise.all(
      devices.map(async ({ device, native, created }): Promise<OwnDevice> => {
        const { name: sealed, lastSeen } = kept.find((each) => equal(each.device, device)) ?? {};
        const name = sealed === undefined ? undefined : await this.opened(device, sealed);
        return {
          id: uuid(device),
          kind: native ? "native" : "browser",
          added: created,
          current: equal(device, this.self.device),
          ...(name === undefined ? {} : { name }),
          ...(lastSeen === undefined ? {} : { lastSeen }),
        };
      }),
    );
  }

  async rename(id: string, name: string): Promise<void> {
    const device = fromUuid(id);
    const list = await this.people.listOf(this.self.user, device);
    if (list === undefined || listedDevice(list, device) === undefined) refused("unknown-device");
    await this.name(device, name.trim());
  }

  private async name(device: Bytes, name: string): Promise<void> {
    if (name === "" || name.includes("\0")) refused("name-unusable");
    if (utf8(name).length > DEVICE_NAME_AT_MOST) refused("device-name-too-long");
    await this.server.nameDevice(device, await sealName(this.key(), this.self.user, device, name));
  }

  private opened(device: Bytes, sealed: Bytes): Promise<string | undefined> {
    return openName(this.key(), this.self.user, device, sealed);
  }

  private key(): Bytes {
    return this.book.get(NAME_KEY, "0")?.key ?? refused("wrong-stage");
  }
}
