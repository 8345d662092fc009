/** The files of protocol/vectors, as its README describes them. */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";

const FOLDER = "../protocol/vectors";

/** Set by `npm run vectors`: what this side publishes is written anew. */
export const writing = process.env["VECTORS_WRITE"] === "true";

export function read(name: string): unknown {
  return JSON.parse(readFileSync(`${FOLDER}/${name}`, "utf8"));
}

export function vectorsOf(name: string): readonly unknown[] {
  return (read(name) as { readonly vectors: readonly unknown[] }).vectors;
}

export function write(name: string, content: unknown): void {
  mkdirSync(`${FOLDER}/from-typescript`, { recursive: true });
  writeFileSync(`${FOLDER}/from-typescript/${name}`, `${JSON.stringify(content, undefined, 2)}\n`);
}

export interface Published {
  readonly about: string;
  readonly network: string;
  readonly user: string;
  readonly device: string;
  readonly now: number;
  readonly signedDeviceList: string;
  readonly listHash: string;
  readonly identityFingerprint: string;
  readonly uploadPrekeys: string;
  readonly claimedPrekeys: readonly string[];
  /** Where suite 0x0002 is listed. */
  readonly uploadKemPrekeys?: string;
  readonly claimedKemPrekeys?: readonly string[];
}

export interface RecordedDevice {
  readonly user: string;
  readonly device: string;
  readonly signedDeviceList: string;
}

export interface RecordedPrekey {
  readonly id: string;
  readonly publicKey: string;
  readonly privateKey: string;
  readonly claimedPrekey: string;
}

export interface RecordedMessage {
  readonly id: string;
  readonly conversation: string;
  readonly counter: number;
  readonly sentAt: number;
  readonly expiresAfterSeconds: number;
  readonly burnAfterSeconds: number;
  readonly text?: string;
  readonly delivered?: readonly string[];
  readonly displayed?: string;
  readonly displayedAt?: number;
  readonly notOpened?: string;
  readonly hash?: string;
}

export interface RecordedSubChain {
  readonly carrier: number;
  readonly index: number;
  readonly chainKey: string;
}

export interface RecordedEnvelope {
  readonly state: "START" | "FRESH" | "CHAIN";
  readonly submit: string;
  readonly deliver: string;
  readonly epoch?: string;
  readonly chainKey?: string;
  /** Of that epoch. */
  readonly subChains?: readonly RecordedSubChain[];
  readonly message: RecordedMessage;
}

export interface Conversation {
  readonly about: string;
  readonly network: string;
  readonly now: number;
  readonly sender: RecordedDevice;
  readonly recipient: RecordedDevice & {
    readonly prekeys: readonly RecordedPrekey[];
    /** Where suite 0x0002 is listed. `privateKey` is the seed. */
    readonly kemPrekeys?: readonly RecordedPrekey[];
  };
  readonly envelopes: readonly RecordedEnvelope[];
  readonly safetyNumber: string;
}
