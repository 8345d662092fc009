import {
  ContextSchema, PayloadSchema, type Context, type Content, type Original as WireOriginal, type Payload,
} from "#wire/sealed_pb.js";
import type { MessageInitShape } from "@bufbuild/protobuf";
import { equal, utf8, type Bytes } from "../bytes/bytes.js";
import { decode, encode, exactly, MalformedError, present, timeOf } from "../codec/canonical.js";

export const TEXT_BYTES_AT_MOST = 65_536;
export const DELIVERED_AT_MOST = 256;

/** Everything a user does is one of these. */
export type MessageContent =
  | { readonly kind: "text"; readonly body: string }
  | { readonly kind: "delivered"; readonly messages: readonly Bytes[] }
  | { readonly kind: "displayed"; readonly message: Bytes; readonly displayedAt: number }
  | { readonly kind: "notOpened"; readonly message: Bytes; readonly hash: Bytes };

/** How long a message lives: seconds. */
export interface Life {
  readonly expiresAfterSeconds: number;
  readonly burnAfterSeconds: number;
}

export function encodePayload(context: MessageInitShape<typeof ContextSchema>, content: MessageContent): Bytes {
  return encode(PayloadSchema, { context, content: { kind: kindOf(content) } });
}

function kindOf(content: MessageContent): NonNullable<MessageInitShape<typeof PayloadSchema>["content"]>["kind"] & object {
  switch (content.kind) {
    case "text":
      return { case: "text", value: { body: content.body } };
    case "delivered":
      return { case: "delivered", value: { messageIds: [...content.messages] } };
    case "displayed":
      return { case: "displayed", value: { messageId: content.message, displayedAt: BigInt(content.displayedAt) } };
    case "notOpened":
      return { case: "notOpened", value: { messageId: content.message, hash: content.hash } };
  }
}

/** What a re-send is a re-send of: the first envelope of the message. */
export interface Original extends Life {
  readonly messageId: Bytes;
  readonly sentAt: number;
}

export interface ParsedPayload {
  readonly context: Context;
  readonly life: Life;
  readonly sentAt: number;
  readonly counter: bigint;
  readonly original?: Original;
  readonly content: Content | undefined;
}

/** Counters and versions stay below 2^63. */
const COUNT_AT_MOST = 2n ** 63n - 1n;

function isCount(value: bigint): boolean {
  return value >= 1n && value <= COUNT_AT_MOST;
}

/** R13: canonical, every length as the schema says. */
export function parsePayload(bytes: Bytes): ParsedPayload {
  const payload: Payload = decode(PayloadSchema, bytes);
  const context = present(payload.context, "context");
  const ephemerality = present(context.ephemerality, "ephemerality");
  exactly(32, context.conversation, "conversation");
  exactly(64, context.senderIdentityFingerprint, "fingerprint");
  exactly(64, context.senderListHash, "list hash");
  exactly(64, context.rosterHash, "roster hash");
  const counted = isCount(context.counter) && isCount(context.senderListVersion);
  if (!counted || ephemerality.expiresAfterSeconds === 0) throw new MalformedError("context");
  const { expiresAfterSeconds, burnAfterSeconds } = ephemerality;
  return {
    context,
    life: { expiresAfterSeconds, burnAfterSeconds },
    sentAt: timeOf(context.sentAt, "sent time"),
    counter: context.counter,
    ...(context.original === undefined ? {} : { original: originalOf(context.original) }),
    content: payload.content,
  };
}

function originalOf({ messageId, sentAt, ephemerality }: WireOriginal): Original {
  const { expiresAfterSeconds, burnAfterSeconds } = present(ephemerality, "ephemerality");
  if (expiresAfterSeconds === 0) throw new MalformedError("original");
  const time = timeOf(sentAt, "sent time");
  return { messageId: exactly(16, messageId, "message id"), sentAt: time, expiresAfterSeconds, burnAfterSeconds };
}

/** The same message: sent when it was, under its own id or another, never for longer. 0 is the longest of burning. */
export function resends({ life, sentAt }: ParsedPayload, id: Bytes, original: Original): boolean {
  const burn = (after: number): number => (after === 0 ? Infinity : after);
  return (
    !equal(original.messageId, id) &&
    original.sentAt === sentAt &&
    life.expiresAfterSeconds <= original.expiresAfterSeconds &&
    burn(life.burnAfterSeconds) <= burn(original.burnAfterSeconds)
  );
}

/** R17: of a known kind and form, else nothing. */
export function understood(content: Content | undefined): MessageContent | undefined {
  const kind = content?.kind;
  switch (kind?.case) {
    case "text": {
      const length = utf8(kind.value.body).length;
      return length >= 1 && length <= TEXT_BYTES_AT_MOST ? { kind: "text", body: kind.value.body } : undefined;
    }
    case "delivered": {
      const messages = kind.value.messageIds;
      const fits = messages.length >= 1 && messages.length <= DELIVERED_AT_MOST && messages.every((id) => id.length === 16);
      return fits ? { kind: "delivered", messages } : undefined;
    }
    case "displayed": {
      const { messageId, displayedAt } = kind.value;
      const at = displayedTime(displayedAt);
      return messageId.length === 16 && at !== undefined ? { kind: "displayed", message: messageId, displayedAt: at } : undefined;
    }
    case "notOpened": {
      const { messageId: message, hash } = kind.value;
      return message.length === 16 && hash.length === 64 ? { kind: "notOpened", message, hash } : undefined;
    }
    case undefined:
      return undefined;
  }
}

function displayedTime(value: bigint): number | undefined {
  try {
    return timeOf(value, "display");
  } catch {
    return undefined;
  }
}
