// Padmé with a floor of 512 bytes, and the length in front.
import { concat, demand, u32, zeros } from "./bytes.mjs";

export const paddedLength = (messageLength) => {
  const length = 4 + messageLength;
  if (length <= 512) return 512;
  const e = Math.floor(Math.log2(length));
  const s = Math.floor(Math.log2(e)) + 1;
  const step = 2 ** (e - s);
  return Math.ceil(length / step) * step;
};

export const pad = (message) =>
  concat(u32(message.length), message, zeros(paddedLength(message.length) - 4 - message.length));

export const unpad = (padded, code = "payload-unopenable") => {
  demand(padded.length >= 512, code, "padding");
  const length = padded.readUInt32BE();
  demand(length <= padded.length - 4 && paddedLength(length) === padded.length, code, "padded length");
  demand(
    padded.subarray(4 + length).every((byte) => byte === 0),
    code,
    "padding is not zero",
  );
  return padded.subarray(4, 4 + length);
};
