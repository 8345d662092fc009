import { ContextSchema, PayloadSchema, type Context, type Content, type Payload } from "#wire/sealed_pb.js";
import type { MessageInitShape } from "@bufbuild/protobuf";
import { utf8, type Bytes } from "../bytes/bytes.js";
import { decode, encode, exactly, MalformedError, present, safeNumber } from "../codec/canonical.js";

export const TEXT_BYTES_AT_MOST = 65_536;
export const DELIVERED_AT_MOST = 256;

/** Everything a user does is one of these. */
export type MessageContent =
  | { readonly kind: "text"; readonly body: string }
  | { readonly kind: "delivered"; readonly messages: readonly Bytes[] }
  | { readonly kind: "displayed"; readonly message: Bytes; readonly displayedAt: number };

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
  }
}

export interface ParsedPayload {
  readonly context: Context;
  readonly life: Life;
  readonly sentAt: number;
  readonly counter: bigint;
  readonly content: Content;
}

/** R12: canonical, every length as the schema says. */
export function parsePayload(bytes: Bytes): ParsedPayload {
  const payload: Payload = decode(PayloadSchema, bytes);
  const context = present(payload.context, "context");
  const ephemerality = present(context.ephemerality, "ephemerality");
  exactly(32, context.conversation, "conversation");
  exactly(64, context.senderIdentityFingerprint, "fingerprint");
  exactly(64, context.senderListHash, "list hash");
  exactly(64, context.rosterHash, "roster hash");
  if (context.counter === 0n || ephemerality.expiresAfterSeconds === 0) throw new MalformedError("context");
  const { expiresAfterSeconds, burnAfterSeconds } = ephemerality;
  return {
    context,
    life: { expiresAfterSeconds, burnAfterSeconds },
    sentAt: safeNumber(context.sentAt, "sent time"),
    counter: context.counter,
    content: present(payload.content, "content"),
  };
}

/** R16: of a known kind and form, else nothing. */
export function understood(content: Content): MessageContent | undefined {
  const { kind } = content;
  switch (kind.case) {
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
      if (messageId.length !== 16 || displayedAt > BigInt(Number.MAX_SAFE_INTEGER)) return undefined;
      return { kind: "displayed", message: messageId, displayedAt: Number(displayedAt) };
    }
    case undefined:
      return undefined;
  }
}
