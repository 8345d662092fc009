// A camera for chromium that sees one QR code, as somebody would hold it: on a grey wall, not filling the picture.
import { writeFileSync } from "node:fs";
import { encodeQR } from "qr";

const width = 640;
const height = 480;
const wall = 150;

/** Writes the film, and gives the arguments with which chromium takes it for its camera and lets every page use it. */
export function fakeCamera(file, words) {
  const code = encodeQR(words, "raw", { border: 4 });
  const module = Math.floor((height * 0.6) / code.length);
  const [left, top] = [width, height].map((side) => Math.floor((side - module * code.length) / 2));
  const light = new Uint8Array(width * height).fill(wall);
  for (let y = 0; y < module * code.length; y++) {
    for (let x = 0; x < module * code.length; x++) {
      const dark = code[Math.floor(y / module)][Math.floor(x / module)];
      light[(top + y) * width + left + x] = dark ? 30 : 225;
    }
  }
  const colour = new Uint8Array((width * height) / 2).fill(128);
  const frame = Buffer.concat([Buffer.from("FRAME\n"), light, colour]);
  const head = Buffer.from(`YUV4MPEG2 W${width} H${height} F10:1 Ip A1:1 C420jpeg\n`);
  writeFileSync(file, Buffer.concat([head, ...Array.from({ length: 10 }, () => frame)]));
  return [
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
    `--use-file-for-fake-video-capture=${file}`,
  ];
}
