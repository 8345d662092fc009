/** Draws and reads QR codes. The library is loaded when the first code is drawn or looked for, not before. */

/** A code as an SVG path over a square of so many units, without its margin. */
export interface Drawing {
  readonly path: string;
  readonly size: number;
}

/** Digits alone make the smallest code there is, which a poor camera reads best. */
export async function drawCode(digits: string): Promise<Drawing> {
  const { encodeQR } = await import("qr");
  const rows = encodeQR(digits, "raw", { ecc: "medium", encoding: "numeric", border: 1 });
  const inner = rows.slice(1, -1).map((row) => row.slice(1, -1));
  return { path: inner.map(pathOfRow).join(""), size: inner.length };
}

/** The text of the code in the picture, if there is one. */
export async function readCode(picture: ImageData): Promise<string | undefined> {
  const { decodeQR } = await import("qr/decode.js");
  try {
    return decodeQR(picture);
  } catch {
    // A picture without a code is no failure: most have none.
    return undefined;
  }
}

/** One piece for each run of dark modules. */
function pathOfRow(row: readonly boolean[], y: number): string {
  let path = "";
  for (let x = 0; x < row.length; x++) {
    const from = x;
    while (row[x] === true) x++;
    if (x > from) path += `M${from} ${y}h${x - from}v1H${from}z`;
  }
  return path;
}
