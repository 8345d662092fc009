// Reads entries of a zip archive (APPNOTE 4.3.12): enough for jars, which are neither encrypted nor over 4 GiB.
import { inflateRawSync } from "node:zlib";

/** Names and contents of the entries whose name is wanted. */
export function* entries(zip, wanted) {
  const end = zip.lastIndexOf(Buffer.from("PK\x05\x06", "latin1"));
  if (end < 0) throw new Error("not a zip archive");
  let at = zip.readUInt32LE(end + 16);
  for (let left = zip.readUInt16LE(end + 10); left > 0; left--) {
    const [nameLength, extraLength, commentLength] = [28, 30, 32].map((place) => zip.readUInt16LE(at + place));
    const name = zip.toString("utf8", at + 46, at + 46 + nameLength);
    if (wanted(name)) yield [name, content(zip, at)];
    at += 46 + nameLength + extraLength + commentLength;
  }
}

function content(zip, at) {
  const local = zip.readUInt32LE(at + 42);
  const start = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
  const stored = zip.subarray(start, start + zip.readUInt32LE(at + 20));
  return zip.readUInt16LE(at + 10) === 0 ? stored : inflateRawSync(stored);
}
