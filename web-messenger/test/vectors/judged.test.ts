import { DeliverSchema } from "#wire/socket_pb.js";
import { describe, expect, it } from "vitest";
import { fromHex } from "../../src/bytes/text.js";
import { decode } from "../../src/codec/canonical.js";
import { receive } from "../../src/protocol/receive.js";
import { read, type Conversation } from "./files.js";
import { replayedRecipient } from "./recipient.js";

interface Judged extends Pick<Conversation, "about" | "network" | "now" | "sender" | "recipient"> {
  readonly envelopes: readonly { readonly what: string; readonly refusedBy?: string; readonly deliver: string }[];
}

const file = read("judged.json") as Judged;

describe("an envelope by Java's hand is judged as Java judges it", () => {
  it.each(file.envelopes)("$what: $refusedBy", async ({ refusedBy, deliver }) => {
    const outcome = await receive(await replayedRecipient(file), decode(DeliverSchema, fromHex(deliver)));
    expect(outcome.kind === "arrived" ? undefined : outcome.check).toBe(refusedBy);
  });
});
