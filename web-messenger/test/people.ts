/** Persons of a network with real keys, and a receiver that remembers in memory what a device keeps. */
import { create, fromBinary } from "@bufbuild/protobuf";
import { DeliverSchema, SubmitSchema, type Deliver } from "#wire/socket_pb.js";
import { equal, type Bytes } from "../src/bytes/bytes.js";
import { hex } from "../src/bytes/text.js";
import { kemPair } from "../src/crypto/kem.js";
import { randomBytes } from "../src/crypto/random.js";
import { newSigningKey, type SigningKey } from "../src/crypto/signature.js";
import { directConversation } from "../src/protocol/conversation.js";
import { judgeList, type OldList, type TrustedList } from "../src/protocol/device-list.js";
import { wrapLeaf } from "../src/protocol/envelope.js";
import { firstList, newEntry, nextList } from "../src/protocol/list-signing.js";
import { merklePath } from "../src/protocol/merkle.js";
import { newKemPrekeys, newPrekeys, type OwnKemPrekey, type OwnPrekey } from "../src/protocol/prekeys.js";
import type { Arrived, Receiver } from "../src/protocol/receive.js";
import type { PskPlace, ReceivingEpoch, SkippedKey, SkippedKeys } from "../src/protocol/receiving-epoch.js";
import { UNUSED_WINDOW, type ReplayWindow } from "../src/protocol/replay-window.js";
import { sealEnvelope, type Draft, type SealedEnvelope, type Sender } from "../src/protocol/seal.js";
import { planWrap, type SendingLink, type WrapPlan } from "../src/protocol/sending-link.js";
import { commonSuite, SUITES } from "../src/protocol/suite.js";
import type { SpendableKey } from "../src/protocol/wrap-sealing.js";

export const NETWORK = randomBytes(16);
export const NOON = Date.UTC(2026, 10, 1, 12);

export interface Person extends Sender {
  readonly identity: SigningKey;
}

export async function person(
  network: Bytes = NETWORK,
  suites: readonly number[] = SUITES,
  device: Bytes = randomBytes(16),
  user: Bytes = randomBytes(16),
): Promise<Person> {
  const [identity, key] = [await newSigningKey(), await newSigningKey()];
  const signed = await firstList(network, user, device, identity, key, NOON, suites);
  const verdict = await judgeList(network, user, signed, undefined);
  if (verdict.kind !== "trusted") throw new Error("a person's own list is trusted");
  return { network, user, device, identity, key, list: verdict.list };
}

/** The same person on a further device. The list before is left as it is. */
export async function further(of: Person, created = NOON): Promise<Person> {
  const [key, device] = [await newSigningKey(), randomBytes(16)];
  const added = await newEntry(of.network, of.user, of.list.identityKey, { device, key, created });
  return { ...of, device, key, list: await successor(of, { added }) };
}

export async function successor(of: Person, change: Parameters<typeof nextList>[3]): Promise<TrustedList> {
  const verdict = await judgeList(of.network, of.user, await nextList(of.network, of.list, of.identity, change), of.list);
  if (verdict.kind !== "trusted") throw new Error("a person's own next list is trusted");
  return verdict.list;
}

/** Whose device it is: a person, without the private keys. */
export type Owner = Pick<Person, "network" | "user" | "device" | "list"> & { readonly signingKey: Bytes };

/** A device in memory: applies effects as the client does. */
export class Device implements Receiver {
  readonly network: Bytes;
  readonly user: Bytes;
  readonly device: Bytes;
  list: TrustedList;
  readonly signingKey: Bytes;
  readonly lists = new Map<string, TrustedList>();
  readonly history = new Map<string, readonly OldList[]>();
  /** What the server has by now, where it is newer. */
  readonly atServer = new Map<string, TrustedList>();
  readonly prekeys = new Map<string, OwnPrekey>();
  readonly kemPrekeys = new Map<string, OwnKemPrekey>();
  readonly hashes = new Map<string, Bytes>();
  readonly epochs = new Map<string, ReceivingEpoch>();
  readonly skippedKeys = new Map<string, SkippedKey>();
  readonly windows = new Map<string, ReplayWindow>();
  time = NOON;
  /** What the policy in force says of suite 0x0001. */
  classical = false;

  constructor(owner: Owner) {
    this.network = owner.network;
    this.user = owner.user;
    this.device = owner.device;
    this.list = owner.list;
    this.signingKey = owner.signingKey;
  }

  now(): number {
    return this.time;
  }
  async listOf(user: Bytes): Promise<TrustedList | undefined> {
    return this.lists.get(hex(user));
  }
  async refreshed(user: Bytes): Promise<TrustedList | undefined> {
    const newer = this.atServer.get(hex(user));
    if (newer !== undefined) this.replace(newer);
    return equal(user, this.user) ? this.list : this.listOf(user);
  }
  oldLists(user: Bytes): readonly OldList[] {
    return this.history.get(hex(user)) ?? [];
  }
  async otherMember(conversation: Bytes): Promise<Bytes | undefined> {
    for (const { user } of this.lists.values()) {
      if (equal(await directConversation(this.network, this.user, user), conversation)) return user;
    }
    return undefined;
  }

  /** Learns of a successor, now. */
  replace(list: TrustedList): void {
    const name = hex(list.user);
    const own = equal(list.user, this.user);
    const before = own ? this.list : this.lists.get(name);
    if (before !== undefined && before.version < list.version) {
      const { version, hash } = before;
      this.history.set(name, [{ version, hash, replacedAt: this.time }, ...this.oldLists(list.user)]);
    }
    if (own) this.list = list;
    else this.lists.set(name, list);
  }
  accepted(_user: Bytes, device: Bytes, message: Bytes): Bytes | undefined {
    return this.hashes.get(hex(device) + hex(message));
  }
  async prekey(id: Bytes) {
    return this.prekeys.get(hex(id))?.pair;
  }
  async kemPrekey(id: Bytes) {
    const own = this.kemPrekeys.get(hex(id));
    return own === undefined ? undefined : kemPair(own.seed);
  }
  classicalAllowed(): boolean {
    return this.classical;
  }
  epoch(_device: Bytes, epoch: Bytes): ReceivingEpoch | undefined {
    return this.epochs.get(hex(epoch));
  }
  skipped(): SkippedKeys {
    return { count: this.skippedKeys.size, get: (place) => this.skippedKeys.get(nameOf(place)) };
  }
  window(device: Bytes): ReplayWindow {
    return this.windows.get(hex(device)) ?? UNUSED_WINDOW;
  }

  knows(other: Person): this {
    this.lists.set(hex(other.user), other.list);
    return this;
  }

  async newPrekey(): Promise<SpendableKey> {
    const [made] = await newPrekeys(1);
    this.prekeys.set(hex(made!.id), made!);
    return { id: made!.id, key: made!.pair.publicKey };
  }

  async newKemPrekey(): Promise<SpendableKey> {
    const [made] = await newKemPrekeys(1);
    this.kemPrekeys.set(hex(made!.id), made!);
    return { id: made!.id, key: made!.publicKey };
  }

  keep({ header, hash, effects }: Arrived): void {
    this.hashes.set(hex(header.senderDevice) + hex(header.messageId), hash);
    const { epoch, spentPrekey, spentKemPrekey, spentSkipped } = effects;
    if (spentPrekey !== undefined) this.prekeys.delete(hex(spentPrekey));
    if (spentKemPrekey !== undefined) this.kemPrekeys.delete(hex(spentKemPrekey));
    this.windows.set(hex(header.senderDevice), effects.window);
    this.epochs.set(hex(epoch.epoch), epoch);
    for (const skipped of effects.skipped) this.skippedKeys.set(nameOf(skipped), skipped);
    if (spentSkipped !== undefined) this.skippedKeys.delete(nameOf(spentSkipped));
  }
}

function nameOf({ epoch, place, index }: PskPlace): string {
  return `${hex(epoch)}/${place ?? "fresh"}/${index}`;
}

export function deviceOf(owner: Person): Device {
  return new Device({ ...owner, signingKey: owner.key.publicKey });
}

export function textDraft(counter: number, body = "hello", sentAt = NOON): Draft {
  const life = { expiresAfterSeconds: 3600, burnAfterSeconds: 0 };
  return { messageId: randomBytes(16), content: { kind: "text", body }, sentAt, life, counter };
}

/** With keys of every type at hand. */
export async function sealFor(from: Person, to: Device, draft: Draft, link?: SendingLink): Promise<SealedEnvelope> {
  const [own, other] = [from.list.devices[0]!, to.list.devices[0]!];
  const keys = { prekey: await to.newPrekey(), kemPrekey: await to.newKemPrekey() };
  const plan = planWrap<SpendableKey>(link, commonSuite(own, other)!, keys, draft.sentAt);
  return sealAs(from, to, draft, plan!);
}

export async function sealAs(from: Person, to: Device, draft: Draft, plan: WrapPlan<SpendableKey>): Promise<SealedEnvelope> {
  return sealEnvelope(from, to.list, [{ of: to.list, device: to.list.devices[0]!, plan }], draft, draft.sentAt);
}

/** What the server makes of a submission for its first recipient. */
export async function delivered(submit: Bytes): Promise<Deliver> {
  const { header, ciphertext, signature, wraps } = fromBinary(SubmitSchema, submit);
  const leaves = await Promise.all(wraps.map((each) => wrapLeaf(each.device, each.wrap)));
  const path = await merklePath(leaves, 0);
  return create(DeliverSchema, {
    delivery: 1n,
    header,
    ciphertext,
    signature,
    wrap: wraps[0]!.wrap,
    path: { index: path.index, leafCount: path.leafCount, siblings: [...path.siblings] },
  });
}
