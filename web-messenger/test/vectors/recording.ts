/** Records a conversation with everything its recipient needs to open it again. */
import { DeliverSchema } from "#wire/socket_pb.js";
import { hex } from "../../src/bytes/text.js";
import { encode } from "../../src/codec/canonical.js";
import { randomBytes } from "../../src/crypto/random.js";
import { safetyNumber } from "../../src/protocol/conversation.js";
import type { MessageContent } from "../../src/protocol/content.js";
import type { SendingLink } from "../../src/protocol/link.js";
import { newPrekeys } from "../../src/protocol/prekeys.js";
import { sealEnvelope } from "../../src/protocol/seal.js";
import { DAY } from "../../src/protocol/time.js";
import type { ReplyKey } from "../../src/protocol/wrap.js";
import { scalarOf } from "../key-pairs.js";
import { delivered, deviceOf, type Device, type Person } from "../people.js";
import type { Conversation, RecordedEnvelope, RecordedPrekey } from "./files.js";
import { newBatch, signedList } from "./publication.js";
import { grouped, opened, recorded } from "./recipient.js";

const BURNING = { expiresAfterSeconds: 3_600, burnAfterSeconds: 30 };

type Unopened = Pick<RecordedEnvelope, "state" | "submit" | "deliver">;

export async function record(from: Person, to: Person, now: number): Promise<Conversation> {
  const recipient = deviceOf(to).knows(from);
  recipient.time = now;
  const contents: readonly MessageContent[] = [
    { kind: "text", body: "Hello from TypeScript ✉" },
    { kind: "text", body: "fresh 0" },
    { kind: "displayed", message: randomBytes(16), displayedAt: now },
    { kind: "delivered", messages: [randomBytes(16), randomBytes(16)] },
  ];
  const { prekeys } = await newBatch(to, contents.length, now);
  const sealed: Unopened[] = [];
  let link: SendingLink | undefined;
  for (const [i, content] of contents.entries()) {
    const { own } = prekeys[i]!;
    recipient.prekeys.set(hex(own.id), own);
    const draft = { messageId: randomBytes(16), content, sentAt: now, life: BURNING, counter: i + 1 };
    // Every second one carries a reply key: a recipient may use or ignore it.
    const reply = i % 2 === 0 ? { replyKey: await newReplyKey(now) } : {};
    const to1 = { device: to.list.devices[0]!, prekey: { id: own.id, key: own.pair.publicKey }, link, ...reply };
    const { submit, links } = await sealEnvelope(from, to.list, [to1], draft, now);
    sealed.push({ state: i === 0 ? "START" : "FRESH", submit: hex(submit), deliver: hex(encode(DeliverSchema, await delivered(submit))) });
    link = { ...links[0]!, confirmed: true };
  }
  const [start, first, second, third] = sealed;
  const envelopes: RecordedEnvelope[] = [];
  for (const envelope of [start!, first!, third!, second!]) envelopes.push(await withOutcome(recipient, envelope));
  return {
    about: "A conversation as its recipient gets it, in this order; README.md describes the fields.",
    network: hex(from.network),
    now,
    sender: { user: hex(from.user), device: hex(from.device), signedDeviceList: signedList(from) },
    recipient: {
      user: hex(to.user),
      device: hex(to.device),
      signedDeviceList: signedList(to),
      prekeys: await Promise.all(
        prekeys.map(async ({ own, claimed }): Promise<RecordedPrekey> => ({
          id: hex(own.id),
          publicKey: hex(own.pair.publicKey),
          privateKey: hex(await scalarOf(own.pair)),
          claimedPrekey: hex(claimed),
        })),
      ),
    },
    envelopes,
    safetyNumber: grouped(await safetyNumber(from.network, from.list, to.list)),
  };
}

async function withOutcome(recipient: Device, envelope: Unopened): Promise<RecordedEnvelope> {
  const message = recorded(await opened(recipient, { ...envelope, message: NOTHING }));
  const [chain] = recipient.epochs.values();
  return { ...envelope, epoch: hex(chain!.epoch), chainKey: hex(chain!.chainKey), message };
}

const NOTHING = { id: "", conversation: "", counter: 0, sentAt: 0, expiresAfterSeconds: 0, burnAfterSeconds: 0 };

async function newReplyKey(now: number): Promise<ReplyKey> {
  const [own] = await newPrekeys(1);
  return { id: own!.id, key: own!.pair.publicKey, created: now, expires: now + 30 * DAY };
}
