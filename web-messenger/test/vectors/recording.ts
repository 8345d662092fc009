/** Records a conversation with everything its recipient needs to open it again. */
import { DeliverSchema } from "#wire/socket_pb.js";
import type { Bytes } from "../../src/bytes/bytes.js";
import { hex } from "../../src/bytes/text.js";
import { encode } from "../../src/codec/canonical.js";
import { randomBytes } from "../../src/crypto/random.js";
import { safetyNumber } from "../../src/protocol/conversation.js";
import type { MessageContent } from "../../src/protocol/content.js";
import { newPrekeys } from "../../src/protocol/prekeys.js";
import { sealEnvelope } from "../../src/protocol/seal.js";
import { confirmed, planWrap, type SendingLink } from "../../src/protocol/sending-link.js";
import { commonSuite, HYBRID } from "../../src/protocol/suite.js";
import { DAY } from "../../src/protocol/time.js";
import type { ReplyKey } from "../../src/protocol/wrapped-key.js";
import { scalarOf } from "../key-pairs.js";
import { delivered, deviceOf, type Device, type Person } from "../people.js";
import type { Conversation, RecordedEnvelope, RecordedPrekey } from "./files.js";
import { newBatch, newKemBatch, signedList, type Batch } from "./publication.js";
import { grouped, opened, recorded, subChainsOf } from "./recipient.js";

const BURNING = { expiresAfterSeconds: 3_600, burnAfterSeconds: 30 };

type Unopened = Pick<RecordedEnvelope, "state" | "submit" | "deliver">;

/** One message after the other. A sender without keys at hand seals a CHAIN, where it may. */
export interface Line {
  readonly content: MessageContent;
  readonly withKeys: boolean;
  readonly withReplyKey: boolean;
  /** Lines that the recipient has confirmed by then. */
  readonly confirmed: readonly number[];
}

export interface Script {
  readonly lines: readonly Line[];
  /** The lines in the order in which they arrive. */
  readonly arrival: readonly number[];
}

export async function record(from: Person, to: Person, { lines, arrival }: Script, now: number): Promise<Conversation> {
  const hybrid = commonSuite(from.list.devices[0]!, to.list.devices[0]!) === HYBRID;
  const batch = await newBatch(to, lines.filter(({ withKeys }) => withKeys).length, now);
  const kemBatch = hybrid ? await newKemBatch(to, 1, now) : undefined;
  const sealed = await sealAll(from, to, lines, batch, kemBatch, now);
  const recipient = deviceOf(to).knows(from);
  recipient.time = now;
  recipient.classical = !hybrid;
  batch.prekeys.forEach(({ own }) => recipient.prekeys.set(hex(own.id), own));
  kemBatch?.prekeys.forEach(({ own }) => recipient.kemPrekeys.set(hex(own.id), own));
  const envelopes: RecordedEnvelope[] = [];
  for (const line of arrival) envelopes.push(await withOutcome(recipient, sealed[line]!));
  const prekeys = await Promise.all(batch.prekeys.map(async ({ own, claimed }) =>
    recordedKey(own.id, own.pair.publicKey, await scalarOf(own.pair), claimed)));
  const kemPrekeys = kemBatch?.prekeys.map(({ own, claimed }) => recordedKey(own.id, own.publicKey, own.seed, claimed));
  return {
    about: "A conversation as its recipient gets it, in this order; README.md describes the fields.",
    network: hex(from.network),
    now,
    sender: { user: hex(from.user), device: hex(from.device), signedDeviceList: signedList(from) },
    recipient: {
      user: hex(to.user),
      device: hex(to.device),
      signedDeviceList: signedList(to),
      prekeys,
      ...(kemPrekeys === undefined ? {} : { kemPrekeys }),
    },
    envelopes,
    safetyNumber: grouped(await safetyNumber(from.network, from.list, to.list)),
  };
}

async function sealAll(
  from: Person,
  to: Person,
  lines: readonly Line[],
  batch: Awaited<ReturnType<typeof newBatch>>,
  kemBatch: Batch<{ readonly id: Bytes; readonly publicKey: Bytes }> | undefined,
  now: number,
): Promise<readonly Unopened[]> {
  const device = to.list.devices[0]!;
  const suite = commonSuite(from.list.devices[0]!, device)!;
  const keys = batch.prekeys.map(({ own }) => ({ id: own.id, key: own.pair.publicKey }));
  const kemKeys = kemBatch?.prekeys.map(({ own }) => ({ id: own.id, key: own.publicKey })) ?? [];
  const ids = lines.map(() => randomBytes(16));
  const sealed: Unopened[] = [];
  let link: SendingLink | undefined;
  for (const [i, line] of lines.entries()) {
    if (link !== undefined) link = confirmed(link, line.confirmed.map((confirmedLine) => ids[confirmedLine]!));
    const atHand = line.withKeys ? { prekey: keys.shift(), kemPrekey: kemKeys[0] } : {};
    const plan = planWrap(link, suite, atHand, now);
    const recipient = { of: to.list, device, plan: plan!, ...(line.withReplyKey ? { replyKey: await newReplyKey(now) } : {}) };
    const draft = { messageId: ids[i]!, content: line.content, sentAt: now, life: BURNING, counter: i + 1 };
    const { submit, links } = await sealEnvelope(from, to.list, [recipient], draft, now);
    const state = plan!.state.toUpperCase() as Unopened["state"];
    sealed.push({ state, submit: hex(submit), deliver: hex(encode(DeliverSchema, await delivered(submit))) });
    link = links[0]!;
  }
  return sealed;
}

function recordedKey(id: Bytes, publicKey: Bytes, privateKey: Bytes, claimed: Bytes): RecordedPrekey {
  return { id: hex(id), publicKey: hex(publicKey), privateKey: hex(privateKey), claimedPrekey: hex(claimed) };
}

async function withOutcome(recipient: Device, envelope: Unopened): Promise<RecordedEnvelope> {
  const message = recorded(await opened(recipient, { ...envelope, message: NOTHING }));
  const [state] = recipient.epochs.values();
  const subChains = state!.suite === HYBRID ? { subChains: subChainsOf(state!) } : {};
  return { ...envelope, epoch: hex(state!.epoch), chainKey: hex(state!.chain.key), ...subChains, message };
}

const NOTHING = { id: "", conversation: "", counter: 0, sentAt: 0, expiresAfterSeconds: 0, burnAfterSeconds: 0 };

async function newReplyKey(now: number): Promise<ReplyKey> {
  const [own] = await newPrekeys(1);
  return { id: own!.id, key: own!.pair.publicKey, created: now, expires: now + 30 * DAY };
}
