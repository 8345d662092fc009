/** The recipient of a recorded conversation, with the private keys the file gives it. */
import { SignedDeviceListSchema } from "#wire/keys_pb.js";
import { DeliverSchema } from "#wire/socket_pb.js";
import { fromHex, hex } from "../../src/bytes/text.js";
import { decode } from "../../src/codec/canonical.js";
import { judgeList, type TrustedList } from "../../src/protocol/device-list.js";
import { receive, type Arrived } from "../../src/protocol/receive.js";
import type { ReceivingEpoch } from "../../src/protocol/receiving-epoch.js";
import { HYBRID } from "../../src/protocol/suite.js";
import { agreementPair } from "../key-pairs.js";
import { Device } from "../people.js";
import type { Conversation, RecordedDevice, RecordedEnvelope, RecordedMessage, RecordedSubChain } from "./files.js";

export async function trustedList(network: string, { user, signedDeviceList }: Omit<RecordedDevice, "device">): Promise<TrustedList> {
  const signed = decode(SignedDeviceListSchema, fromHex(signedDeviceList));
  const verdict = await judgeList(fromHex(network), fromHex(user), signed, undefined);
  if (verdict.kind !== "trusted") throw new Error(`the list is ${verdict.kind}`);
  return verdict.list;
}

export async function replayedRecipient({
  network, now, sender, recipient,
}: Pick<Conversation, "network" | "now" | "sender" | "recipient">): Promise<Device> {
  const list = await trustedList(network, recipient);
  const [own] = list.devices;
  const device = new Device({ network: fromHex(network), user: list.user, device: own!.device, list, signingKey: own!.signingKey });
  device.time = now;
  device.classical = !own!.suites.includes(HYBRID);
  device.lists.set(sender.user, await trustedList(network, sender));
  for (const { id, publicKey, privateKey } of recipient.prekeys) {
    const pair = await agreementPair(fromHex(privateKey), fromHex(publicKey));
    device.prekeys.set(id, { id: fromHex(id), pair });
  }
  for (const { id, publicKey, privateKey } of recipient.kemPrekeys ?? []) {
    device.kemPrekeys.set(id, { id: fromHex(id), seed: fromHex(privateKey), publicKey: fromHex(publicKey) });
  }
  return device;
}

/** Receives, keeps, and says what came. */
export async function opened(device: Device, envelope: RecordedEnvelope): Promise<Arrived> {
  const outcome = await receive(device, decode(DeliverSchema, fromHex(envelope.deliver)));
  if (outcome.kind !== "arrived") throw new Error(`${envelope.state} is ${outcome.kind} by ${outcome.check}`);
  device.keep(outcome.message);
  return outcome.message;
}

/** In the words of the file, in their order. */
export function recorded({ header, conversation, counter, sentAt, life, content }: Arrived): RecordedMessage {
  const common = { id: hex(header.messageId), conversation: hex(conversation), counter: Number(counter), sentAt, ...life };
  switch (content.kind) {
    case "text":
      return { ...common, text: content.body };
    case "delivered":
      return { ...common, delivered: content.messages.map(hex) };
    case "displayed":
      return { ...common, displayed: hex(content.message), displayedAt: content.displayedAt };
    case "notOpened":
      return { ...common, notOpened: hex(content.message), hash: hex(content.hash) };
  }
}

/** In the words of the file. */
export function subChainsOf({ subChains }: ReceivingEpoch): readonly RecordedSubChain[] {
  return subChains.map(({ place, chain: { index, key } }) => ({ carrier: place, index, chainKey: hex(key) }));
}

/** As it is shown: twelve groups of five. */
export function grouped(digits: string): string {
  return digits.replace(/(.{5})(?!$)/g, "$1 ");
}
