/** What a server keeps of a user and of each device. */
import { PrekeyType } from "#wire/keys_pb.js";
import type { Deliver } from "#wire/socket_pb.js";
import type { Bytes } from "../src/bytes/bytes.js";
import { equal } from "../src/bytes/bytes.js";
import type { WireEvents } from "../src/connection/ports.js";
import { randomBytes } from "../src/crypto/random.js";
import type { SignedList } from "../src/protocol/device-list.js";
import type { Path } from "../src/protocol/merkle.js";
import type { KeyType, Upload } from "../src/protocol/prekeys.js";
import type { Person } from "./people.js";

export interface Prekey {
  readonly id: Bytes;
  readonly key: Bytes;
  readonly path: Path;
  readonly batch: { readonly batch: Bytes; readonly signature: Bytes };
}

export interface Mail extends Pick<Deliver, "header" | "ciphertext" | "signature" | "wrap"> {
  readonly path: Path;
  readonly sequence: number;
}

/** A connection. */
export class Online {
  user: UserAccount | undefined;
  device: DeviceAccount | undefined;
  readonly nonce = randomBytes(32);
  next = 1n;
  readonly sent = new Map<bigint, number>();
  constructor(readonly events: WireEvents) {}
}

export class DeviceAccount {
  readonly pools: Record<KeyType, Prekey[]> = { [PrekeyType.P521]: [], [PrekeyType.MLKEM1024]: [] };
  mailbox: Mail[] = [];
  online: Online | undefined;
  name: Bytes | undefined;

  constructor(
    readonly device: Bytes,
    readonly signingKey: Bytes,
  ) {}
}

export class UserAccount {
  /** By version, from 1. */
  lists: SignedList[] = [];
  devices: DeviceAccount[] = [];
  suspended = false;

  constructor(
    readonly id: Bytes,
    readonly name: string,
    public code: string | undefined,
  ) {}

  get list(): SignedList | undefined {
    return this.lists.at(-1);
  }

  /** The first of the devices. */
  get only(): DeviceAccount {
    return this.devices[0]!;
  }

  device(id: Bytes): DeviceAccount | undefined {
    return this.devices.find(({ device }) => equal(device, id));
  }

  get waiting(): number {
    return this.devices.reduce((sum, { mailbox }) => sum + mailbox.length, 0);
  }
}

export interface Refusal {
  readonly code: string;
  readonly retryAfterMs: number;
}

/** A person whose device was made elsewhere. */
export type Settler = Pick<Person, "user" | "device" | "list" | "key"> & { readonly uploads: readonly Upload[] };
