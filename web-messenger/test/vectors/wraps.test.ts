/** Wraps of suite 0x0002, step by step: what fails here says which step differs. */
import { describe, expect, it } from "vitest";
import { WrapState } from "#wire/envelope_pb.js";
import type { Bytes } from "../../src/bytes/bytes.js";
import { fromHex, hex } from "../../src/bytes/text.js";
import { openOnce, setUpRecipient, type PreSharedKey } from "../../src/crypto/hpke.js";
import { kemPair } from "../../src/crypto/kem.js";
import { openInChain } from "../../src/protocol/chain-seal.js";
import { beginning, step } from "../../src/protocol/ratchet.js";
import { HYBRID } from "../../src/protocol/suite.js";
import {
  freshSecret, kemSecret, NO_PREKEY, parseWrap, wrapInfo, type FreshWrap, type StartWrap,
} from "../../src/protocol/wrap.js";
import { agreementPair } from "../key-pairs.js";
import { read } from "./files.js";

interface RecordedPair {
  readonly id: string;
  readonly publicKey: string;
  readonly privateKey: string;
}

interface RecordedWrap {
  readonly state: number;
  readonly wrap: string;
  readonly headerHash: string;
  readonly ciphertextHash: string;
  readonly info: string;
  readonly wrappedKey: string;
  readonly prekey?: RecordedPair;
  readonly kemPrekey?: RecordedPair;
  readonly psk: string;
  readonly pskId?: string;
  /** Before and after; of a sub-chain for a CHAIN. */
  readonly chainKey?: string;
  readonly nextChainKey?: string;
  readonly epoch?: string;
  readonly begunChainKey?: string;
  readonly begunSubChainKey?: string;
}

const STATES = { start: WrapState.START, fresh: WrapState.FRESH, chain: WrapState.CHAIN } as const;

const file = read("wraps-hybrid.json") as {
  readonly recipient: { readonly user: string; readonly device: string; readonly identityKey: string; readonly signingKey: string };
  readonly wraps: readonly RecordedWrap[];
};
const recipient = {
  user: fromHex(file.recipient.user),
  device: fromHex(file.recipient.device),
  identityKey: fromHex(file.recipient.identityKey),
  signingKey: fromHex(file.recipient.signingKey),
};

describe.each(file.wraps.map((recorded, at) => ({ recorded, at })))("wraps-hybrid.json, wrap $at", ({ recorded }) => {
  const wrap = parseWrap(fromHex(recorded.wrap));
  const headerHash = fromHex(recorded.headerHash);
  const ciphertextHash = fromHex(recorded.ciphertextHash);

  it("is bound as written", async () => {
    const state = STATES[wrap.state];
    expect([wrap.suite, state]).toEqual([HYBRID, recorded.state]);
    const prekey = wrap.state === "chain" ? NO_PREKEY : wrap.prekey;
    const info = await wrapInfo({ suite: wrap.suite, state }, { headerHash, ciphertextHash, recipient }, prekey);
    expect(hex(info)).toBe(recorded.info);
  });

  it("opens by the psk as written, and leaves the chains as written", async () => {
    const info = fromHex(recorded.info);
    if (wrap.state === "chain") {
      const psk = await stepped(recorded);
      expect(hex(await openInChain(psk, info, ciphertextHash, wrap.sealed))).toBe(recorded.wrappedKey);
    } else {
      await opensByHpke(recorded, wrap, info, ciphertextHash);
    }
  });
});

/** The psk of the chain's place, where both it and the chain after it are as written. */
async function stepped({ chainKey, psk, nextChainKey }: RecordedWrap): Promise<Bytes> {
  const { psk: made, after } = await step(beginning(fromHex(chainKey!)));
  expect([hex(made), hex(after.key)]).toEqual([psk, nextChainKey]);
  return fromHex(psk);
}

async function secretOf(recorded: RecordedWrap, wrap: StartWrap | FreshWrap): Promise<PreSharedKey> {
  if (wrap.state === "fresh") return freshSecret(await stepped(recorded), wrap.epoch, wrap.index);
  const pair = await kemPair(fromHex(recorded.kemPrekey!.privateKey));
  expect(hex(pair.publicKey)).toBe(recorded.kemPrekey!.publicKey);
  expect(hex(wrap.kem!.prekey)).toBe(recorded.kemPrekey!.id);
  return kemSecret(await pair.decapsulate(wrap.kem!.ciphertext), pair.publicKey, wrap.kem!.ciphertext);
}

async function opensByHpke(recorded: RecordedWrap, wrap: StartWrap | FreshWrap, info: Bytes, aad: Bytes): Promise<void> {
  const secret = await secretOf(recorded, wrap);
  expect([hex(secret.psk), hex(secret.id)]).toEqual([recorded.psk, recorded.pskId]);
  const { id, privateKey, publicKey } = recorded.prekey!;
  expect(hex(wrap.prekey)).toBe(id);
  const pair = await agreementPair(fromHex(privateKey), fromHex(publicKey));
  const context = await setUpRecipient(wrap.encapsulated, pair, info, secret);
  expect(hex(await openOnce(context, aad, wrap.sealed))).toBe(recorded.wrappedKey);
  const exports = [
    [recorded.epoch, "msgr/v1/epoch", 32],
    [recorded.begunChainKey, "msgr/v1/link", 64],
    [recorded.begunSubChainKey, "msgr/v1/sub", 64],
  ] as const;
  for (const [exported, label, length] of exports) {
    if (exported !== undefined) expect(hex(await context.export(label, length)), label).toBe(exported);
  }
}
