/** Vector files of protocol/vectors, bytes as byte strings where a test asks for them. */
import { readFileSync } from "node:fs";

import { hex, unhex } from "../src/bytes.mjs";
import { decode } from "../src/canonical.mjs";
import { Recipient } from "../src/recipient.mjs";
import { deviceList } from "../src/signed.mjs";

const FOLDER = new URL("../../vectors/", import.meta.url);

export const vectors = (file) => JSON.parse(readFileSync(new URL(file, FOLDER), "utf8"));

export const CONVERSATIONS = [
  "envelopes.json",
  "envelopes-hybrid.json",
  "from-typescript/envelopes.json",
  "from-typescript/envelopes-hybrid.json",
];

/** The recipient of a recorded conversation, as it was before the first envelope. */
export async function recipientOf(file) {
  const network = unhex(file.network);
  const verified = (who) => deviceList(network, unhex(who.user), unhex(who.signedDeviceList));
  const [own, sender] = await Promise.all([verified(file.recipient), verified(file.sender)]);
  const device = own.device(unhex(file.recipient.device));
  const prekeys = [...file.recipient.prekeys, ...(file.recipient.kemPrekeys ?? [])];
  return new Recipient({
    network,
    self: {
      user: own.user,
      device: device.device,
      identityKey: own.identityKey,
      signingKey: device.signing_key,
      suites: device.suites,
    },
    lists: new Map([own, sender].map((list) => [hex(list.user), list])),
    prekeys: new Map(prekeys.map(({ id, privateKey }) => [id, unhex(privateKey)])),
    allowsClassical: file.recipient.kemPrekeys === undefined,
  });
}

/** A received message as the vectors describe it. */
export function described({ id, context, content }) {
  const { text, delivered, displayed } = content;
  return {
    id: hex(id),
    conversation: hex(context.conversation),
    counter: Number(context.counter),
    sentAt: Number(context.sent_at),
    expiresAfterSeconds: context.ephemerality.expires_after_seconds,
    burnAfterSeconds: context.ephemerality.burn_after_seconds,
    ...(text && { text: text.body }),
    ...(delivered && { delivered: delivered.message_ids.map(hex) }),
    ...(displayed && { displayed: hex(displayed.message_id), displayedAt: Number(displayed.displayed_at) }),
  };
}

export const deliverOf = (envelope) => decode("Deliver", unhex(envelope.deliver));
