import type { ClaimedPrekey } from "#wire/keys_pb.js";
import type { Bytes } from "../bytes/bytes.js";
import type { SignedVersion } from "../connection/forms.js";
import type { KeptDevice, WaitingList } from "../connection/rest.js";
import type { SignedList } from "../protocol/device-list.js";
import type { KeyType, Upload } from "../protocol/prekeys.js";

/** What an open client asks of the server. All reject with RequestError. */
export interface Server {
  readonly connected: boolean;
  /** Resolves with the receipt: the envelope is on the server's disk. */
  submit(encoded: Bytes): Promise<void>;
  claim(type: KeyType, user: Bytes, device: Bytes, count: number): Promise<readonly ClaimedPrekey[]>;
  uploadPrekeys(upload: Upload): Promise<void>;
  deviceList(user: Bytes): Promise<SignedList>;
  /** Ascending, of versions above `after`; not always all of them. */
  deviceLists(user: Bytes, after: number): Promise<readonly SignedVersion[]>;
  directory(): Promise<readonly { readonly id: Bytes; readonly name: string }[]>;
  ownDevices(): Promise<readonly KeptDevice[]>;
  nameDevice(device: Bytes, name: Bytes): Promise<void>;
  waitingDevice(): Promise<WaitingList | undefined>;
  approveDevice(listHash: Bytes): Promise<void>;
  refuseDevice(): Promise<void>;
}
